import { posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";

import { type Pack, pack } from "tar-stream";
import { openPromise, type ZipFile } from "yauzl";

import { InvalidZip, readZipIndex, type ZipMember } from "./zip-index.ts";

const LONGEST_TEXT = 16 * 1024 * 1024;
/** As the kernel's limits. */
const LONGEST_LINK = 4096;
const LONGEST_LINK_CHAIN = 40;

/** A zip on disk, read by its directory: nothing is unpacked on this machine. */
export interface ZipSource {
  /** As `FetchedSource.readText`; symlinks are followed within the zip. @throws InvalidZip */
  readText(path: string): Promise<string | undefined>;
  /** As `FetchedSource.archive`. The stream fails with InvalidZip where a content is not what its entry says. */
  archive(directory: string): Readable;
  close(): void;
}

/** @throws InvalidZip when the file is no zip, or not one to unpack. */
export async function openZipSource(file: string): Promise<ZipSource> {
  const zip = await asInvalidZip(openPromise(file, { autoClose: false, decodeStrings: false }));
  try {
    const members = await asInvalidZip(readZipIndex(zip));
    return {
      readText: (path) => readText(zip, members, path),
      archive(directory) {
        const tar = pack();
        fill(tar, zip, members, directory).then(
          () => {
            tar.finalize();
          },
          (error: unknown) => {
            tar.destroy(error instanceof Error ? error : new Error(String(error)));
          },
        );
        return Readable.from(tar, { objectMode: false });
      },
      close() {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function fill(
  tar: Pack,
  zip: ZipFile,
  members: ReadonlyMap<string, ZipMember>,
  directory: string,
): Promise<void> {
  await addEntry(tar, { name: `${directory}/`, type: "directory", mode: 0o755, mtime: new Date() });
  for (const [path, member] of members) {
    const header = { name: `${directory}/${path}`, mode: member.mode, mtime: member.modified };
    if (member.type === "directory") await addEntry(tar, { ...header, name: `${header.name}/`, type: "directory" });
    else if (member.type === "symlink") {
      const linkname = (await readBytes(zip, path, member, LONGEST_LINK)).toString();
      await addEntry(tar, { ...header, type: "symlink", linkname });
    } else {
      const added = Promise.withResolvers<undefined>();
      const sink = tar.entry({ ...header, type: "file", size: member.size }, (error) => {
        if (error) added.reject(error);
        else added.resolve(undefined);
      });
      await Promise.all([pipeline(contentOf(zip, path, member), sink), added.promise]);
    }
  }
}

function addEntry(tar: Pack, header: Parameters<Pack["entry"]>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function readText(
  zip: ZipFile,
  members: ReadonlyMap<string, ZipMember>,
  path: string,
): Promise<string | undefined> {
  let names = posix.normalize(path).split("/");
  for (let hops = 0; hops <= LONGEST_LINK_CHAIN; hops++) {
    const resolved = names.join("/");
    if (posix.isAbsolute(resolved) || names[0] === "..") return undefined;
    // No entry lies below a symlink, so at most one of these is there.
    const link = names
      .map((_name, index) => names.slice(0, index + 1).join("/"))
      .find((prefix) => members.get(prefix)?.type === "symlink");
    const member = members.get(link ?? resolved);
    if (member === undefined || member.type === "directory") return undefined;
    if (link === undefined) return (await readBytes(zip, resolved, member, LONGEST_TEXT)).toString();
    const target = (await readBytes(zip, link, member, LONGEST_LINK)).toString();
    if (posix.isAbsolute(target)) return undefined;
    names = posix.normalize(posix.join(posix.dirname(link), target, resolved.slice(link.length))).split("/");
  }
  return undefined;
}

async function readBytes(zip: ZipFile, path: string, member: ZipMember, most: number): Promise<Buffer> {
  if (member.size > most) throw new InvalidZip(`entry ${JSON.stringify(path)}: it is longer than ${most} bytes`);
  return Buffer.concat(await Array.fromAsync(contentOf(zip, path, member)));
}

/** The content, checked against the size and the sum that its entry declares. */
async function* contentOf(zip: ZipFile, path: string, member: ZipMember): AsyncGenerator<Buffer, undefined> {
  const label = `entry ${JSON.stringify(path)}`;
  const stream = await asInvalidZip(zip.openReadStreamPromise(member.entry), label);
  let sum = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (cause) {
    throw toInvalidZip(cause, label);
  }
  if (sum !== member.crc32) throw new InvalidZip(`${label}: checksum error`);
  return undefined;
}

async function asInvalidZip<T>(work: Promise<T>, label?: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toInvalidZip(error, label);
  }
}

/** yauzl's errors are plain; those of the file system have a code and are not the zip's fault. */
function toInvalidZip(error: unknown, label?: string): unknown {
  if (!(error instanceof Error) || error instanceof InvalidZip) return error;
  if ("code" in error && typeof error.code === "string" && "syscall" in error) return error;
  return new InvalidZip(label === undefined ? error.message : `${label}: ${error.message}`, { cause: error });
}
