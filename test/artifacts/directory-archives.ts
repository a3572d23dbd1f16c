import { spawn } from "node:child_process";
import { lstatSync } from "node:fs";
import { basename, dirname } from "node:path";
import { PassThrough, pipeline, type Readable } from "node:stream";

import { type BuildEnvironment, PathNotFound } from "../../src/environment/build-environment.ts";

/** `getArchive` over this machine's directories by the system's `tar`: names begin with the directory's own, links are kept as links. */
export class DirectoryArchives implements Pick<BuildEnvironment, "getArchive"> {
  /** Every path that was asked for, in order. */
  readonly asked: string[] = [];

  getArchive(path: string): Promise<Readable> {
    this.asked.push(path);
    try {
      lstatSync(path);
    } catch (cause) {
      return Promise.reject(new PathNotFound(path, { cause }));
    }
    const tar = spawn(
      "tar",
      ["--create", "--file=-", "--sort=name", `--directory=${dirname(path)}`, "--", basename(path)],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    const output = new PassThrough();
    pipeline(tar.stdout, output, () => tar.kill());
    return Promise.resolve(output);
  }
}
