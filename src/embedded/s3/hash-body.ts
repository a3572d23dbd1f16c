import { createHash } from "node:crypto";
import { type ChecksumAlgorithm, createHasher } from "./checksum.ts";

/** Passes bytes through and takes their digests on the way. */
export function hashBody(
  bytes: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm,
): { readonly bytes: AsyncIterable<Buffer>; digests(): { readonly md5: string; readonly checksum: string } } {
  const md5 = createHash("md5");
  const hasher = createHasher(algorithm);
  async function* pass(): AsyncGenerator<Buffer> {
    for await (const piece of bytes) {
      md5.update(piece);
      hasher.update(piece);
      yield piece;
    }
  }
  return { bytes: pass(), digests: () => ({ md5: md5.digest("hex"), checksum: hasher.digest().toString("base64") }) };
}
