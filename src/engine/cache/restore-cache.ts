import { spoolCache } from "../../cache/spooled-cache.ts";
import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { RunContext } from "../run-context.ts";
import type { S3Cache } from "./started-cache.ts";

/**
 * Puts the cache into the environment, whole or not at all: what can't be had leaves a line in the log, and the build goes
 * on without. Where the environment itself fails in the middle, the error is thrown: nothing may run in it any more.
 */
export async function restoreCache(
  context: RunContext,
  environment: BuildEnvironment,
  { paths, place }: S3Cache,
  say: (line: string) => void,
): Promise<void> {
  const { deps, interruption, sourceDirectory } = context;
  if (context.unusableCache !== undefined) {
    say(`Unable to unarchive cache: ${context.unusableCache}`);
    return;
  }
  say("Downloading S3 cache...");
  let cache;
  try {
    const found = await deps.caches.find(place, interruption.work);
    cache = await spoolCache(found, paths, sourceDirectory, deps.temporaryDirectory, interruption.work);
    if (found.key !== undefined) say(`Found the cache with the key ${found.key}`);
  } catch (error) {
    interruption.throwIfInterrupted();
    say(`Unable to download cache: ${toReason(error)}`);
    return;
  }
  await using spooled = cache;
  say("Unarchiving cache...");
  try {
    await environment.putArchive("/", spooled.open());
  } catch (error) {
    interruption.throwIfInterrupted();
    context.unusableCache = error instanceof Error ? error.message : String(error);
    throw error;
  }
}

/** One line. */
export function toReason(error: unknown): string {
  const isAnswer = error instanceof Error && "$metadata" in error;
  const text =
    isAnswer || !(error instanceof Error) || (!(error instanceof PhaseError) && "code" in error)
      ? toAwsErrorText(error)
      : error.message;
  return text.replaceAll(/\s*\n\s*/g, " ");
}
