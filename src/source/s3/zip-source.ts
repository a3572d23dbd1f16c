import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { posix } from "node:path";
import { pipeline as pipelineOf, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";

import { type Pack, pack } from "tar-stream";
import { openPromise, type ZipFile } from "yauzl";

import { InvalidZip, readZipIndex, type ZipMember } from "./zip-index.ts";

const LONGEST_TEXT = 16 * 1024 * 1024;
/** As the kernel's limits. */
const LONGEST_LINK = 4096;
const LONGEST_LINK_CHAIN = 40;

/** Files up to this are inflated in one go: streams cost five times as much for a small one. */
const LARGEST_WHOLE = 2_097_152;

/** In which pieces longer ones are read and inflated: each piece costs a way through four streams. */
const PIECE = 262_144;

/** Compression method 0. */
const STORED = 0;

interface OpenZip {
  readonly file: string;
  readonly handle: FileHandle;
  readonly directory: ZipFile;
}

/** A zip on disk, read by its directory: nothing is unpacked on this machine. */
export interface ZipSource {
  /** As `FetchedSource.readText`; symlinks are followed within the zip. @throws InvalidZip */
  readText(path: string): Promise<string | undefined>;
  /** As `FetchedSource.archive`. The stream fails with InvalidZip where a content is not what its entry says. */
  archive(directory: string): Readable;
  close(): Promise<void>;
}

/** @throws InvalidZip when the file is no zip, or not one to unpack. */
export async function openZipSource(file: string): Promise<ZipSource> {
  const directory = await asInvalidZip(openPromise(file, { autoClose: false, decodeStrings: false }));
  const handle = await open(file);
  const zip = { file, handle, directory };
  try {
    const members = await asInvalidZip(readZipIndex(directory));
    return {
      readText: (path) => readText(zip, members, path),
      archive(top) {
        const tar = pack();
        fill(tar, zip, members, top).then(
          () => {
            tar.finalize();
          },
          (error: unknown) => {
            tar.destroy(error instanceof Error ? error : new Error(String(error)));
          },
        );
        return Readable.from(tar, { objectMode: false });
      },
      async close() {
        directory.close();
        await handle.close();
      },
    };
  } catch (error) {
    directory.close();
    await handle.close();
    throw error;
  }
}

async function fill(tar: Pack, zip: OpenZip, members: ReadonlyMap<string, ZipMember>, top: string): Promise<void> {
  await addEntry(tar, { name: `${top}/`, type: "directory", mode: 0o755, mtime: new Date() });
  for (const [path, member] of members) {
    const header = { name: `${top}/${path}`, mode: member.mode, mtime: member.modified };
    if (member.type === "directory") await addEntry(tar, { ...header, name: `${header.name}/`, type: "directory" });
    else if (member.type === "symlink") {
      const linkname = (await readBytes(zip, path, member, LONGEST_LINK)).toString();
      await addEntry(tar, { ...header, type: "symlink", linkname });
    } else if (member.size <= LARGEST_WHOLE) {
      await addEntry(tar, { ...header, type: "file" }, await readBytes(zip, path, member, LARGEST_WHOLE));
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

function addEntry(tar: Pack, header: Parameters<Pack["entry"]>[0], content: Buffer = Buffer.alloc(0)): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function readText(
  zip: OpenZip,
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

async function readBytes(zip: OpenZip, path: string, member: ZipMember, most: number): Promise<Buffer> {
  if (member.size > most) throw new InvalidZip(`entry ${JSON.stringify(path)}: it is longer than ${most} bytes`);
  return Buffer.concat(await Array.fromAsync(contentOf(zip, path, member)));
}

/**
 * The content, checked against the size and the sum that its entry declares. Read from the file itself: yauzl's own streams
 * bring the process down when they are left early.
 */
async function* contentOf(zip: OpenZip, path: string, member: ZipMember): AsyncGenerator<Buffer, undefined> {
  const label = `entry ${JSON.stringify(path)}`;
  const { fileDataStart } = await asInvalidZip(
    zip.directory.readLocalFileHeaderPromise(member.entry, { minimal: true }),
    label,
  );
  const { compressedSize, compressionMethod } = member.entry;
  if (member.size <= LARGEST_WHOLE && compressedSize <= 2 * LARGEST_WHOLE) {
    yield await readWhole(zip, label, member, fileDataStart);
    return undefined;
  }
  let size = 0;
  let sum = 0;
  const stored =
    compressedSize === 0
      ? Readable.from([])
      : createReadStream(zip.file, {
          start: fileDataStart,
          end: fileDataStart + compressedSize - 1,
          highWaterMark: PIECE,
        });
  const content =
    compressionMethod === STORED ? stored : pipelineOf(stored, createInflateRaw({ chunkSize: PIECE }), () => undefined);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > member.size) break;
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (cause) {
    throw toInvalidZip(cause, label);
  } finally {
    stored.destroy();
  }
  verify(label, member, size, sum);
  return undefined;
}

async function readWhole(zip: OpenZip, label: string, member: ZipMember, start: number): Promise<Buffer> {
  const raw = Buffer.allocUnsafe(member.entry.compressedSize);
  const { bytesRead } = await zip.handle.read(raw, 0, raw.length, start);
  const data = raw.subarray(0, bytesRead);
  let content: Buffer;
  try {
    content =
      member.entry.compressionMethod === STORED ? data : inflateRawSync(data, { maxOutputLength: member.size + 1 });
  } catch (cause) {
    throw toInvalidZip(cause, label);
  }
  verify(label, member, content.length, crc32(content));
  return content;
}

function verify(label: string, member: ZipMember, size: number, sum: number): void {
  if (size !== member.size) throw new InvalidZip(`${label}: its size is not the ${member.size} bytes that it declares`);
  if (sum !== member.crc32) throw new InvalidZip(`${label}: checksum error`);
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
