import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { unpackCache } from "./cache-archive.ts";
import type { CachePath } from "./cache-paths.ts";
import type { FoundCache } from "./cache-store.ts";

/** A cache that is known to be whole, on this machine's disk until it is disposed of. */
export interface SpooledCache extends AsyncDisposable {
  /** The tar that puts it into an environment at `/`. */
  open(): Readable;
}

/**
 * Reads a found cache to its end before anything of it gets into the build.
 *
 * @throws InvalidCache
 */
export async function spoolCache(
  found: FoundCache,
  paths: readonly CachePath[],
  sourceDirectory: string,
  temporaryDirectory: string,
  signal: AbortSignal,
): Promise<SpooledCache> {
  await mkdir(temporaryDirectory, { recursive: true });
  const directory = await mkdtemp(join(temporaryDirectory, "cache-"));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const file = join(directory, "cache.tar");
  try {
    await pipeline(unpackCache(found.archive, paths, sourceDirectory), createWriteStream(file), { signal });
  } catch (error) {
    await remove();
    throw error;
  }
  return { open: () => createReadStream(file, { highWaterMark: 262_144 }), [Symbol.asyncDispose]: remove };
}
