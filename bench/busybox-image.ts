import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The image that the benchmark's builds run in, made here without a registry. */
export const IMAGE = "codebuild-local-bench/busybox:latest";
const BUSYBOX = "/bin/busybox";

/** Makes the image unless it is there; @returns why there can be none, or undefined. */
export function imageMissing(): string | undefined {
  const asked = spawnSync("docker", ["images", "--quiet", IMAGE], { encoding: "utf8" });
  if (asked.error !== undefined) return "there is no docker command on this machine";
  if (asked.status !== 0) return `no Docker engine answers: ${asked.stderr.trim()}`;
  if (asked.stdout.trim() !== "") return undefined;
  if (!existsSync(BUSYBOX)) return `there is no ${BUSYBOX} to make the image from (apt-get install busybox-static)`;
  const root = mkdtempSync(join(tmpdir(), "bench-image-"));
  try {
    for (const folder of ["bin", "etc", "root", "tmp", "usr/bin"]) mkdirSync(join(root, folder), { recursive: true });
    copyFileSync(BUSYBOX, join(root, "bin/busybox"));
    for (const applet of execFileSync(BUSYBOX, ["--list"], { encoding: "utf8" }).split("\n")) {
      if (applet !== "" && applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
    }
    writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    writeFileSync(join(root, "etc/group"), "root:x:0:\n");
    const tar = execFileSync("tar", ["-C", root, "-c", "."], { maxBuffer: 2 ** 26 });
    execFileSync("docker", ["import", "-", IMAGE], { input: tar, stdio: ["pipe", "ignore", "inherit"] });
    return undefined;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
