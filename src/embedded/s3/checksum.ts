import { createHash } from "node:crypto";
import { combineCrcs, createCrc32, createCrc32c, createCrc64Nvme, type Hasher } from "./crc.ts";
import { S3Error } from "./s3-error.ts";

/** The checksum algorithms that we compute. S3 knows the XXHASH family too: that is refused. */
const ALGORITHMS = {
  CRC32: { create: createCrc32, bytes: 4 },
  CRC32C: { create: createCrc32c, bytes: 4 },
  CRC64NVME: { create: createCrc64Nvme, bytes: 8 },
  SHA1: { create: () => createDigest("sha1"), bytes: 20 },
  SHA256: { create: () => createDigest("sha256"), bytes: 32 },
  SHA512: { create: () => createDigest("sha512"), bytes: 64 },
  MD5: { create: () => createDigest("md5"), bytes: 16 },
} as const satisfies Record<string, { create(): Hasher; bytes: number }>;

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** A checksum as S3 keeps and shows it: base64; a composite one ends in `-` and the number of its parts. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

/** The default when a client names none ("Checking object integrity for data uploads in Amazon S3", since December 2024). */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = "CRC64NVME";

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  return ALGORITHMS[algorithm].create();
}

/** @throws S3Error for a name that S3 does not know (InvalidRequest) or that we do not compute (NotImplemented). */
export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const upper = name.toUpperCase();
  if (Object.hasOwn(ALGORITHMS, upper)) return upper as ChecksumAlgorithm;
  if (upper.startsWith("XXHASH")) {
    throw new S3Error(
      "NotImplemented",
      {},
      { message: `codebuild-local does not compute the checksum algorithm ${upper}.` },
    );
  }
  throw new S3Error(
    "InvalidRequest",
    {},
    {
      message:
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512]",
    },
  );
}

/** The one checksum that the headers state, if any. @throws S3Error when there are several, or its value has not the right form. */
export function parseChecksumHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  let found: { algorithm: ChecksumAlgorithm; value: string } | undefined;
  for (const [name, value] of headers) {
    if (!name.startsWith("x-amz-checksum-") || NOT_A_VALUE.has(name)) continue;
    if (found) {
      throw new S3Error(
        "InvalidRequest",
        {},
        { message: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed." },
      );
    }
    found = { algorithm: parseChecksumAlgorithm(name.slice("x-amz-checksum-".length)), value };
    requireChecksumValue(found.algorithm, value);
  }
  return found;
}

const NOT_A_VALUE: ReadonlySet<string> = new Set([
  "x-amz-checksum-algorithm",
  "x-amz-checksum-mode",
  "x-amz-checksum-type",
]);

export function requireChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== ALGORITHMS[algorithm].bytes || bytes.toString("base64") !== value) {
    throw new S3Error("InvalidRequest", {}, { message: `Value for ${checksumHeader(algorithm)} header is invalid.` });
  }
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function toChecksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type } : {};
}

/** The element of an XML answer, such as `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/**
 * Which kind of checksum a multipart upload gets ("Checking object integrity", table of multipart checksum types):
 * CRC64NVME only of the full object, hashes only composite, the other CRCs composite unless asked otherwise.
 */
export function decideMultipartType(algorithm: ChecksumAlgorithm, asked: string | undefined): ChecksumType {
  if (asked !== undefined && asked !== "FULL_OBJECT" && asked !== "COMPOSITE") {
    throw new S3Error("InvalidRequest", {}, { message: "Value for x-amz-checksum-type header is invalid." });
  }
  const full = algorithm === "CRC64NVME";
  const either = algorithm === "CRC32" || algorithm === "CRC32C";
  const type = asked ?? (full ? "FULL_OBJECT" : "COMPOSITE");
  if (!either && type !== (full ? "FULL_OBJECT" : "COMPOSITE")) {
    throw new S3Error(
      "InvalidRequest",
      {},
      { message: `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.` },
    );
  }
  return type;
}

/** The checksum of an object from those of its parts (base64, in order). */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { readonly checksum: string; readonly size: number }[],
): Checksum {
  const pieces = parts.map(({ checksum, size }) => ({ crc: Buffer.from(checksum, "base64"), size }));
  if (type === "FULL_OBJECT" && (algorithm === "CRC32" || algorithm === "CRC32C" || algorithm === "CRC64NVME")) {
    return { algorithm, type, value: combineCrcs(algorithm, pieces).toString("base64") };
  }
  const hasher = createHasher(algorithm);
  for (const { crc } of pieces) hasher.update(crc);
  return { algorithm, type: "COMPOSITE", value: `${hasher.digest().toString("base64")}-${parts.length}` };
}

function createDigest(name: string): Hasher {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
