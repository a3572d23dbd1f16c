import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { crc32, createInflateRaw, inflateRaw, inflateRawSync } from "node:zlib";

import type { ByteReader } from "./byte-source.ts";
import { InvalidZip, type ZipMember } from "./zip-index.ts";

/** Of the header before each content: its fixed part, a name and an extra field. */
export const LONGEST_HEADER = 30 + 2 * 65_535;
const FIXED_HEADER = 30;
const SIGNATURE = 0x04_03_4b_50;

/** Files up to this are inflated in one go: streams cost five times as much for a small one. */
const LARGEST_WHOLE = 2_097_152;
/** Up to this, it takes less time than handing it to another thread does. */
const LARGEST_AT_ONCE = 32_768;
/** In which pieces longer ones are inflated: each piece costs a way through several streams. */
const PIECE = 262_144;

/** Compression method 0. */
const STORED = 0;

/**
 * The content of the member at whose header the reader is, checked against the size and the sum that its entry declares: small
 * ones at once, longer ones as they are read. Nothing else may be read from `reader` until then.
 *
 * @throws InvalidZip
 */
export async function openContent(
  reader: ByteReader,
  label: string,
  member: ZipMember,
): Promise<Buffer | AsyncGenerator<Buffer, undefined>> {
  const { compressedSize } = member.entry;
  if (member.size <= LARGEST_WHOLE && compressedSize <= 2 * LARGEST_WHOLE)
    return readContent(reader, label, member, LARGEST_WHOLE);
  await skipHeader(reader, label);
  return contentOf(reader, label, member);
}

/** The same, whole. @param most how long it may be */
export async function readContent(reader: ByteReader, label: string, member: ZipMember, most: number): Promise<Buffer> {
  if (member.size > most) throw new InvalidZip(`${label}: it is longer than ${most} bytes`);
  await skipHeader(reader, label);
  const { compressedSize, compressionMethod } = member.entry;
  if (compressedSize > 2 * most) return Buffer.concat(await Array.fromAsync(contentOf(reader, label, member)));
  const content =
    compressionMethod === STORED
      ? await reader.take(compressedSize)
      : await inflate(await reader.borrow(compressedSize), label, member.size);
  verify(label, member, content.length, crc32(content));
  return content;
}

/** Its name and its sizes are those of the directory; only its length counts. */
async function skipHeader(reader: ByteReader, label: string): Promise<void> {
  const header = await reader.take(FIXED_HEADER);
  if (header.length < FIXED_HEADER || header.readUInt32LE(0) !== SIGNATURE)
    throw new InvalidZip(`${label}: invalid local file header signature`);
  const length = header.readUInt16LE(26) + header.readUInt16LE(28);
  if ((await reader.take(length)).length < length) throw new InvalidZip(`${label}: the zip ends in its header`);
}

async function inflate(raw: Buffer, label: string, size: number): Promise<Buffer> {
  // One byte more than declared is enough to notice a lie.
  const options = { maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1) };
  try {
    return raw.length <= LARGEST_AT_ONCE ? inflateRawSync(raw, options) : await inflateAside(raw, options);
  } catch (cause) {
    throw new InvalidZip(`${label}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const inflateAside = promisify<Buffer, object, Buffer>(inflateRaw);

async function* contentOf(reader: ByteReader, label: string, member: ZipMember): AsyncGenerator<Buffer, undefined> {
  let size = 0;
  let sum = 0;
  for await (const chunk of uncompressed(reader, label, member)) {
    size += chunk.length;
    if (size > member.size) break;
    sum = crc32(chunk, sum);
    yield chunk;
  }
  verify(label, member, size, sum);
  return undefined;
}

async function* uncompressed(
  reader: ByteReader,
  label: string,
  { entry: { compressedSize, compressionMethod } }: ZipMember,
): AsyncGenerator<Buffer, undefined> {
  if (compressionMethod === STORED) {
    yield* reader.pieces(compressedSize);
    return undefined;
  }
  let failure: Error | undefined;
  // A content that can't be inflated is thrown into this at `yield`: only what `next` throws is the reader's.
  const pieces = async function* (): AsyncGenerator<Buffer, undefined> {
    const from = reader.pieces(compressedSize);
    for (;;) {
      let next: IteratorResult<Buffer, undefined>;
      try {
        next = await from.next();
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw failure;
      }
      if (next.done === true) return undefined;
      yield next.value;
    }
  };
  const raw = Readable.from(pieces(), { objectMode: false });
  try {
    yield* pipeline(raw, createInflateRaw({ chunkSize: PIECE }), () => undefined) as AsyncIterable<Buffer>;
  } catch (cause) {
    // What could not be read is not the zip's fault.
    if (failure !== undefined) throw failure;
    throw new InvalidZip(`${label}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    // Whoever reads on does so when this has let go of the reader.
    raw.destroy();
    const closed = Promise.withResolvers<void>();
    raw.once("close", closed.resolve);
    if (!raw.closed) await closed.promise;
  }
  return undefined;
}

function verify(label: string, member: ZipMember, size: number, sum: number): void {
  if (size !== member.size) throw new InvalidZip(`${label}: its size is not the ${member.size} bytes that it declares`);
  if (sum !== member.crc32) throw new InvalidZip(`${label}: checksum error`);
}
