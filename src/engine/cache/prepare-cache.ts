import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { RunContext } from "../run-context.ts";
import { expandCache, type CacheShell } from "./expand-cache.ts";
import { linkDirectories } from "./link-directories.ts";
import { restoreCache } from "./restore-cache.ts";
import type { StartedCache } from "./started-cache.ts";
import { toS3Cache } from "./to-s3-cache.ts";

/**
 * The build's cache into its container, before that is started.
 *
 * @returns what is kept at the end; `undefined` when there is nothing
 */
export async function prepareCache(
  context: RunContext,
  environment: BuildEnvironment,
  section: BuildspecCache | undefined,
  shell: CacheShell,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  const { cache } = context.tracker.build();
  const type = cache?.type ?? "NO_CACHE";
  if (section === undefined) say("Cache is not defined in the buildspec");
  if (section === undefined || section.paths.length === 0) {
    say(
      type === "S3"
        ? "Unable to initialize cache download: no paths specified to be cached"
        : "Skip cache due to: no paths specified to be cached",
    );
    return undefined;
  }
  switch (type) {
    case "NO_CACHE":
      say("Skip cache due to: the project has no cache");
      return undefined;
    case "LOCAL":
      return prepareLocalCache(context, environment, section, shell, say);
    case "S3":
      return prepareS3Cache(context, environment, section, shell, say);
  }
}

async function prepareS3Cache(
  context: RunContext,
  environment: BuildEnvironment,
  section: BuildspecCache,
  shell: CacheShell,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  const expanded = await expandCache(context, environment, section, shell, say);
  for (const { text } of expanded.paths) say(`Expanded cache path ${text}`);
  if (section.key !== undefined && expanded.key === undefined) {
    say("Skip cache due to: the cache's key could not be expanded");
    return undefined;
  }
  if (expanded.key !== undefined) say(`Expanded cache key ${expanded.key}`);
  const cache = toS3Cache(context, section, expanded);
  if (cache.action !== "save") await restoreCache(context, environment, cache, say);
  return cache;
}

async function prepareLocalCache(
  context: RunContext,
  environment: BuildEnvironment,
  { paths, key, action }: BuildspecCache,
  shell: CacheShell,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  const { deps, tracker } = context;
  if (deps.store.caches.lease(tracker.arn)?.changes === undefined) {
    say("Skip cache due to: LOCAL_CUSTOM_CACHE is not one of the cache's modes");
    return undefined;
  }
  for (const name of [...(key === undefined ? [] : ["key"]), ...(action === undefined ? [] : ["action"])])
    say(`WARNING: The buildspec key 'cache/${name}' has no effect on a local cache`);
  const expanded = await expandCache(context, environment, { paths, key: undefined, fallbackKeys: [] }, shell, say);
  for (const { text } of expanded.paths) say(`Expanded cache path ${text}`);
  await linkDirectories(environment, expanded.paths, shell.sourceDirectory, say);
  return { type: "LOCAL" };
}
