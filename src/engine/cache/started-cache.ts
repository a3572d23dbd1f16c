import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import type { CachePath } from "../../cache/cache-paths.ts";
import type { CachePlace } from "../../cache/cache-store.ts";

/** A build's cache, as it is known before the commands run. Kept in the record of the run. */
export type StartedCache =
  | S3Cache
  /** Directories are linked to it. */
  | { readonly type: "LOCAL" };

export interface S3Cache {
  readonly type: "S3";
  readonly paths: readonly CachePath[];
  readonly place: CachePlace;
  readonly action: BuildspecCache["action"];
}
