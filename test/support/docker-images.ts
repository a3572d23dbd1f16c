import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { busyboxTar } from "../../scripts/busybox-tar.ts";
import { docker } from "./docker-engine.ts";

/** The image that the documented examples name. */
export const ALPINE = "public.ecr.aws/docker/library/alpine:latest";

const DEBIAN = "codebuild-local-test/debian:minbase";
/** Made once a machine: an image that Docker has lost is imported from there again. */
const DEBIAN_TAR = join(tmpdir(), "codebuild-local-test-images", "debian-minbase.tar");

/**
 * An image of Debian's static busybox under the given name, made here without a registry (scripts/busybox-tar.ts says what
 * is in it); an image that has the name already is left as it is.
 */
export function busyboxImage(tag: string = ALPINE): string {
  if (!isPresent(tag))
    execFileSync("docker", ["import", "-", tag], { input: busyboxTar(), stdio: ["pipe", "pipe", "pipe"] });
  return tag;
}

/**
 * An image of Debian's smallest system with bash, dash (as /bin/sh) and git, made by debootstrap from Debian's packages.
 * The first call on a machine takes a minute or so; needs root.
 */
export function debianImage(tag: string = DEBIAN): string {
  if (isPresent(tag)) return tag;
  if (!existsSync(DEBIAN_TAR)) {
    const folder = mkdtempSync(join(tmpdir(), "debian-image-"));
    try {
      const root = join(folder, "root");
      const { suite, mirror } = debianSource();
      execFileSync("debootstrap", ["--variant=minbase", "--include=git,ca-certificates", suite, root, mirror], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const made = join(folder, "image.tar");
      execFileSync("tar", [
        "-C",
        root,
        "--exclude=./var/cache/apt/*",
        "--exclude=./var/lib/apt/lists/*",
        "-cf",
        made,
        ".",
      ]);
      mkdirSync(join(DEBIAN_TAR, ".."), { recursive: true });
      execFileSync("mv", [made, `${DEBIAN_TAR}.${process.pid}`]);
      renameSync(`${DEBIAN_TAR}.${process.pid}`, DEBIAN_TAR);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  docker("import", DEBIAN_TAR, tag);
  return tag;
}

function isPresent(tag: string): boolean {
  return docker("images", "--quiet", tag) !== "";
}

/** The Debian that this machine's apt takes its packages from. */
function debianSource(): { suite: string; mirror: string } {
  const targets = execFileSync(
    "apt-get",
    ["indextargets", "--format", "$(ORIGIN)\t$(SUITE)\t$(CODENAME)\t$(COMPONENT)\t$(REPO_URI)", "Created-By: Packages"],
    { encoding: "utf8" },
  );
  for (const line of targets.split("\n")) {
    const [origin, suite, codename, component, mirror] = line.split("\t");
    const release = suite === codename || ["stable", "oldstable", "oldoldstable", "testing"].includes(suite ?? "");
    if (["Debian", "Ubuntu"].includes(origin ?? "") && release && component === "main" && codename && mirror) {
      return { suite: codename, mirror };
    }
  }
  throw new Error(`apt knows no Debian release to make an image from:\n${targets}`);
}
