import { packCache } from "../../cache/cache-archive.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { RunContext } from "../run-context.ts";
import type { S3Cache } from "./started-cache.ts";
import { toReason } from "./restore-cache.ts";

/**
 * Stores what the build has left at the cache's paths. A failure is a line in the log, no more. A cache that has a key is
 * never replaced (user guide, Amazon S3 caching).
 */
export async function saveCache(
  { deps, interruption, log, sourceDirectory }: RunContext,
  environment: BuildEnvironment,
  { paths, place }: S3Cache,
): Promise<void> {
  const say = (line: string): void => log.line(deps.clock.now(), line);
  say("Uploading S3 cache...");
  try {
    if (place.key !== undefined && (await deps.caches.has(place, interruption.work))) return;
    const archive = packCache(environment, paths, sourceDirectory);
    await deps.caches.save(place, archive, interruption.work);
  } catch (error) {
    interruption.throwIfInterrupted();
    say(`Unable to upload cache: ${toReason(error)}`);
  }
}
