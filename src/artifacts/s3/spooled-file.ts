import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A file on disk whose size and sums are known. */
export interface SpooledFile {
  readonly file: string;
  readonly size: number;
  readonly sums: ContentSums;
}

/** In lower-case hex. */
export interface ContentSums {
  readonly md5: string;
  readonly sha256: string;
}

/** Writes `content` to `file` and sums it up on the way. */
export async function spool(content: Readable, file: string, signal: AbortSignal): Promise<SpooledFile> {
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  let size = 0;
  const watch = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
    for await (const chunk of chunks) {
      md5.update(chunk);
      sha256.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    return undefined;
  };
  await pipeline(content, watch, createWriteStream(file), { signal });
  return { file, size, sums: { md5: md5.digest("hex"), sha256: sha256.digest("hex") } };
}

export function sumsOf(bytes: Uint8Array): ContentSums {
  return {
    md5: createHash("md5").update(bytes).digest("hex"),
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}
