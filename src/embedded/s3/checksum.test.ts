import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ChecksumAlgorithm,
  createHasher,
  decideMultipartType,
  joinChecksums,
  parseChecksumAlgorithm,
} from "./checksum.ts";

/** The check values of the catalogue of parametrised CRC algorithms, and RFC test vectors, all of "123456789". */
const KNOWN: readonly (readonly [ChecksumAlgorithm, string])[] = [
  ["CRC32", "cbf43926"],
  ["CRC32C", "e3069283"],
  ["CRC64NVME", "ae8b14860a799888"],
  ["SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
  ["SHA256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
  ["MD5", "25f9e794323b453885f5181f1b624d0b"],
];

test.each(KNOWN)("%s of 123456789 is known", (algorithm, expected) => {
  const hasher = createHasher(algorithm);
  for (const piece of ["1", "2345678", "", "9"]) hasher.update(Buffer.from(piece));
  expect(hasher.digest().toString("hex")).toBe(expected);
});

function digest(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  const hasher = createHasher(algorithm);
  hasher.update(bytes);
  return hasher.digest().toString("base64");
}

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)("%s of parts joins to that of the whole", (algorithm) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5000, size: "max" }), { minLength: 1, maxLength: 6 }), (parts) => {
      const joined = joinChecksums(
        algorithm,
        "FULL_OBJECT",
        parts.map((part) => ({ checksum: digest(algorithm, part), size: part.length })),
      );
      expect(joined).toEqual({ algorithm, type: "FULL_OBJECT", value: digest(algorithm, Buffer.concat(parts)) });
    }),
    { numRuns: 50 },
  );
});

test("ten thousand parts are joined in a moment", () => {
  const part = { checksum: digest("CRC64NVME", Buffer.alloc(100, 7)), size: 100 };
  const began = performance.now();
  expect(
    joinChecksums(
      "CRC64NVME",
      "FULL_OBJECT",
      Array.from({ length: 10_000 }, () => part),
    ).value,
  ).toBe(digest("CRC64NVME", Buffer.alloc(1_000_000, 7)));
  expect(performance.now() - began).toBeLessThan(5000);
});

test("which algorithms may be composite or of the full object", () => {
  expect(decideMultipartType("CRC64NVME", undefined)).toBe("FULL_OBJECT");
  expect(decideMultipartType("CRC32", undefined)).toBe("COMPOSITE");
  expect(decideMultipartType("CRC32C", "FULL_OBJECT")).toBe("FULL_OBJECT");
  expect(() => decideMultipartType("SHA256", "FULL_OBJECT")).toThrow(/FULL_OBJECT/);
  expect(() => decideMultipartType("CRC64NVME", "COMPOSITE")).toThrow(/COMPOSITE/);
});

test("an algorithm that is not computed is refused by name", () => {
  expect(() => parseChecksumAlgorithm("xxhash3")).toThrow(/XXHASH3/);
  expect(() => parseChecksumAlgorithm("CRC16")).toThrow(/unsupported/);
});
