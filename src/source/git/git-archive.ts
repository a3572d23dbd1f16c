import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { pack, type Pack } from "tar-stream";

import type { GitClone } from "./git-clone.ts";
import type { Submodule } from "./git-submodules.ts";
import { streamGit } from "./run-git.ts";

const BLOCK = 512;
const END = Buffer.alloc(2 * BLOCK);

/**
 * The source as one tar: git's own files, and the work trees as `git archive` makes them from the objects, so that no file of
 * the tree is ever written on this machine.
 */
export async function* toGitArchive(
  clone: GitClone,
  submodules: readonly Submodule[],
  directory: string,
): AsyncGenerator<Buffer, undefined> {
  yield* tarEntries(packOwnFiles(clone, submodules, directory));
  for (const { clone: each, path } of [{ clone, path: "" }, ...submodules]) {
    const prefix = `${directory}/${path === "" ? "" : `${path}/`}`;
    yield* tarEntries(streamGit(each.setting, ["archive", "--format=tar", `--prefix=${prefix}`, each.tree]));
  }
  yield END;
  return undefined;
}

function packOwnFiles(clone: GitClone, submodules: readonly Submodule[], directory: string): AsyncIterable<Buffer> {
  const tar = pack();
  const fill = async (): Promise<void> => {
    await add(tar, { name: `${directory}/`, type: "directory", mode: 0o755 });
    await addDirectory(tar, clone.gitDirectory, `${directory}/.git`);
    for (const { path, gitPath } of submodules) {
      const up = "../".repeat(path.split("/").length);
      await add(tar, { name: `${directory}/${path}/.git`, mode: 0o644 }, `gitdir: ${up}${gitPath}\n`);
    }
    tar.finalize();
  };
  fill().catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return Readable.from(tar, { objectMode: false }) as AsyncIterable<Buffer>;
}

async function addDirectory(tar: Pack, from: string, name: string): Promise<void> {
  await add(tar, { name: `${name}/`, type: "directory", mode: 0o755 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    const below = `${name}/${entry.name}`;
    if (entry.isDirectory()) await addDirectory(tar, path, below);
    // What tells `git archive` to leave nothing out is ours alone.
    else if (entry.isFile() && !below.endsWith("/info/attributes")) await addFile(tar, path, below);
  }
}

async function addFile(tar: Pack, path: string, name: string): Promise<void> {
  const { size, mode, mtime } = await lstat(path);
  const added = Promise.withResolvers<undefined>();
  const sink = tar.entry({ name, type: "file", size, mode: mode & 0o777, mtime }, (error) => {
    if (error) added.reject(error);
    else added.resolve(undefined);
  });
  await Promise.all([pipeline(createReadStream(path), sink), added.promise]);
}

function add(tar: Pack, header: Parameters<Pack["entry"]>[0], content = ""): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ mtime: new Date(), ...header }, content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** A tar without its end, so that another can follow. Only headers are looked at; a content may have any bytes. */
async function* tarEntries(tar: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  /** Of the content that is passed on, padding included. */
  let left = 0;
  let pending: Buffer = Buffer.alloc(0);
  let ended = false;
  for await (const chunk of tar) {
    if (ended) continue;
    const data = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    for (;;) {
      const step = Math.min(left, data.length - at);
      at += step;
      left -= step;
      if (left > 0 || data.length - at < BLOCK) break;
      if (data[at] === 0) {
        ended = true;
        break;
      }
      left = BLOCK + Math.ceil(sizeOf(data, at) / BLOCK) * BLOCK;
    }
    if (at > 0) yield data.subarray(0, at);
    pending = ended ? Buffer.alloc(0) : data.subarray(at);
  }
  if (!ended) throw new Error("a tar broke off before its end");
  return undefined;
}

/** Octal digits, or from 8 GiB on a binary number with the first bit set. */
function sizeOf(data: Buffer, header: number): number {
  const field = data.subarray(header + 124, header + 136);
  if (((field[0] ?? 0) & 0x80) !== 0) return field.readUIntBE(6, 6);
  return Number.parseInt(
    field
      .toString("latin1")
      .replace(/[\0 ]+$/, "")
      .trim() || "0",
    8,
  );
}
