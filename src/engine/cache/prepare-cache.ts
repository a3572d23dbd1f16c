import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import { KeyNotExpanded } from "../../cache/cache-key-text.ts";
import { hashFiles } from "../../cache/hash-files.ts";
import { GIT_SOURCE_TYPES } from "../../domain/source-directory.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { RunContext } from "../run-context.ts";
import { linkDirectories } from "./link-directories.ts";
import { restoreCache } from "./restore-cache.ts";
import type { StartedCache } from "./started-cache.ts";
import { toS3Cache } from "./to-s3-cache.ts";

/**
 * The build's cache into its container, before that is started.
 *
 * @param variables of the build, without secrets: they are expanded in paths and keys
 * @returns what is kept at the end; `undefined` when there is nothing
 */
export async function prepareCache(
  context: RunContext,
  environment: BuildEnvironment,
  section: BuildspecCache | undefined,
  variables: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  const { cache, source } = context.tracker.build();
  const type = cache?.type ?? "NO_CACHE";
  if (cache?.modes?.includes("LOCAL_SOURCE_CACHE") === true && GIT_SOURCE_TYPES.has(source?.type ?? ""))
    say("WARNING: The cache mode LOCAL_SOURCE_CACHE has no effect: sources are cloned anew");
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
      return prepareLocalCache(context, environment, section, variables, say);
    case "S3":
      return prepareS3Cache(context, environment, section, variables, say);
  }
}

async function prepareS3Cache(
  context: RunContext,
  environment: BuildEnvironment,
  section: BuildspecCache,
  variables: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  const { sourceDirectory } = context;
  for (const path of section.paths) say(`Expanded cache path ${path}`);
  let cache;
  try {
    cache = await toS3Cache(context, section, {
      variables,
      hashFiles: (patterns) => hashFiles(environment, sourceDirectory, patterns),
    });
  } catch (error) {
    if (!(error instanceof KeyNotExpanded)) throw error;
    say(`Skip cache due to: ${error.message}`);
    return undefined;
  }
  if (cache.place.key === "") {
    say("Skip cache due to: the cache's key is empty");
    return undefined;
  }
  if (cache.action !== "save") await restoreCache(context, environment, cache, say);
  return cache;
}

async function prepareLocalCache(
  { deps, tracker, sourceDirectory }: RunContext,
  environment: BuildEnvironment,
  { paths, key, action }: BuildspecCache,
  variables: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<StartedCache | undefined> {
  if (deps.store.caches.lease(tracker.arn)?.changes === undefined) {
    say("Skip cache due to: LOCAL_CUSTOM_CACHE is not one of the cache's modes");
    return undefined;
  }
  for (const name of [...(key === undefined ? [] : ["key"]), ...(action === undefined ? [] : ["action"])])
    say(`WARNING: The buildspec key 'cache/${name}' has no effect on a local cache`);
  for (const path of paths) say(`Expanded cache path ${path}`);
  await linkDirectories(environment, paths, sourceDirectory, variables, say);
  return { type: "LOCAL" };
}
