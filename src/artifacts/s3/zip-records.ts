/** What a zip says of one file (APPNOTE 6.3.10 of the .ZIP file format, 4.3 and 4.5). */
export interface ZipRecord {
  /** In UTF-8. */
  readonly name: Buffer;
  /** With the type of the file. */
  readonly mode: number;
  readonly modified: Date;
  readonly method: "stored" | "deflated";
  readonly sum: number;
  readonly size: number;
  readonly compressedSize: number;
  /** Where its header begins in the zip. */
  readonly offset: number;
  /** Sum and compressed size stand behind the content: they are not known before. */
  readonly described: boolean;
}

/** The greatest number of four bytes says that the true one stands elsewhere, in eight. */
const LARGE = 0xff_ff_ff_ff;
/** Deflating may make a content larger, by less than this. */
const GROWTH = 16 * 1024 * 1024;
const MOST_ENTRIES = 0xff_ff;

const UTF_8 = 0x0800;
const DESCRIBED = 0x0008;
const MADE_ON_UNIX = 3 << 8;
const [PLAIN, ZIP64] = [20, 45];

/** Before a file's content. */
export function toFileHeader(record: Omit<ZipRecord, "offset">): Buffer {
  const large = isLarge(record);
  const extra = Buffer.concat([
    toTime(record.modified),
    ...(large ? [toLarge([record.size, record.compressedSize])] : []),
  ]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04_03_4b_50, 0);
  writeCommon(header, 4, record, large ? ZIP64 : PLAIN);
  if (record.described) header.fill(0, 14, 26);
  if (large) header.fill(0xff, 18, 26);
  header.writeUInt16LE(requireLength(record.name), 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, record.name, extra]);
}

/** After the content of a file whose header could not tell. */
export function toDescriptor(record: Omit<ZipRecord, "offset">): Buffer {
  const large = isLarge(record);
  const descriptor = Buffer.alloc(large ? 24 : 16);
  descriptor.writeUInt32LE(0x08_07_4b_50, 0);
  descriptor.writeUInt32LE(record.sum, 4);
  if (large) {
    descriptor.writeBigUInt64LE(BigInt(record.compressedSize), 8);
    descriptor.writeBigUInt64LE(BigInt(record.size), 16);
  } else {
    descriptor.writeUInt32LE(record.compressedSize, 8);
    descriptor.writeUInt32LE(record.size, 12);
  }
  return descriptor;
}

/** In the directory at the zip's end. */
export function toDirectoryRecord(record: ZipRecord): Buffer {
  const large = isLarge(record);
  const far = record.offset >= LARGE;
  const numbers = [...(large ? [record.size, record.compressedSize] : []), ...(far ? [record.offset] : [])];
  const extra = Buffer.concat([toTime(record.modified), ...(numbers.length > 0 ? [toLarge(numbers)] : [])]);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02_01_4b_50, 0);
  header.writeUInt16LE(MADE_ON_UNIX | ZIP64, 4);
  writeCommon(header, 6, record, numbers.length > 0 ? ZIP64 : PLAIN);
  if (large) header.fill(0xff, 20, 28);
  header.writeUInt16LE(requireLength(record.name), 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(record.mode * 0x1_00_00, 38);
  header.writeUInt32LE(Math.min(record.offset, LARGE), 42);
  return Buffer.concat([header, record.name, extra]);
}

/** The zip's last bytes. @param directory where it begins and ends in the zip */
export function toDirectoryEnd(directory: {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
}): Buffer {
  const { start, end, entries } = directory;
  const size = end - start;
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06_05_4b_50, 0);
  last.writeUInt16LE(Math.min(entries, MOST_ENTRIES), 8);
  last.writeUInt16LE(Math.min(entries, MOST_ENTRIES), 10);
  last.writeUInt32LE(Math.min(size, LARGE), 12);
  last.writeUInt32LE(Math.min(start, LARGE), 16);
  if (entries < MOST_ENTRIES && size < LARGE && start < LARGE) return last;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06_06_4b_50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_ON_UNIX | ZIP64, 12);
  record.writeUInt16LE(ZIP64, 14);
  for (const [index, number] of [entries, entries, size, start].entries())
    record.writeBigUInt64LE(BigInt(number), 24 + 8 * index);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07_06_4b_50, 0);
  locator.writeBigUInt64LE(BigInt(end), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, last]);
}

function isLarge({
  size,
  compressedSize,
  described,
}: Pick<ZipRecord, "size" | "compressedSize" | "described">): boolean {
  return described ? size >= LARGE - GROWTH : Math.max(size, compressedSize) >= LARGE;
}

/** What stands in the same order in both headers: 22 bytes. */
function writeCommon(header: Buffer, at: number, record: Omit<ZipRecord, "offset">, version: number): void {
  header.writeUInt16LE(version, at);
  header.writeUInt16LE(UTF_8 | (record.described ? DESCRIBED : 0), at + 2);
  header.writeUInt16LE(record.method === "stored" ? 0 : 8, at + 4);
  header.writeUInt32LE(toDosTime(record.modified), at + 6);
  header.writeUInt32LE(record.sum, at + 10);
  header.writeUInt32LE(Math.min(record.compressedSize, LARGE), at + 14);
  header.writeUInt32LE(Math.min(record.size, LARGE), at + 18);
}

/** Local time, two seconds exact, from 1980 to 2107; the extra field has it better. */
function toDosTime(time: Date): number {
  const year = Math.min(Math.max(time.getFullYear() - 1980, 0), 127);
  const date = (year << 9) | ((time.getMonth() + 1) << 5) | time.getDate();
  return date * 0x1_00_00 + ((time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1));
}

/** Seconds since 1970, as Info-ZIP's tools write and read them. */
function toTime(time: Date): Buffer {
  const extra = Buffer.alloc(9);
  extra.writeUInt16LE(0x54_55, 0);
  extra.writeUInt16LE(5, 2);
  extra.writeUInt8(1, 4);
  extra.writeInt32LE(Math.min(Math.max(Math.floor(time.getTime() / 1000), -0x80_00_00_00), 0x7f_ff_ff_ff), 5);
  return extra;
}

function toLarge(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  for (const [index, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index);
  return extra;
}

function requireLength(name: Buffer): number {
  if (name.length > 0xff_ff) throw new RangeError(`a name of ${name.length} bytes is too long for a zip`);
  return name.length;
}
