import { crc32 as zlibCrc32 } from "node:zlib";

/** A running checksum. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Big-endian bytes. Called once, at the end. */
  digest(): Buffer;
}

/** The reflected polynomials: what a CRC is, and what joins the CRCs of two pieces to that of the whole. */
export const CRC_POLYNOMIALS = {
  CRC32: { width: 32, polynomial: 0xedb88320n },
  CRC32C: { width: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const;

export function createCrc32(): Hasher {
  let crc = 0;
  return { update: (bytes) => void (crc = zlibCrc32(bytes, crc)), digest: () => uint32(crc) };
}

export function createCrc32c(): Hasher {
  const table = (crc32cTable ??= createTable32(0x82f63b78));
  let crc = 0xffffffff;
  return {
    update(bytes) {
      let c = crc;
      let at = 0;
      for (const end = bytes.length - 7; at < end; at += 8) {
        c ^= byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
        c =
          word(table, 1792 + (c & 255)) ^
          word(table, 1536 + ((c >>> 8) & 255)) ^
          word(table, 1280 + ((c >>> 16) & 255)) ^
          word(table, 1024 + (c >>> 24)) ^
          word(table, 768 + byte(bytes, at + 4)) ^
          word(table, 512 + byte(bytes, at + 5)) ^
          word(table, 256 + byte(bytes, at + 6)) ^
          word(table, byte(bytes, at + 7));
      }
      for (; at < bytes.length; at += 1) c = (c >>> 8) ^ word(table, (c ^ byte(bytes, at)) & 255);
      crc = c;
    },
    digest: () => uint32(~crc),
  };
}

/** CRC-64/NVME in two halves of 32 bits: BigInt would be fifty times slower. */
export function createCrc64Nvme(): Hasher {
  const { low, high } = (crc64Tables ??= createTables64(CRC_POLYNOMIALS.CRC64NVME.polynomial));
  let crcLow = 0xffffffff;
  let crcHigh = 0xffffffff;
  return {
    update(bytes) {
      let l = crcLow;
      let h = crcHigh;
      let at = 0;
      for (const end = bytes.length - 7; at < end; at += 8) {
        l ^= byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
        h ^=
          byte(bytes, at + 4) | (byte(bytes, at + 5) << 8) | (byte(bytes, at + 6) << 16) | (byte(bytes, at + 7) << 24);
        const a = 1792 + (l & 255);
        const b = 1536 + ((l >>> 8) & 255);
        const c = 1280 + ((l >>> 16) & 255);
        const d = 1024 + (l >>> 24);
        const e = 768 + (h & 255);
        const f = 512 + ((h >>> 8) & 255);
        const g = 256 + ((h >>> 16) & 255);
        const i = h >>> 24;
        l =
          word(low, a) ^
          word(low, b) ^
          word(low, c) ^
          word(low, d) ^
          word(low, e) ^
          word(low, f) ^
          word(low, g) ^
          word(low, i);
        h =
          word(high, a) ^
          word(high, b) ^
          word(high, c) ^
          word(high, d) ^
          word(high, e) ^
          word(high, f) ^
          word(high, g) ^
          word(high, i);
      }
      for (; at < bytes.length; at += 1) {
        const index = (l ^ byte(bytes, at)) & 255;
        l = ((l >>> 8) | (h << 24)) ^ word(low, index);
        h = (h >>> 8) ^ word(high, index);
      }
      crcLow = l;
      crcHigh = h;
    },
    digest: () => Buffer.concat([uint32(~crcHigh), uint32(~crcLow)]),
  };
}

/** Joins the CRC of a whole from those of its pieces, in order, without reading the bytes again. */
export function combineCrcs(
  algorithm: keyof typeof CRC_POLYNOMIALS,
  pieces: readonly { readonly crc: Uint8Array; readonly size: number }[],
): Buffer {
  const { width, polynomial } = CRC_POLYNOMIALS[algorithm];
  const shifts = new Map<number, bigint>();
  let joined = 0n;
  for (const { crc, size } of pieces) {
    let shift = shifts.get(size);
    if (shift === undefined) shifts.set(size, (shift = powerOfX(BigInt(size) * 8n, width, polynomial)));
    joined = multiply(shift, joined, width, polynomial) ^ BigInt(`0x${Buffer.from(crc).toString("hex")}`);
  }
  return Buffer.from(joined.toString(16).padStart(width / 4, "0"), "hex");
}

/** a · b modulo the polynomial, over GF(2), bits reflected. */
function multiply(a: bigint, b: bigint, width: number, polynomial: bigint): bigint {
  let product = 0n;
  for (let bit = BigInt(width) - 1n; bit >= 0n; bit -= 1n) {
    if ((a >> bit) & 1n) product ^= b;
    b = b & 1n ? (b >> 1n) ^ polynomial : b >> 1n;
  }
  return product;
}

function powerOfX(exponent: bigint, width: number, polynomial: bigint): bigint {
  let power = 1n << BigInt(width - 1);
  let square = power >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(power, square, width, polynomial);
    square = multiply(square, square, width, polynomial);
  }
  return power;
}

// Tables are made at first use: most processes never need them.
let crc32cTable: Int32Array | undefined;
let crc64Tables: { readonly low: Int32Array; readonly high: Int32Array } | undefined;

function createTable32(polynomial: number): Int32Array {
  const table = new Int32Array(2048);
  for (let index = 0; index < 256; index += 1) {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    table[index] = crc;
  }
  for (let index = 256; index < 2048; index += 1) {
    const before = word(table, index - 256);
    table[index] = (before >>> 8) ^ word(table, before & 255);
  }
  return table;
}

function createTables64(polynomial: bigint): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(2048);
  const high = new Int32Array(2048);
  for (let index = 0; index < 256; index += 1) {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    low[index] = Number(crc & 0xffffffffn);
    high[index] = Number(crc >> 32n);
  }
  for (let index = 256; index < 2048; index += 1) {
    const beforeLow = word(low, index - 256);
    const beforeHigh = word(high, index - 256);
    low[index] = ((beforeLow >>> 8) | (beforeHigh << 24)) ^ word(low, beforeLow & 255);
    high[index] = (beforeHigh >>> 8) ^ word(high, beforeLow & 255);
  }
  return { low, high };
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function word(table: Int32Array, index: number): number {
  return table[index] ?? 0;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
