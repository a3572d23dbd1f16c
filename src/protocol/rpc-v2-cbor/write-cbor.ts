import type { Shape, StructureShape } from "../schema.ts";

/**
 * The CBOR of a structure: only the members that the model has, in its order, with definite lengths; timestamps are
 * tag 1 with a double, as AWS writes them. `type` is put first as `__type`.
 */
export function writeCbor(shape: Shape, value: unknown, type?: string): Uint8Array {
  const writer = new CborWriter();
  if (shape.kind === "structure") writer.structure(shape, value as Readonly<Record<string, unknown>>, type);
  else writer.value(shape, value);
  return writer.finish();
}

const shortText = 64;

class CborWriter {
  #buffer = Buffer.allocUnsafe(1024);
  #at = 0;

  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  structure(shape: StructureShape, value: Readonly<Record<string, unknown>>, type?: string): void {
    let count = type === undefined ? 0 : 1;
    for (const member of shape.members) if (isPresent(value[member.name] ?? member.default)) count += 1;
    this.#head(5, count);
    if (type !== undefined) {
      this.#text("__type");
      this.#text(type);
    }
    for (const member of shape.members) {
      const inner = value[member.name] ?? member.default;
      if (!isPresent(inner)) continue;
      this.#text(member.name);
      this.value(member.shape, inner);
    }
  }

  value(shape: Shape, value: unknown): void {
    switch (shape.kind) {
      case "string":
      case "enum":
        this.#text(value as string);
        break;
      case "boolean":
        this.#byte(value === true ? 0xf5 : 0xf4);
        break;
      case "byte":
      case "short":
      case "integer":
      case "long":
        this.#integer(value as number | bigint);
        break;
      case "float":
        this.#float(value as number);
        break;
      case "double":
        this.#double(value as number);
        break;
      case "timestamp":
        this.#timestamp(value as Date | number);
        break;
      case "blob":
        this.#bytes(value as Uint8Array);
        break;
      case "structure":
      case "union":
        this.structure(shape, value as Readonly<Record<string, unknown>>);
        break;
      case "list":
        this.#head(4, (value as readonly unknown[]).length);
        for (const item of value as readonly unknown[]) this.#nullable(shape.member.shape, item);
        break;
      case "map": {
        const entries = Object.entries(value as object);
        this.#head(5, entries.length);
        for (const [key, item] of entries) {
          this.#text(key);
          this.#nullable(shape.member.shape, item);
        }
        break;
      }
      default:
        throw new TypeError(`CBOR has no form for a ${shape.kind}`);
    }
  }

  #nullable(shape: Shape, value: unknown): void {
    if (isPresent(value)) this.value(shape, value);
    else this.#byte(0xf6);
  }

  #integer(value: number | bigint): void {
    if (!Number.isInteger(Number(value))) throw new TypeError("an integer member is not an integer");
    if (value >= 0) this.#head(0, value);
    else this.#head(1, typeof value === "bigint" ? -1n - value : -1 - value);
  }

  #float(value: number): void {
    const at = this.#reserve(5);
    this.#buffer[at] = 0xfa;
    this.#buffer.writeFloatBE(value, at + 1);
  }

  #double(value: number): void {
    const at = this.#reserve(9);
    this.#buffer[at] = 0xfb;
    this.#buffer.writeDoubleBE(value, at + 1);
  }

  #timestamp(value: Date | number): void {
    // A default is written in the model as epoch seconds.
    const seconds = typeof value === "number" ? value : value.getTime() / 1000;
    if (Number.isNaN(seconds)) throw new TypeError("a timestamp is not a date");
    this.#byte(0xc1);
    this.#double(seconds);
  }

  #bytes(value: Uint8Array): void {
    this.#head(2, value.length);
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  #text(value: string): void {
    if (value.length < shortText && this.#ascii(value)) return;
    const length = Buffer.byteLength(value);
    this.#head(3, length);
    const at = this.#reserve(length);
    this.#buffer.write(value, at, "utf8");
  }

  /** Short ASCII, which nearly all text is, without a call into the runtime; false leaves everything as it was. */
  #ascii(value: string): boolean {
    const { length } = value;
    const start = this.#at;
    let at = this.#reserve(length + 2);
    const buffer = this.#buffer;
    if (length < 24) {
      buffer[at++] = 0x60 | length;
      this.#at -= 1;
    } else {
      buffer[at++] = 0x78;
      buffer[at++] = length;
    }
    for (let index = 0; index < length; index += 1) {
      const unit = value.charCodeAt(index);
      if (unit > 0x7f) {
        this.#at = start;
        return false;
      }
      buffer[at++] = unit;
    }
    return true;
  }

  #head(major: number, argument: number | bigint): void {
    const first = major << 5;
    if (argument < 24) {
      this.#byte(first | Number(argument));
    } else if (argument < 0x100) {
      const at = this.#reserve(2);
      this.#buffer[at] = first | 24;
      this.#buffer[at + 1] = Number(argument);
    } else if (argument < 0x1_0000) {
      const at = this.#reserve(3);
      this.#buffer[at] = first | 25;
      this.#buffer.writeUInt16BE(Number(argument), at + 1);
    } else if (argument < 0x1_0000_0000) {
      const at = this.#reserve(5);
      this.#buffer[at] = first | 26;
      this.#buffer.writeUInt32BE(Number(argument), at + 1);
    } else {
      const at = this.#reserve(9);
      this.#buffer[at] = first | 27;
      this.#buffer.writeBigUInt64BE(BigInt(argument), at + 1);
    }
  }

  #byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  /** Makes room for `length` bytes and returns where they go: to be asked before `#buffer`, which it may replace. */
  #reserve(length: number): number {
    const start = this.#at;
    this.#at = start + length;
    if (this.#at > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at));
      this.#buffer.copy(larger, 0, 0, start);
      this.#buffer = larger;
    }
    return start;
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
