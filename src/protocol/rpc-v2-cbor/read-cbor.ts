import { isUtf8 } from "node:buffer";
import { SerializationError } from "../serialization-error.ts";

/** A tag that the protocol gives no meaning to; it may only stand in members that are skipped. */
export class ForeignTag {
  readonly tag: number;
  readonly content: unknown;

  constructor(tag: number, content: unknown) {
    this.tag = tag;
    this.content = content;
  }
}

const deepest = 256;
const stop = Symbol("break");

/**
 * Reads one CBOR item that fills all of `bytes` (RFC 8949). Maps become objects without a prototype, byte strings
 * `Uint8Array`, tag 1 a `Date`, integers beyond 2^53 bigints, undefined null. Every length is checked against what is
 * left before anything is allocated; malformed input throws `SerializationError`.
 */
export function readCbor(bytes: Uint8Array): unknown {
  const reader = new CborReader(bytes);
  const item = reader.item(0);
  if (item === stop || !reader.atEnd) throw malformed();
  return item;
}

function malformed(): SerializationError {
  return new SerializationError("The request is not well-formed CBOR");
}

class CborReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > deepest) throw malformed();
    const initial = this.#byte();
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) return this.#simple(info);
    if (info === 31) return this.#indefinite(major, depth);
    const argument = this.#argument(info);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === "bigint" ? -1n - argument : -1 - argument;
      case 2:
        return this.#take(argument);
      case 3:
        return this.#text(argument);
      case 4:
        return this.#array(this.#count(argument, 1), depth);
      case 5:
        return this.#map(this.#count(argument, 2), depth);
      default:
        return tagged(Number(argument), this.#inner(depth));
    }
  }

  #inner(depth: number): unknown {
    const item = this.item(depth + 1);
    if (item === stop) throw malformed();
    return item;
  }

  #array(count: number, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let index = 0; index < count; index += 1) items.push(this.#inner(depth));
    return items;
  }

  #map(count: number, depth: number): object {
    const map = emptyMap();
    for (let index = 0; index < count; index += 1) map[key(this.#inner(depth))] = this.#inner(depth);
    return map;
  }

  #indefinite(major: number, depth: number): unknown {
    if (major === 2) return Buffer.concat(this.#chunks(2, (length) => this.#take(length)));
    if (major === 3) return this.#chunks(3, (length) => this.#text(length)).join("");
    if (major === 4) {
      const items: unknown[] = [];
      for (let item = this.item(depth + 1); item !== stop; item = this.item(depth + 1)) items.push(item);
      return items;
    }
    if (major === 5) {
      const map = emptyMap();
      for (let name = this.item(depth + 1); name !== stop; name = this.item(depth + 1)) {
        map[key(name)] = this.#inner(depth);
      }
      return map;
    }
    throw malformed();
  }

  /** Chunks are strings of the same kind and of definite length. */
  #chunks<T>(major: number, read: (length: number | bigint) => T): T[] {
    const chunks: T[] = [];
    for (;;) {
      const initial = this.#byte();
      if (initial === 0xff) return chunks;
      if (initial >> 5 !== major || (initial & 31) === 31) throw malformed();
      chunks.push(read(this.#argument(initial & 31)));
    }
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 24:
        // A simple value under 32 in two bytes is not well-formed; the others have no meaning here.
        if (this.#byte() < 32) throw malformed();
        return new ForeignTag(-1, null);
      case 25:
        return half(this.#view.getUint16(this.#advance(2)));
      case 26:
        return this.#view.getFloat32(this.#advance(4));
      case 27:
        return this.#view.getFloat64(this.#advance(8));
      case 31:
        return stop;
      default:
        if (info < 20) return new ForeignTag(-1, null);
        throw malformed();
    }
  }

  #argument(info: number): number | bigint {
    if (info < 24) return info;
    if (info === 24) return this.#byte();
    if (info === 25) return this.#view.getUint16(this.#advance(2));
    if (info === 26) return this.#view.getUint32(this.#advance(4));
    if (info !== 27) throw malformed();
    const long = this.#view.getBigUint64(this.#advance(8));
    return long <= Number.MAX_SAFE_INTEGER ? Number(long) : long;
  }

  #count(argument: number | bigint, bytesEach: number): number {
    const count = Number(argument);
    if (count * bytesEach > this.#bytes.length - this.#at) throw malformed();
    return count;
  }

  #take(length: number | bigint): Uint8Array {
    const start = this.#advance(Number(length));
    return Uint8Array.prototype.slice.call(this.#bytes, start, this.#at);
  }

  #text(length: number | bigint): string {
    const start = this.#advance(Number(length));
    const bytes = this.#bytes;
    let at = start;
    while (at < this.#at && (bytes[at] ?? 0) < 0x80) at += 1;
    if (at === this.#at) return bytes.toString("latin1", start, at);
    if (!isUtf8(bytes.subarray(start, this.#at))) throw malformed();
    return bytes.toString("utf8", start, this.#at);
  }

  #byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** Moves on by `length` and returns where it was. */
  #advance(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw malformed();
    this.#at = start + length;
    return start;
  }
}

/** Without a prototype, so that `__proto__` is a key as any other. */
function emptyMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

function key(item: unknown): string {
  if (typeof item !== "string") throw malformed();
  return item;
}

function tagged(tag: number, content: unknown): unknown {
  if (tag !== 1) return new ForeignTag(tag, content);
  const seconds = typeof content === "bigint" ? Number(content) : content;
  if (typeof seconds !== "number") throw malformed();
  const date = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw new SerializationError("A timestamp is out of range");
  return date;
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
}
