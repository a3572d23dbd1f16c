import type { Build } from "../../../generated/codebuild/types.ts";
import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import { toCacheVersion } from "../../cache/cache-paths.ts";
import type { CacheOwner } from "../../cache/cache-store.ts";
import { toDefaultEncryptionKey } from "../../domain/arns.ts";
import type { RunContext } from "../run-context.ts";
import type { ExpandedCache } from "./expand-cache.ts";
import type { S3Cache } from "./started-cache.ts";

/** The cache of a build whose cache is of the type S3. */
export function toS3Cache(
  { tracker, scope, project, deps }: RunContext,
  section: Pick<BuildspecCache, "paths" | "action">,
  { paths, key, fallbackKeys }: ExpandedCache,
): S3Cache {
  const build = tracker.build();
  const { cache } = build;
  const owner = toCacheOwner(project, cache?.cacheNamespace, key);
  return {
    type: "S3",
    paths: paths.map(({ place }) => place),
    place: {
      ...scope,
      location: cache?.location ?? "",
      owner,
      generation: deps.store.caches.generation(scope, owner),
      version: toCacheVersion(section.paths),
      key,
      fallbackKeys,
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
