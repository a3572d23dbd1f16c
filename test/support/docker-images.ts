import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { busyboxTar } from "../../scripts/busybox-tar.ts";
import { docker, isPodman } from "./docker-engine.ts";

/** The image that the documented examples name. */
export const ALPINE = "public.ecr.aws/docker/library/alpine:latest";

const DEBIAN = "codebuild-local-test/debian:minbase";
const DEBIAN_WITH_DOCKER = "codebuild-local-test/debian:docker";
/** Made once a machine: an image that Docker has lost is imported from there again. */
const TARS = join(tmpdir(), "codebuild-local-test-images");

/**
 * An image of Debian's static busybox under the given name, made here without a registry (scripts/busybox-tar.ts says what
 * is in it); an image that has the name already is left as it is.
 */
export function busyboxImage(tag: string = ALPINE): string {
  if (!isPresent(tag))
    execFileSync("docker", ["import", "-", tag], { input: busyboxTar(), stdio: ["pipe", "pipe", "pipe"] });
  return tag;
}

/** The same anew, with changes as a Dockerfile has them. Not by `docker commit`, which Podman does not take from Docker's command line. */
export function changedBusyboxImage(tag: string, changes: readonly string[]): string {
  execFileSync("docker", ["import", ...changes.flatMap((change) => ["--change", change]), "-", tag], {
    input: busyboxTar(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  return tag;
}

/** An image of a container's files with these changes. `docker commit` is quicker, but not between Docker's command line and Podman. */
export function commitImage(container: string, tag: string, changes: readonly string[]): void {
  const options = changes.flatMap((change) => ["--change", change]);
  if (!isPodman) {
    docker("commit", ...options, container, tag);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "committed-image-"));
  try {
    const tar = join(folder, "image.tar");
    docker("export", "--output", tar, container);
    docker("import", ...options, tar, tag);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * An image of Debian's smallest system with bash, dash (as /bin/sh) and git, made by debootstrap from Debian's packages.
 * The first call on a machine takes a minute or so; needs root.
 */
export function debianImage(tag: string = DEBIAN): string {
  if (!isPresent(tag)) docker("import", debianTar("debian-minbase", ["git", "ca-certificates"]), tag);
  return tag;
}

/**
 * The same with Debian's Docker engine and a static busybox, and an ENTRYPOINT that starts the engine as that of CodeBuild's
 * own images does: it waits until the engine answers, then runs what it is given.
 */
export function debianWithDockerImage(tag: string = DEBIAN_WITH_DOCKER): string {
  if (isPresent(tag)) return tag;
  const base = `${tag}-base`;
  docker("import", debianTar("debian-docker", ["docker.io", "busybox-static"]), base);
  const container = docker("create", base, "true");
  const folder = mkdtempSync(join(tmpdir(), "debian-docker-"));
  try {
    const script = join(folder, "dockerd-entrypoint.sh");
    writeFileSync(script, DOCKERD_ENTRYPOINT, { mode: 0o755 });
    docker("cp", script, `${container}:/usr/local/bin/dockerd-entrypoint.sh`);
    commitImage(container, tag, ['ENTRYPOINT ["dockerd-entrypoint.sh"]']);
  } finally {
    docker("rm", container);
    rmSync(folder, { recursive: true });
  }
  return tag;
}

const DOCKERD_ENTRYPOINT = `#!/bin/sh
dockerd --host=unix:///var/run/docker.sock >/var/log/docker.log 2>&1 &
tries=0
until docker info >/dev/null 2>&1; do
  if [ $tries -gt 300 ]; then
    cat /var/log/docker.log
    echo 'Timed out trying to connect to internal docker host.' >&2
    exit 1
  fi
  tries=$((tries + 1))
  sleep 0.2
done
eval "$@"
`;

/** The path of a tar of Debian's smallest system with more packages. */
function debianTar(name: string, packages: readonly string[]): string {
  const tar = join(TARS, `${name}.tar`);
  if (existsSync(tar)) return tar;
  const folder = mkdtempSync(join(tmpdir(), "debian-image-"));
  try {
    const root = join(folder, "root");
    const { suite, mirror } = debianSource();
    execFileSync("debootstrap", ["--variant=minbase", `--include=${packages.join(",")}`, suite, root, mirror], {
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
    mkdirSync(TARS, { recursive: true });
    execFileSync("mv", [made, `${tar}.${process.pid}`]);
    renameSync(`${tar}.${process.pid}`, tar);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tar;
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
