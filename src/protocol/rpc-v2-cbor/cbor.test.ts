import { cbor as smithyCbor } from "@smithy/core/cbor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deepEqual } from "../constraints/deep-equal.ts";
import { defineSchema } from "../schema.ts";
import { SerializationError } from "../serialization-error.ts";
import { readCbor } from "./read-cbor.ts";
import { decodeCbor } from "./wire-cbor.ts";
import { writeCbor } from "./write-cbor.ts";

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(" ", ""), "hex");

interface Thing {
  text?: string;
  whole?: number;
  long?: number;
  double?: number;
  flag?: boolean;
  at?: Date;
  blob?: Uint8Array;
  list?: string[];
  map?: Record<string, number>;
  thing?: Thing;
}

const schema = defineSchema<{ Thing: Thing }>({
  structures: {
    Thing: {
      text: "string",
      whole: "integer",
      long: "long",
      double: "double",
      flag: "boolean",
      at: "timestamp",
      blob: "blob",
      list: "#List",
      map: "#Map",
      thing: "#Thing",
    },
  },
  lists: { List: "string" },
  maps: { Map: ["string", "integer"] },
});
const thing = schema.shape("Thing");

const things = fc.letrec<{ thing: Thing }>((tie) => ({
  thing: fc.record(
    {
      text: fc.string({ unit: "grapheme", maxLength: 300 }),
      whole: fc.integer(),
      long: fc.maxSafeInteger(),
      double: fc.double({ noNaN: true }),
      flag: fc.boolean(),
      at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      blob: fc.uint8Array({ maxLength: 300 }),
      list: fc.array(fc.string()),
      map: fc.dictionary(fc.string(), fc.integer()),
      thing: tie("thing"),
    },
    { requiredKeys: [] },
  ),
})).thing;

describe("CBOR", () => {
  test("comes back as it was written", () => {
    fc.assert(
      fc.property(things, (value) => {
        expect(deepEqual(decodeCbor(thing, writeCbor(thing, value), false), value)).toBe(true);
      }),
    );
  });

  test("is read by the AWS SDK's own reader as it was written", () => {
    const value: Thing = { text: "ä🚀".repeat(40), whole: -5, long: 2 ** 40, double: 1.5, list: ["", "x".repeat(70)] };
    expect(smithyCbor.deserialize(Buffer.from(writeCbor(thing, value)))).toEqual(value);
  });

  test("of a date is tag 1 with a double", () => {
    const hex = Buffer.from(writeCbor(thing, { at: new Date(1500) })).toString("hex");
    expect(hex).toBe("a1626174c1fb3ff8000000000000");
  });

  test.each<[string, string, unknown]>([
    ["half floats", "f9 3e00", 1.5],
    ["the smallest half float", "f9 0001", 2 ** -24],
    ["infinity as a half float", "f9 7c00", Infinity],
    ["a long beyond 2^53", "1b 7fffffffffffffff", 9223372036854775807n],
    ["the lowest long", "3b 7fffffffffffffff", -9223372036854775808n],
    ["text in chunks", "7f 626162 6163 ff", "abc"],
    ["undefined as null", "f7", null],
    ["an indefinite list", "9f 01 9f ff ff", [1, []]],
  ])("reads %s", (_name, hex, expected) => {
    expect(readCbor(bytes(hex))).toEqual(expected);
  });

  test.each<[string, string]>([
    ["nothing at all", ""],
    ["a list longer than the input", "9a 02000000"],
    ["a map longer than the input", "bb ffffffffffffffff"],
    ["text longer than the input", "7b 7fffffffffffffff 61"],
    ["a second item", "a0 a0"],
    ["a stray break", "ff"],
    ["a break for a value", "bf 6161 ff"],
    ["a break in a definite list", "82 01 ff"],
    ["a key that is no text", "a1 01 01"],
    ["text that is not UTF-8", "62 c328"],
    ["a chunk of another kind", "7f 4161 ff"],
    ["chunks in chunks", "7f 7f 6161 ff ff"],
    ["an indefinite integer", "1f"],
    ["a reserved length", "1c"],
    ["a date that is no number", "c1 6161"],
    ["a date beyond all dates", "c1 fb 7fe0000000000000"],
    ["too deep a nesting", "81".repeat(100_000)],
  ])("refuses %s", (_name, hex) => {
    expect(() => readCbor(bytes(hex))).toThrow(SerializationError);
  });

  test("never fails in any other way, whatever the bytes", () => {
    const valid = writeCbor(thing, { text: "abc", list: ["a"], map: { a: 1 }, at: new Date(0), blob: bytes("00") });
    const mutated = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }).map((changes) => {
      const copy = new Uint8Array(valid);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated), (input) => {
        try {
          decodeCbor(thing, input, true);
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test("takes __proto__ as a key as any other", () => {
    const value = decodeCbor(thing, bytes("a1 636d6170 a1 695f5f70726f746f5f5f 01"), false) as Thing;
    expect(Object.entries(value.map ?? {})).toEqual([["__proto__", 1]]);
    expect(Object.getPrototypeOf(value.map)).toBe(Object.prototype);
  });
});
