import type { EnumShape, ListShape, MapShape, Member, Shape, StructureShape, TimestampFormat } from "./schema.ts";
import { SerializationError } from "./serialization-error.ts";

/** What a wire format reads in its own way. Each throws `SerializationError` for what it cannot take. */
export interface WireReading {
  /** Whether a value that is an object and no array is a map of the format. */
  isMap(raw: object): boolean;
  blob(raw: unknown): Uint8Array;
  timestamp(raw: unknown, format: TimestampFormat): Date;
}

/** Inputs nest as deep as their shapes; only recursive shapes of hostile inputs get this far. */
const deepest = 200;

/**
 * Turns what a parser gave into values of the schema: unknown members are dropped, null members are absent, absent
 * members with a default are filled in. The texts of a mismatch are those of AWS's JSON services (DynamoDB's, as far
 * as they are known).
 *
 * `lenient` is how AWS takes enums and integers: values match whatever their case and underscores
 * (`linuxContainer`), a fraction is cut off.
 */
export class Decoder {
  readonly #wire: WireReading;
  readonly #lenient: boolean;

  constructor(wire: WireReading, lenient: boolean) {
    this.#wire = wire;
    this.#lenient = lenient;
  }

  decode(shape: Shape, raw: unknown): unknown {
    return this.#value(shape, "epoch-seconds", raw, 0);
  }

  #value(shape: Shape, format: TimestampFormat, raw: unknown, depth: number): unknown {
    switch (shape.kind) {
      case "string":
        if (typeof raw === "string") return raw;
        return mismatch(raw, "String");
      case "enum":
        if (typeof raw !== "string") return mismatch(raw, "String");
        return this.#lenient ? canonical(shape, raw) : raw;
      case "boolean":
        if (typeof raw === "boolean") return raw;
        return mismatch(raw, "Boolean");
      case "byte":
        return this.#integer(raw, "Byte", 0x80);
      case "short":
        return this.#integer(raw, "Short", 0x8000);
      case "integer":
        return this.#integer(raw, "Integer", 0x8000_0000);
      case "long":
        return this.#integer(raw, "Long", 2 ** 63);
      case "float":
        return float(raw, "Float");
      case "double":
        return float(raw, "Double");
      case "blob":
        return this.#wire.blob(raw);
      case "timestamp":
        return this.#wire.timestamp(raw, format);
      case "document":
        return raw;
      case "list":
        return this.#list(shape, raw, deeper(depth));
      case "map":
        return this.#map(shape, raw, deeper(depth));
      case "union":
        return this.#union(shape, raw, deeper(depth));
      case "structure":
        return this.#structure(shape, raw, deeper(depth));
    }
  }

  #member(member: Member, raw: unknown, depth: number): unknown {
    return this.#value(member.shape, member.format, raw, depth);
  }

  #structure(shape: StructureShape, raw: unknown, depth: number): object {
    const record = this.#record(raw, shape.name);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(record)) {
      const member = shape.byName.get(key);
      const value = record[key];
      if (member !== undefined && value !== null && value !== undefined) {
        result[key] = this.#member(member, value, depth);
      }
    }
    for (const member of shape.defaulted) result[member.name] ??= defaultOf(member);
    return result;
  }

  #union(shape: StructureShape, raw: unknown, depth: number): object {
    const record = this.#record(raw, shape.name);
    const set = Object.keys(record).filter((key) => key !== "__type" && (record[key] ?? undefined) !== undefined);
    const [key] = set;
    const member = key === undefined ? undefined : shape.byName.get(key);
    if (key === undefined || member === undefined || set.length !== 1) {
      throw new SerializationError("A union must have exactly one of its members");
    }
    return { [key]: this.#member(member, record[key], depth) };
  }

  #list(shape: ListShape, raw: unknown, depth: number): unknown[] {
    if (!Array.isArray(raw)) return mismatchOfCollection(raw);
    return raw.map((item: unknown) => {
      if (item !== null && item !== undefined) return this.#member(shape.member, item, depth);
      if (!shape.sparse) throw new SerializationError("A list must not hold null");
      return null;
    });
  }

  #map(shape: MapShape, raw: unknown, depth: number): object {
    const record = this.#record(raw, "Map");
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(record)) {
      const value = record[key];
      if ((value === null || value === undefined) && !shape.sparse) {
        throw new SerializationError("A map must not hold null");
      }
      const decoded = value === null || value === undefined ? null : this.#member(shape.member, value, depth);
      setOwn(result, String(this.#member(shape.key, key, depth)), decoded);
    }
    return result;
  }

  #record(raw: unknown, name: string): Readonly<Record<string, unknown>> {
    if (typeof raw !== "object" || raw === null) throw new SerializationError("Unexpected field type");
    if (Array.isArray(raw)) throw new SerializationError(`Unrecognized collection type ${name}`);
    if (!this.#wire.isMap(raw)) throw new SerializationError("Unexpected field type");
    return raw as Record<string, unknown>;
  }

  #integer(raw: unknown, name: string, limit: number): number {
    const number = typeof raw === "bigint" ? Number(raw) : raw;
    if (typeof number !== "number") return mismatch(raw, name);
    const whole = this.#lenient ? Math.trunc(number) : number;
    // The largest long is not a number; the one next to it stands for it.
    const inside = whole >= -limit && (limit === 2 ** 63 ? whole <= limit : whole < limit);
    if (!Number.isInteger(whole) || !inside) {
      throw new SerializationError(`${numberWord(number)} cannot be converted to ${name}`);
    }
    return whole === 0 ? 0 : whole;
  }
}

