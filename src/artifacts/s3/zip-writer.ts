import { Readable } from "node:stream";

import { ZipFile } from "yazl";

import type { ArtifactFile } from "../artifact-store.ts";

/** Text goes twice as fast as with zlib's default and comes out an eighth larger. */
const COMPRESSION = 3;

/** Mode of a symbolic link; a zip holds its target as the content. */
const SYMBOLIC_LINK = 0o120777;

export interface WrittenZip {
  /** The zip; fails with what `files` throws. */
  readonly content: Readable;
  /** How many files have been put in so far. */
  count(): number;
}

/** Puts one file after another into a zip, as they come; modes and times are kept, names are UTF-8. */
export function writeZip(files: AsyncIterable<ArtifactFile>): WrittenZip {
  const zip = new ZipFile();
  const content = zip.outputStream;
  if (!(content instanceof Readable)) throw new TypeError("yazl's output is no stream of Node");
  let count = 0;
  const fail = (error: unknown): void => {
    content.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on("error", fail);
  const fill = async (): Promise<void> => {
    for await (const file of files) {
      await add(zip, content, file);
      count++;
    }
    zip.end();
  };
  fill().catch(fail);
  return { content, count: () => count };
}

/** Resolves when the file's content has been read to its end; rejects when the zip is given up meanwhile. */
function add(zip: ZipFile, output: Readable, file: ArtifactFile): Promise<void> {
  return new Promise((resolve, reject) => {
    const givenUp = (): void => {
      file.content.destroy();
      reject(output.errored ?? new Error("The zip was left unfinished"));
    };
    if (output.destroyed) {
      givenUp();
      return;
    }
    output.once("close", givenUp);
    file.content.once("error", reject);
    file.content.once("end", () => {
      output.off("close", givenUp);
      resolve();
    });
    zip.addReadStream(file.content, toZipName(file.path), {
      compressionLevel: COMPRESSION,
      mtime: file.modified,
      mode: file.isLink === true ? SYMBOLIC_LINK : 0o100000 | file.mode,
      size: file.size,
    });
  });
}

/** A zip has no way to write a backslash, nor a first directory that looks like a drive: these become underscores. */
function toZipName(path: string): string {
  return path.replaceAll("\\", "_").replace(/^([A-Za-z]):\//, "$1_/");
}
