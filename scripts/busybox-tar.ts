import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian's package busybox-static puts its binary. */
export const BUSYBOX = "/bin/busybox";

/**
 * The files of a small image, as a tar for `docker import`: Debian's static busybox with `sh` and all its applets in /bin,
 * and a user `builder` (1000) beside root.
 */
export function busyboxTar(): Buffer {
  const root = mkdtempSync(join(tmpdir(), "busybox-image-"));
  try {
    for (const folder of ["bin", "etc", "root", "tmp", "usr/bin"]) mkdirSync(join(root, folder), { recursive: true });
    copyFileSync(BUSYBOX, join(root, "bin/busybox"));
    for (const applet of execFileSync(BUSYBOX, ["--list"], { encoding: "utf8" }).split("\n")) {
      if (applet !== "" && applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
    }
    symlinkSync("../../bin/busybox", join(root, "usr/bin/env"));
    writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nbuilder:x:1000:1000::/tmp:/bin/sh\n");
    writeFileSync(join(root, "etc/group"), "root:x:0:\nbuilder:x:1000:\n");
    execFileSync("chmod", ["1777", join(root, "tmp")]);
    return execFileSync("tar", ["--owner=0", "--group=0", "--mode=a+rX", "-C", root, "-c", "."], {
      maxBuffer: 2 ** 26,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
