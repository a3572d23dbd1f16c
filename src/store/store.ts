import type { Build, Project, ReportGroup, SourceCredentialsInfo } from "../../generated/codebuild/types.ts";
import type { CacheOwner } from "../cache/cache-store.ts";
import type { BuildSettings } from "../domain/build-settings.ts";
import type { EventOutbox } from "./event-outbox.ts";

/** Whose state it is: state is apart per account and region. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/**
 * The records, in the model's own shapes. Synchronous on purpose: SQLite is, and one process owns the file; a transaction
 * is a plain function. What a method wrote is durable against the end of the process when it returns.
 */
export interface Store extends Disposable {
  readonly projects: ProjectRepository;
  readonly builds: BuildRepository;
  readonly idempotency: IdempotencyRepository;
  readonly reportGroups: ReportGroupRepository;
  readonly credentials: CredentialRepository;
  readonly caches: CacheRepository;
  readonly events: EventOutbox;
  /** All or nothing; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
}

export type SortOrder = "ASCENDING" | "DESCENDING";

/** One page of a list. `next` is where the following page begins, absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export interface ProjectRepository {
  /** Another number after every write of a project: what was read outside of a transaction at the same revision still holds. */
  readonly revision: number;
  /** @returns false where the name is taken. */
  insert(scope: Scope, project: Project): boolean;
  get(scope: Scope, name: string): Project | undefined;
  /** The record as the bytes of its awsJson1_1 form. */
  getJson(scope: Scope, name: string): Uint8Array | undefined;
  replace(scope: Scope, project: Project): void;
  /** @returns whether there was one. Its builds and its build numbers stay. */
  delete(scope: Scope, name: string): boolean;
  list(
    scope: Scope,
    query: {
      sortBy: "NAME" | "CREATED_TIME" | "LAST_MODIFIED_TIME";
      order: SortOrder;
      after: string | undefined;
      limit: number;
    },
  ): Page<string>;
  /** The next build number of a project of this name: 1, 2, … never given twice, not even after a deletion. */
  nextBuildNumber(scope: Scope, name: string): number;
}

/** Builds are keyed by their ARN, which holds account and region. */
export interface BuildRepository {
  /** Another number after every write of a build's record: what was read outside of a transaction at the same revision still holds. */
  readonly revision: number;
  insert(scope: Scope, build: Build, settings: BuildSettings): void;
  get(arn: string): Build | undefined;
  getJson(arn: string): Uint8Array | undefined;
  /** What the build was started with and its record does not say. */
  getSettings(arn: string): BuildSettings | undefined;
  replace(build: Build): void;
  delete(arn: string): boolean;
  /**
   * Deletes those that ended before `time`, but for those that have a run: their containers are yet to be removed. Looks at
   * `limit` builds beyond `after` in the order of their submission, 0 being before the first. @returns how many were deleted,
   * and the `after` to go on with, `undefined` when all that follow are younger
   */
  deleteEnded(
    time: number,
    range: { readonly after: number; readonly limit: number },
  ): { readonly deleted: number; readonly next: number | undefined };
  /** Ids by id order (ListBuilds). */
  list(scope: Scope, query: { order: SortOrder; after: string | undefined; limit: number }): Page<string>;
  /** Ids by build number (ListBuildsForProject). */
  listForProject(
    scope: Scope,
    project: string,
    query: { order: SortOrder; after: string | undefined; limit: number },
  ): Page<string>;
  /** The newest build of the project that was made of one of these versions (`toBadgeVersion`). */
  newestOf(scope: Scope, project: string, versions: readonly string[]): Build | undefined;
  /** How many builds of the project are not complete. */
  countActive(scope: Scope, project: string): number;
  /** ARNs of all builds that are not complete, in the order of their submission. */
  active(): readonly string[];
  /** What the engine keeps about a build besides its record, as JSON text; `undefined` when none. */
  getRun(arn: string): string | undefined;
  putRun(arn: string, run: string): void;
  /** Deletes its secrets too. */
  deleteRun(arn: string): void;
  /** What is masked in the log of a build that has a run. */
  getSecrets(arn: string): readonly string[];
  /** Kept encrypted, until the run is deleted. */
  putSecrets(arn: string, secrets: readonly string[]): void;
  /** ARNs of builds that have a run, ended builds included. */
  runs(): readonly string[];
}

export interface IdempotencyRepository {
  /** @param operation such as `StartBuild`; @returns the fingerprint of its parameters and the result's ARN, unless older than `since` (milliseconds). */
  get(
    scope: Scope,
    operation: string,
    token: string,
    since: number,
  ): { readonly fingerprint: string; readonly arn: string } | undefined;
  put(
    scope: Scope,
    operation: string,
    token: string,
    entry: { readonly fingerprint: string; readonly arn: string; readonly time: number },
  ): void;
}

export interface ReportGroupRepository {
  insert(scope: Scope, group: ReportGroup): boolean;
  get(arn: string): ReportGroup | undefined;
  replace(group: ReportGroup): void;
  delete(arn: string): boolean;
  list(
    scope: Scope,
    query: {
      sortBy: "NAME" | "CREATED_TIME" | "LAST_MODIFIED_TIME";
      order: SortOrder;
      after: string | undefined;
      limit: number;
    },
  ): Page<string>;
}

/** One credential per server type and auth type. */
export interface CredentialRepository {
  get(scope: Scope, serverType: string, authType: string): SourceCredentialsInfo | undefined;
  /** Replaces an earlier one of the same server type and auth type. `secret` is kept encrypted. */
  put(
    scope: Scope,
    info: SourceCredentialsInfo,
    secret: { readonly token: string; readonly username: string | undefined },
  ): void;
  secret(arn: string): { readonly token: string; readonly username: string | undefined } | undefined;
  delete(arn: string): boolean;
  list(scope: Scope): readonly SourceCredentialsInfo[];
}

/** What there is of builds' caches besides the cached files themselves. */
export interface CacheRepository {
  /** Another text after every `drop`; empty before the first. */
  generation(scope: Scope, owner: CacheOwner): string;
  /** Drops the owner's caches: from here on none of them is found. @param generation one that was never used */
  drop(scope: Scope, owner: CacheOwner, generation: string): void;
  /** The local cache of a project; empty when there is none. */
  local(scope: Scope, project: string): LocalCache;
  putLocal(scope: Scope, project: string, cache: LocalCache): void;
  /** What a build was given of it, until it is released. */
  lease(buildArn: string): LocalCacheLease | undefined;
  putLease(buildArn: string, lease: LocalCacheLease): void;
  deleteLease(buildArn: string): void;
  /** Whether any build has ever had a local cache. */
  hasLocal(): boolean;
  /** ARNs of the builds that have a lease. */
  leases(): readonly string[];
  /** Names of all volumes that are somebody's: of the local caches and of the leases. */
  volumes(): ReadonlySet<string>;
}

/** Names of volumes where builds run. */
export interface LocalCache {
  /** The cached directories, the newest volume first: what one of them has lies over what is in those after it. */
  readonly layers: readonly string[];
  /** Each the storage of a Docker engine within builds; for one build at a time. */
  readonly engines: readonly string[];
}

export interface LocalCacheLease {
  readonly scope: Scope;
  readonly project: string;
  /** Of the project when the build was given this. */
  readonly generation: string;
  readonly layers: readonly string[];
  /** Takes what the build changes in the layers; `undefined`: they are not for this build. */
  readonly changes: string | undefined;
  readonly engine: string | undefined;
}