function deeper(depth: number): number {
  if (depth > deepest) throw new SerializationError("The request is nested too deeply");
  return depth + 1;
}

function defaultOf({ shape, default: value }: Member): unknown {
  if (shape.kind === "timestamp" && typeof value === "number") return new Date(value * 1000);
  return typeof value === "object" ? structuredClone(value) : value;
}

function float(raw: unknown, name: string): number {
  if (typeof raw === "number") return raw;
  if (typeof raw === "bigint") return Number(raw);
  if (raw === "NaN" || raw === "Infinity" || raw === "-Infinity") return Number(raw);
  return mismatch(raw, name);
}

function mismatch(raw: unknown, wanted: string): never {
  if (typeof raw === "string" && wanted === "Boolean") {
    throw new SerializationError("Unexpected token received from parser");
  }
  if (Array.isArray(raw)) throw new SerializationError(`Unrecognized collection type class java.lang.${wanted}`);
  if (typeof raw === "object") {
    throw new SerializationError("Start of structure or map found where not expected");
  }
  throw new SerializationError(`${scalarWord(raw)} cannot be converted to ${wanted}`);
}

function mismatchOfCollection(raw: unknown): never {
  if (typeof raw === "object") throw new SerializationError("Start of structure or map found where not expected");
  throw new SerializationError("Unexpected field type");
}

function scalarWord(raw: unknown): string {
  if (typeof raw === "string") return "STRING_VALUE";
  if (typeof raw === "boolean") return raw ? "TRUE_VALUE" : "FALSE_VALUE";
  return numberWord(Number(raw));
}

function numberWord(value: number): string {
  return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
}

const canonicalValues = new WeakMap<EnumShape, ReadonlyMap<string, string>>();

/** The model's spelling of a value that differs from it in case and underscores only; else the value as it is. */
function canonical(shape: EnumShape, raw: string): string {
  if (shape.values.includes(raw)) return raw;
  let byWord = canonicalValues.get(shape);
  if (byWord === undefined) {
    byWord = new Map(shape.values.map((value) => [word(value), value]));
    canonicalValues.set(shape, byWord);
  }
  return byWord.get(word(raw)) ?? raw;
}

function word(value: string): string {
  return value.replaceAll("_", "").toUpperCase();
}

/** Sets an own property whatever its name: `__proto__` is a map key as any other. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
