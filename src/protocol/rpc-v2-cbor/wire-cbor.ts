import { Decoder, type WireReading } from "../decode.ts";
import type { Shape } from "../schema.ts";
import { SerializationError } from "../serialization-error.ts";
import { readCbor } from "./read-cbor.ts";

const reading: WireReading = {
  isMap: (raw) => Object.getPrototypeOf(raw) === null,
  blob(raw) {
    if (raw instanceof Uint8Array) return raw;
    throw new SerializationError("A blob must be a byte string");
  },
  timestamp(raw) {
    if (raw instanceof Date) return raw;
    throw new SerializationError("A timestamp must be tagged with 1");
  },
};

const lenientDecoder = new Decoder(reading, true);
const exactDecoder = new Decoder(reading, false);

/** Reads a body as a value of the shape. Throws `SerializationError`. */
export function decodeCbor(shape: Shape, body: Uint8Array, lenient: boolean): unknown {
  return (lenient ? lenientDecoder : exactDecoder).decode(shape, readCbor(body));
}
