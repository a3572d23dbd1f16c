import { isUtf8 } from "node:buffer";
import { Decoder, type WireReading } from "../decode.ts";
import type { Member, Shape } from "../schema.ts";
import { SerializationError } from "../serialization-error.ts";
import { formatTimestamp, parseTimestamp } from "./timestamps.ts";

const reading: WireReading = {
  isMap: () => true,
  blob: parseBase64,
  timestamp: parseTimestamp,
};

const lenientDecoder = new Decoder(reading, true);
const exactDecoder = new Decoder(reading, false);

/** Reads a body as a JSON object; anything else is a `SerializationError` without a message, as AWS answers it. */
export function parseJsonObject(body: Uint8Array): object {
  if (!isUtf8(body)) throw new SerializationError();
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
  } catch {
    throw new SerializationError();
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new SerializationError();
  return parsed;
}

/** Turns parsed JSON into a value of the shape. Throws `SerializationError`. */
export function decodeJson(shape: Shape, parsed: unknown, lenient: boolean): unknown {
  return (lenient ? lenientDecoder : exactDecoder).decode(shape, parsed);
}

/** The awsJson1_1 text of a value: only the members that the model has, timestamps as epoch seconds. */
export function toWireJson<T>(shape: Shape<T>, value: T): string {
  return JSON.stringify(shape.plain ? value : encode(shape, undefined, value));
}

/** The value that `toWireJson` wrote. */
export function fromWireJson<T>(shape: Shape<T>, text: string): T {
  return exactDecoder.decode(shape, JSON.parse(text)) as T;
}

function encode(shape: Shape, member: Member | undefined, value: unknown): unknown {
  switch (shape.kind) {
    case "structure":
    case "union": {
      const record = value as Readonly<Record<string, unknown>>;
      const result: Record<string, unknown> = {};
      for (const entry of shape.members) {
        const inner = record[entry.name] ?? entry.default;
        if (inner === undefined || inner === null) continue;
        result[entry.name] = entry.shape.plain ? inner : encode(entry.shape, entry, inner);
      }
      return result;
    }
    case "list":
      return (value as readonly unknown[]).map((item) =>
        item === null ? null : encode(shape.member.shape, shape.member, item),
      );
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [
          key,
          item === null ? null : encode(shape.member.shape, shape.member, item),
        ]),
      );
    case "timestamp":
      return encodeTimestamp(value, member);
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "float":
    case "double":
      return Number.isFinite(value) ? value : String(value);
    case "long":
      return typeof value === "bigint" ? rawJson(value) : value;
    default:
      return value;
  }
}

function encodeTimestamp(value: unknown, member: Member | undefined): unknown {
  // A default is written in the model as it goes over the wire.
  return value instanceof Date ? formatTimestamp(value, member?.format ?? "epoch-seconds") : value;
}

/** A bigint as a JSON number with all its digits. */
function rawJson(value: bigint): unknown {
  return (JSON as typeof JSON & { rawJSON(text: string): unknown }).rawJSON(String(value));
}

function parseBase64(raw: unknown): Uint8Array {
  if (typeof raw !== "string") throw new SerializationError("A blob must be base64 text");
  if (raw.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(raw)) {
    throw new SerializationError("A blob is not valid base64");
  }
  return Buffer.from(raw, "base64");
}
