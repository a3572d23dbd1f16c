import type { Build } from "../../generated/codebuild/types.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { CacheStore } from "../cache/cache-store.ts";
import type { Clock } from "../common/clock.ts";
import type { IdSource } from "../common/ids.ts";
import type { Logger } from "../common/logger.ts";
import type { EnvironmentProvider } from "../environment/build-environment.ts";
import type { BuildLogSinks } from "../logs/build-log-sinks.ts";
import type { ParameterSource, SecretSource } from "../parameters/parameter-source.ts";
import type { CommitStatusReporter } from "../source/commit-status-reporter.ts";
import type { SourceCache } from "../source/source-cache.ts";
import type { SourceProvider } from "../source/source-provider.ts";
import type { FileSystemRewrite } from "./file-system-volumes.ts";
import type { Scope, Store } from "../store/store.ts";

/** What the engine works with. */
export interface EngineDeps {
  readonly store: Store;
  readonly environments: EnvironmentProvider;
  /** The provider of a source type; `undefined` for CODEPIPELINE, whose input a pipeline brings. */
  readonly sourceProvider: (type: string) => SourceProvider | undefined;
  readonly commitStatuses: CommitStatusReporter;
  readonly artifacts: ArtifactStore;
  readonly caches: CacheStore;
  readonly sourceCache: SourceCache;
  /** On this machine; what a build puts there goes before its end. */
  readonly temporaryDirectory: string;
  readonly logs: BuildLogSinks;
  /** The text of an object, for buildspecs that are named by an S3 ARN. @throws PhaseError in S3's words; what `signal` aborts with */
  readonly readObject: (scope: Scope, bucket: string, key: string, signal: AbortSignal) => Promise<string>;
  /** Variables that let a build's clients call back here. */
  readonly endpointVariables: (build: Build, scope: Scope) => ReadonlyMap<string, string>;
  readonly parameters: ParameterSource;
  readonly secrets: SecretSource;
  /** Where file systems of projects are mounted from instead. */
  readonly fileSystemRewrites: readonly FileSystemRewrite[];
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** How many builds run at once. */
  readonly concurrentBuilds: number;
  /** After how many minutes a build that has paused goes on by itself; `undefined`: it does not. */
  readonly breakpointMinutes: number | undefined;
  /** How long a minute of a time-out is, in milliseconds; tests shorten it. */
  readonly minute: number;
}
