import { pipeline, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { crc32, createDeflateRaw, deflateRaw, deflateRawSync } from "node:zlib";

import { JOINED, joinSmall } from "../../common/join-small.ts";
import type { ArtifactFile } from "../artifact-store.ts";
import { isPacked } from "./packed-content.ts";
import { toDescriptor, toDirectoryEnd, toDirectoryRecord, toFileHeader, type ZipRecord } from "./zip-records.ts";

/** Text goes twice as fast as with zlib's default and comes out an eighth larger. */
const LEVEL = 3;
/** Files up to this are deflated in one go, and are stored where that makes them no smaller. */
const LARGEST_WHOLE = 1_048_576;
/** Up to this, it takes less time than handing it to another thread does. */
const LARGEST_AT_ONCE = 4_096;
/** So many files, and bytes of them, may be read while earlier ones are being deflated. */
const MOST_AHEAD = 8;
const MOST_BYTES_AHEAD = 4_194_304;

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
    for await (const file of readAhead(files)) {
      const offset = position;
      for await (const piece of file.pieces) {
        position += piece.length;
        yield piece;
      }
      directory.push(toDirectoryRecord({ ...file.record(), offset }));
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

type FileRecord = Omit<ZipRecord, "offset">;

/** One file as it stands in the zip. */
interface ZippedFile {
  readonly pieces: Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Known when the pieces have been gone through. */
  record(): FileRecord;
}

/** The files in their order. While a whole one is being deflated, by another thread, those after it are read. */
async function* readAhead(files: AsyncIterable<ArtifactFile>): AsyncGenerator<ZippedFile, undefined> {
  const ahead: { readonly zipped: Promise<ZippedFile>; readonly bytes: number }[] = [];
  let bytesAhead = 0;
  const next = (): Promise<ZippedFile> | undefined => {
    const first = ahead.shift();
    bytesAhead -= first?.bytes ?? 0;
    return first?.zipped;
  };
  for await (const file of files) {
    try {
      if (file.size > LARGEST_WHOLE) {
        for (let zipped = next(); zipped !== undefined; zipped = next()) yield await zipped;
        yield streamed(file);
      } else {
        const content = await buffer(file.content);
        requireSize(file, content.length);
        const zipped = whole(file, content);
        zipped.catch(() => undefined); // it is thrown when it is this file's turn
        ahead.push({ zipped, bytes: content.length });
        bytesAhead += content.length;
        while (ahead.length > MOST_AHEAD || bytesAhead > MOST_BYTES_AHEAD) {
          const zipped = next();
          if (zipped !== undefined) yield await zipped;
        }
      }
    } finally {
      file.content.destroy();
    }
  }
  for (let zipped = next(); zipped !== undefined; zipped = next()) yield await zipped;
  return undefined;
}

function toStart(file: ArtifactFile): Pick<FileRecord, "name" | "mode" | "modified"> {
  const mode = file.isLink === true ? SYMBOLIC_LINK : REGULAR_FILE | file.mode;
  return { name: Buffer.from(toZipName(file.path)), mode, modified: file.modified };
}

async function whole(file: ArtifactFile, content: Buffer): Promise<ZippedFile> {
  const deflated = await deflate(content);
  const smaller = deflated.length < content.length;
  const data = smaller ? deflated : content;
  const record: FileRecord = {
    ...toStart(file),
    method: smaller ? "deflated" : "stored",
    sum: crc32(content),
    size: content.length,
    compressedSize: data.length,
    described: false,
  };
  return { pieces: [toFileHeader(record), data], record: () => record };
}

/** The content itself where it is as short as it will be. */
async function deflate(content: Buffer): Promise<Buffer> {
  if (content.length < SMALLEST_DEFLATED || isPacked(content)) return content;
  // Memory for as much as there is: zlib's usual 268 kB take longer to be made ready than a small file to be deflated.
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(content.length))));
  const options = { level: LEVEL, windowBits, memLevel: Math.max(1, windowBits - 7) };
  return content.length > LARGEST_AT_ONCE ? deflateAside(content, options) : deflateRawSync(content, options);
}

const deflateAside = promisify<Buffer, object, Buffer>(deflateRaw);

/** Sum and sizes are known, and told, after the content. */
function streamed(file: ArtifactFile): ZippedFile {
  let [sum, size, compressedSize] = [0, 0, 0];
  const measured = async function* (content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
    for await (const chunk of content) {
      sum = crc32(chunk, sum);
      size += chunk.length;
      yield chunk;
    }
    return undefined;
  };
  const expected = { ...toStart(file), method: "deflated", sum: 0, compressedSize: 0, described: true } as const;
  const record = (): FileRecord => ({ ...expected, size: file.size, sum, compressedSize });
  const pieces = async function* (): AsyncGenerator<Buffer, undefined> {
    yield toFileHeader({ ...expected, size: file.size });
    const [first, content] = await peek(file.content);
    // Deflated by nothing: of a stored content the sum would have to be known before.
    const options = { level: isPacked(first) ? 0 : LEVEL, chunkSize: JOINED };
    const deflated = pipeline(content, measured, createDeflateRaw(options), () => undefined);
    for await (const chunk of deflated as AsyncIterable<Buffer>) {
      compressedSize += chunk.length;
      yield chunk;
    }
    requireSize(file, size);
    yield toDescriptor(record());
    return undefined;
  };
  return { pieces: pieces(), record };
}

/** The first piece, and all of them. */
async function peek(content: Readable): Promise<readonly [Buffer, AsyncIterable<Buffer>]> {
  const pieces = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const { value: first = Buffer.alloc(0) } = (await pieces.next()) as IteratorResult<Buffer, undefined>;
  const all = async function* (): AsyncGenerator<Buffer, undefined> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => pieces };
    return undefined;
  };
  return [first, all()];
}

function requireSize({ path, size }: ArtifactFile, found: number): void {
  if (found !== size) throw new Error(`${path} has ${found} bytes, not ${size} as its archive says`);
}

/** A zip has no way to write a backslash, nor a first directory that looks like a drive: these become underscores. */
function toZipName(path: string): string {
  return path.replaceAll("\\", "_").replace(/^([A-Za-z]):\//, "$1_/");
}
