import { Readable } from "node:stream";

import { JOINED, joinSmall } from "../common/join-small.ts";

/** An entry of a tar that is made. */
export type TarEntry = {
  /** Without a slash at the end. */
  readonly name: string;
  /** Permission bits. */
  readonly mode: number;
  readonly modified: Date;
} & (
  | { readonly type: "directory" }
  | { readonly type: "symlink"; readonly target: string }
  /** Content of just so many bytes; it is read before the next entry is asked for. */
  | { readonly type: "file"; readonly size: number; readonly content: Buffer | AsyncIterable<Buffer> }
);

const BLOCK = 512;
/** What ends a tar. */
export const TAR_END = Buffer.alloc(2 * BLOCK);
/** A tar of the entries, in their order, without its end. */
export async function* packTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Buffer, undefined> {
  for await (const entry of entries) {
    yield toHeader(entry);
    if (entry.type !== "file") continue;
    const { content } = entry;
    if (Buffer.isBuffer(content)) yield content;
    else yield* content;
    yield toPadding(entry.size);
  }
  return undefined;
}

/** A stream of the pieces, small ones joined. Fails with what `pieces` throws. */
export function toTarStream(pieces: AsyncIterable<Buffer>): Readable {
  return Readable.from(joinSmall(pieces), { objectMode: false, highWaterMark: JOINED });
}

function toPadding(size: number): Buffer {
  return TAR_END.subarray(0, (BLOCK - (size % BLOCK)) % BLOCK);
}

const LONGEST_NAME = 100;
const LARGEST_SIZE = 0o77777777777;
const TYPES = { file: "0", symlink: "2", directory: "5" } as const;

/** The entry's header, in the format of POSIX (ustar; pax where it takes more). */
function toHeader(entry: TarEntry): Buffer {
  const name = Buffer.from(entry.type === "directory" ? `${entry.name}/` : entry.name);
  const target = Buffer.from(entry.type === "symlink" ? entry.target : "");
  const size = entry.type === "file" ? entry.size : 0;
  const records = [
    ...(name.length > LONGEST_NAME ? [toRecord("path", name)] : []),
    ...(target.length > LONGEST_NAME ? [toRecord("linkpath", target)] : []),
    ...(size > LARGEST_SIZE ? [toRecord("size", Buffer.from(String(size)))] : []),
  ];
  const header = toBlock({ name, target, size: Math.min(size, LARGEST_SIZE), entry, type: TYPES[entry.type] });
  if (records.length === 0) return header;
  const extended = Buffer.concat(records);
  const before = toBlock({ name, target: EMPTY, size: extended.length, entry, type: "x" });
  return Buffer.concat([before, extended, toPadding(extended.length), header]);
}

const EMPTY = Buffer.alloc(0);

function toBlock(of: {
  readonly name: Buffer;
  readonly target: Buffer;
  readonly size: number;
  readonly entry: TarEntry;
  readonly type: string;
}): Buffer {
  const block = Buffer.alloc(BLOCK);
  of.name.copy(block, 0, 0, LONGEST_NAME);
  const seconds = Math.min(Math.max(0, Math.floor(of.entry.modified.getTime() / 1000)), LARGEST_SIZE);
  block.write(`${octal(of.entry.mode & 0o7777, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, "latin1");
  block.write(`${octal(of.size, 11)}\0${octal(seconds, 11)}\0`, 124, "latin1");
  block.write("        ", 148, "latin1");
  block.write(of.type, 156, "latin1");
  of.target.copy(block, 157, 0, LONGEST_NAME);
  block.write("ustar\0" + "00", 257, "latin1");
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${octal(sum, 6)}\0 `, 148, "latin1");
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

/** `<length> key=value\n`, whose length counts its own digits. */
function toRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
