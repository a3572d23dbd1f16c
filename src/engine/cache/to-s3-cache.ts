import type { Build } from "../../../generated/codebuild/types.ts";
import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import { expandKey, type KeyExpansion } from "../../cache/cache-key-text.ts";
import { toCachePath, toCacheVersion } from "../../cache/cache-paths.ts";
import type { CacheOwner } from "../../cache/cache-store.ts";
import { toDefaultEncryptionKey } from "../../domain/arns.ts";
import type { RunContext } from "../run-context.ts";
import type { S3Cache } from "./started-cache.ts";

/**
 * The cache of a build whose cache is of the type S3.
 *
 * @throws KeyNotExpanded
 */
export async function toS3Cache(
  { tracker, scope, project, sourceDirectory, deps }: RunContext,
  section: BuildspecCache,
  expansion: KeyExpansion,
): Promise<S3Cache> {
  const build = tracker.build();
  const { cache } = build;
  const owner = toCacheOwner(project, cache?.cacheNamespace, section.key);
  const fallbackKeys: string[] = [];
  for (const text of section.fallbackKeys) fallbackKeys.push(await expandKey(text, expansion));
  return {
    type: "S3",
    paths: section.paths.map((path) => toCachePath(path, sourceDirectory, expansion.variables)),
    place: {
      ...scope,
      location: cache?.location ?? "",
      owner,
      generation: deps.store.caches.generation(scope, owner),
      version: toCacheVersion(section.paths),
      key: section.key === undefined ? undefined : await expandKey(section.key, expansion),
      // An empty one would take any cache.
      fallbackKeys: fallbackKeys.filter((key) => key !== ""),
      encryptionKey: toEncryptionKey(build, scope),
    },
    action: section.action,
  };
}

/** Caches are shared by key; without one each project has its own (user guide, Amazon S3 caching). */
function toCacheOwner(project: string, namespace: string | undefined, key: string | undefined): CacheOwner {
  return namespace === undefined || namespace === "" || key === undefined
    ? { kind: "project", name: project }
    : { kind: "namespace", name: namespace };
}

/** S3's own key is what buckets encrypt with anyhow, and not every S3 has it. */
function toEncryptionKey({ encryptionKey }: Build, scope: RunContext["scope"]): string | undefined {
  return encryptionKey === toDefaultEncryptionKey(scope) ? undefined : encryptionKey;
}
