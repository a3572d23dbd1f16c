import { pipeline, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { crc32, createDeflateRaw, deflateRaw, deflateRawSync } from "node:zlib";

import { JOINED, joinSmall } from "../../common/join-small.ts";
import type { ArtifactFile } from "../artifact-store.ts";
import { toDescriptor, toDirectoryEnd, toDirectoryRecord, toFileHeader, type ZipRecord } from "./zip-records.ts";

/** Text goes twice as fast as with zlib's default and comes out an eighth larger. */
const LEVEL = 3;
/** Files up to this are deflated in one go, and are stored where that makes them no smaller. */
const LARGEST_WHOLE = 1_048_576;
/** Up to this, it takes less time than handing it to another thread does. */
const LARGEST_AT_ONCE = 32_768;

/** Nothing so short becomes shorter by being deflated. */
const SMALLEST_DEFLATED = 32;

/** Modes with the type of the file; a zip holds the target of a symbolic link as its content. */
const SYMBOLIC_LINK = 0o120777;
const REGULAR_FILE = 0o100000;

export interface WrittenZip {
  /** The zip; fails with what `files` throws. */
  readonly content: Readable;
  /** How many files have been put in so far. */
  count(): number;
}

/**
 * Puts one file after another into a zip, as they come; modes and times are kept, names are UTF-8. Of a file that is in, only
 * its record of the directory is kept: about 150 bytes.
 */
export function writeZip(files: AsyncIterable<ArtifactFile>): WrittenZip {
  let count = 0;
  const pieces = async function* (): AsyncGenerator<Buffer, undefined> {
    const directory: Buffer[] = [];
    let position = 0;
    for await (const file of files) {
      const record = { offset: position, ...toStart(file) };
      let final: ZipRecord | undefined;
      try {
        for await (const piece of file.size <= LARGEST_WHOLE ? whole(file, record) : streamed(file, record)) {
          if (Buffer.isBuffer(piece)) {
            position += piece.length;
            yield piece;
          } else final = piece;
        }
      } finally {
        file.content.destroy();
      }
      if (final === undefined) throw new Error("a file of a zip has no end");
      directory.push(toDirectoryRecord(final));
      count++;
    }
    const start = position;
    for (const record of directory) {
      position += record.length;
      yield record;
    }
    yield toDirectoryEnd({ start, end: position, entries: directory.length });
    return undefined;
  };
  return {
    content: Readable.from(joinSmall(pieces()), { objectMode: false, highWaterMark: JOINED }),
    count: () => count,
  };
}

type Start = Pick<ZipRecord, "offset" | "name" | "mode" | "modified">;

function toStart(file: ArtifactFile): Omit<Start, "offset"> {
  const mode = file.isLink === true ? SYMBOLIC_LINK : REGULAR_FILE | file.mode;
  return { name: Buffer.from(toZipName(file.path)), mode, modified: file.modified };
}

/** The bytes of the file in the zip, then its record. */
async function* whole(file: ArtifactFile, start: Start): AsyncGenerator<Buffer | ZipRecord, undefined> {
  const content = await buffer(file.content);
  requireSize(file, content.length);
  const deflated = await deflate(content);
  const smaller = deflated.length < content.length;
  const data = smaller ? deflated : content;
  const record: ZipRecord = {
    ...start,
    method: smaller ? "deflated" : "stored",
    sum: crc32(content),
    size: content.length,
    compressedSize: data.length,
    described: false,
  };
  yield toFileHeader(record);
  yield data;
  yield record;
  return undefined;
}

async function deflate(content: Buffer): Promise<Buffer> {
  if (content.length < SMALLEST_DEFLATED) return content;
  if (content.length > LARGEST_AT_ONCE) return deflateAside(content, { level: LEVEL });
  // Memory for as much as there is: zlib's usual 268 kB take longer to be made ready than a small file to be deflated.
  const windowBits = Math.max(9, Math.ceil(Math.log2(content.length)));
  return deflateRawSync(content, { level: LEVEL, windowBits, memLevel: Math.max(1, windowBits - 7) });
}

const deflateAside = promisify<Buffer, object, Buffer>(deflateRaw);

/** The same; sum and sizes are known, and told, after the content. */
async function* streamed(file: ArtifactFile, start: Start): AsyncGenerator<Buffer | ZipRecord, undefined> {
  let [sum, size, compressedSize] = [0, 0, 0];
  const measured = async function* (content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
    for await (const chunk of content) {
      sum = crc32(chunk, sum);
      size += chunk.length;
      yield chunk;
    }
    return undefined;
  };
  const expected = {
    ...start,
    method: "deflated",
    sum: 0,
    size: file.size,
    compressedSize: 0,
    described: true,
  } as const;
  yield toFileHeader(expected);
  const deflated = pipeline(
    file.content,
    measured,
    createDeflateRaw({ level: LEVEL, chunkSize: JOINED }),
    () => undefined,
  );
  for await (const chunk of deflated as AsyncIterable<Buffer>) {
    compressedSize += chunk.length;
    yield chunk;
  }
  requireSize(file, size);
  const record: ZipRecord = { ...expected, sum, compressedSize };
  yield toDescriptor(record);
  yield record;
  return undefined;
}

function requireSize({ path, size }: ArtifactFile, found: number): void {
  if (found !== size) throw new Error(`${path} has ${found} bytes, not ${size} as its archive says`);
}

/** A zip has no way to write a backslash, nor a first directory that looks like a drive: these become underscores. */
function toZipName(path: string): string {
  return path.replaceAll("\\", "_").replace(/^([A-Za-z]):\//, "$1_/");
}
