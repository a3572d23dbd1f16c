import { isUtf8 } from "node:buffer";
import { posix } from "node:path";

import { Entry, getFileNameLowLevel, validateFileName, type ZipFile } from "yauzl";

/** What a zip has at one path. */
export interface ZipMember {
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  readonly modified: Date;
  /** Declared; reading verifies it. */
  readonly size: number;
  readonly crc32: number;
  /** Only what reading the content needs. */
  readonly entry: Entry;
}

/** A zip that CodeBuild could not have unpacked either, or that nobody should. */
export class InvalidZip extends Error {
  override readonly name = "InvalidZip";
}

/** Bounds on what an unpacked zip may become; the disk of CodeBuild's small compute type holds 64 GB. */
const MOST_BYTES = 64 * 1024 ** 3;
const MOST_MEMBERS = 500_000;

/**
 * yauzl's errors are plain.
 *
 * @param reader what it reads by: a failure of that is not the zip's
 */
export async function asInvalidZip<T>(work: Promise<T>, reader: { readonly failure: Error | undefined }): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (reader.failure !== undefined) throw reader.failure;
    if (!(error instanceof Error) || error instanceof InvalidZip) throw error;
    throw new InvalidZip(error.message, { cause: error });
  }
}

const UNIX = 3;
const MACOS = 19;

/**
 * The members by their paths, in the order of the zip; of several entries with one path the last counts, as when each is
 * unpacked over the one before.
 *
 * @throws InvalidZip for entries that would leave the root, lie below a file or a symlink, are encrypted or can't be decoded.
 */
export async function readZipIndex(zip: ZipFile): Promise<ReadonlyMap<string, ZipMember>> {
  if (zip.entryCount > MOST_MEMBERS)
    throw new InvalidZip(`it has ${zip.entryCount} entries, more than ${MOST_MEMBERS}`);
  const members = new Map<string, ZipMember>();
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const unsafe = name.includes("\0") ? "null character in the name" : validateFileName(name);
    if (unsafe !== null) throw new InvalidZip(`entry ${JSON.stringify(name)}: ${unsafe}`);
    const path = posix.normalize(name).replace(/\/$/, "");
    if (path === ".") continue;
    const member = toMember(entry, name);
    bytes += member.size;
    if (bytes > MOST_BYTES) throw new InvalidZip(`its files have more than ${MOST_BYTES} bytes`);
    members.delete(path);
    members.set(path, member);
  }
  for (const path of members.keys()) {
    for (let parent = posix.dirname(path); parent !== "."; parent = posix.dirname(parent)) {
      const type = members.get(parent)?.type ?? "directory";
      if (type !== "directory")
        throw new InvalidZip(`entry ${JSON.stringify(path)}: it lies below the ${type} ${JSON.stringify(parent)}`);
    }
  }
  return members;
}

/** By the zip's own say (flag or extra field), else UTF-8 where the bytes are, else the code page of DOS. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const flags = isUtf8(raw) ? entry.generalPurposeBitFlag | 0x800 : entry.generalPurposeBitFlag;
  return getFileNameLowLevel(flags, raw, entry.extraFields, false);
}

function toMember(entry: Entry, name: string): ZipMember {
  if (entry.isEncrypted()) throw new InvalidZip(`entry ${JSON.stringify(name)}: it is encrypted`);
  const system = entry.versionMadeBy >> 8;
  const attributes = system === UNIX || system === MACOS ? entry.externalFileAttributes >>> 16 : 0;
  const type = typeOf(name, attributes);
  if (type === undefined)
    throw new InvalidZip(`entry ${JSON.stringify(name)}: it is neither a file nor a directory nor a symlink`);
  if (type !== "directory" && !entry.canDecodeFileData()) {
    throw new InvalidZip(`entry ${JSON.stringify(name)}: unsupported compression method ${entry.compressionMethod}`);
  }
  const slim = new Entry();
  slim.compressedSize = entry.compressedSize;
  slim.uncompressedSize = entry.uncompressedSize;
  slim.compressionMethod = entry.compressionMethod;
  slim.generalPurposeBitFlag = entry.generalPurposeBitFlag;
  slim.relativeOffsetOfLocalHeader = entry.relativeOffsetOfLocalHeader;
  const permissions = attributes & 0o777;
  return {
    type,
    mode: permissions === 0 ? (type === "file" ? 0o644 : 0o755) : permissions,
    modified: entry.getLastModDate({ timezone: "UTC" }),
    size: type === "directory" ? 0 : entry.uncompressedSize,
    crc32: entry.crc32,
    entry: slim,
  };
}

function typeOf(name: string, attributes: number): ZipMember["type"] | undefined {
  switch (attributes & 0o170000) {
    case 0o120000:
      return "symlink";
    case 0o040000:
      return "directory";
    case 0:
    case 0o100000:
      return name.endsWith("/") ? "directory" : "file";
    default:
      return undefined;
  }
}
