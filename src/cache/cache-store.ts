import type { Readable } from "node:stream";

/** Whole caches, kept beyond builds. Each is stored and seen whole or not at all. */
export interface CacheStore {
  /**
   * The cache of the place: that of its key, else the newest whose key begins with the first fallback key that any
   * begins with; without a key the place's only one.
   *
   * @throws what the store answers, also when there is none: `toAwsErrorText` tells it in AWS's words
   */
  find(place: CachePlace, signal: AbortSignal): Promise<FoundCache>;
  /** Whether the place has a cache with just its key, which is then never replaced. */
  has(place: CachePlace, signal: AbortSignal): Promise<boolean>;
  /** Takes the place of an earlier one without a key; with a key the earlier one stays, also where both are saved at once. One that ends in an error leaves nothing. */
  save(place: CachePlace, archive: Readable, signal: AbortSignal): Promise<void>;
}

/** Which cache. What differs in one of these members is another cache. */
export interface CachePlace {
  readonly account: string;
  readonly region: string;
  /** The project's `cache.location`: bucket and prefix, or the ARN of them. */
  readonly location: string;
  /** What shares its caches: a project, or the projects of a namespace. */
  readonly owner: CacheOwner;
  /** Another text after the owner's caches were dropped; empty before. */
  readonly generation: string;
  /** A hash of the paths that are cached. */
  readonly version: string;
  /** `undefined`: the project's only one. */
  readonly key: string | undefined;
  /** Empty without a key. */
  readonly fallbackKeys: readonly string[];
  /** What the store encrypts with, where it is not its default. */
  readonly encryptionKey: string | undefined;
}

export interface CacheOwner {
  readonly kind: "project" | "namespace";
  readonly name: string;
}

export interface FoundCache {
  /** The key under which it was saved. */
  readonly key: string | undefined;
  /** As it was given to `save`. An error where it is not whole. */
  readonly archive: Readable;
}
