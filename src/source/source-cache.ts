/** Whose builds share what their sources have fetched: LOCAL_SOURCE_CACHE. */
export interface SourceCacheOwner {
  readonly account: string;
  readonly region: string;
  readonly project: string;
  /** Another text after the project's caches were dropped; empty before. */
  readonly generation: string;
}

/** What sources keep on this machine for later builds. */
export interface SourceCache {
  /** Removes what later builds will not find: of dropped generations, and what no build has used for long. Never concurrently. */
  removeUnused(): Promise<void>;
}
