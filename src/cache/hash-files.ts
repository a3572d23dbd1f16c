import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";

import { walkArchive } from "../artifacts/archive-walk.ts";
import { createGlob } from "../common/glob.ts";
import type { BuildEnvironment } from "../environment/build-environment.ts";

/**
 * One hash for all regular files below `directory` that a pattern matches, whatever the order in which they come; of other
 * files, names or contents another. Nothing matched is the hash of nothing.
 */
export async function hashFiles(
  environment: Pick<BuildEnvironment, "getArchive">,
  directory: string,
  patterns: readonly string[],
): Promise<string> {
  const globs = patterns.map((pattern) => createGlob(pattern));
  const sums: string[] = [];
  for await (const { path, type, open } of walkArchive(environment, directory, () => undefined)) {
    if (type !== "file" || !globs.some((glob) => glob.matches(path))) continue;
    const sum = createHash("sha256");
    await pipeline(open(), sum);
    sums.push(`${path}\0${sum.digest("hex")}\0`);
  }
  return createHash("sha256").update(sums.sort().join("")).digest("hex");
}
