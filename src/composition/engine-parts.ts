import type { ProjectSource } from "../../generated/codebuild/types.ts";
import { createS3ArtifactStore } from "../artifacts/s3/s3-artifact-store.ts";
import { createS3CacheStore } from "../cache/s3/s3-cache-store.ts";
import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import type { Config } from "../config/config.ts";
import { GIT_SOURCE_TYPES } from "../domain/source-directory.ts";
import type { EngineDeps } from "../engine/engine-deps.ts";
import { createBuildLogSinks } from "../logs/build-log-sinks.ts";
import { createCloudWatchLogSinkProvider } from "../logs/cloudwatch/cloudwatch-log-sink.ts";
import { createS3LogSinkProvider } from "../logs/s3/s3-log-sink.ts";
import { createSecretsManagerSource } from "../parameters/secrets-manager/secrets-manager-source.ts";
import { createSsmParameterSource } from "../parameters/ssm/ssm-parameter-source.ts";
import { createGitMirrors } from "../source/git/git-mirrors.ts";
import { createGitSourceProvider } from "../source/git/git-source-provider.ts";
import { createGitStatusReporter } from "../source/git/git-status-reporter.ts";
import { findSourceCredential } from "../source/git/source-credential.ts";
import { createNoneSourceProvider } from "../source/none/none-source-provider.ts";
import { readS3Text } from "../source/s3/read-s3-text.ts";
import { createS3SourceProvider } from "../source/s3/s3-source-provider.ts";
import type { DataDirectory } from "../store/sqlite/data-directory.ts";
import type { Scope, Store } from "../store/store.ts";
import { findAwsCredentials } from "./aws-credentials.ts";
import type { EmbeddedServices } from "./embedded-services.ts";
import type { NeighbourClients } from "./neighbour-clients.ts";

/** What stands behind the engine's interfaces, but for where builds run: sources, artifacts, caches, logs, parameters and secrets. */
export function createEngineParts(
  config: Config,
  parts: {
    readonly store: Store;
    readonly clients: NeighbourClients;
    readonly embedded: EmbeddedServices;
    readonly data: DataDirectory;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Pick<
  EngineDeps,
  | "sourceProvider"
  | "commitStatuses"
  | "artifacts"
  | "caches"
  | "sourceCache"
  | "temporaryDirectory"
  | "logs"
  | "readObject"
  | "parameters"
  | "secrets"
> {
  const { store, clients, embedded, data, clock, logger } = parts;
  const sources = {
    NO_SOURCE: createNoneSourceProvider(),
    S3: createS3SourceProvider({ client: clients.s3 }),
  };
  const secrets = createSecretsManagerSource({ client: clients.secretsManager });
  const credential = (
    request: Scope & { readonly source: ProjectSource },
    signal: AbortSignal,
  ): ReturnType<typeof findSourceCredential> =>
    findSourceCredential({ credentials: store.credentials, secrets }, request, request.source, signal);
  const mirrors = createGitMirrors({
    directory: data.directory("git"),
    temporaryDirectory: data.temporary,
    isCurrent: (owner) => store.caches.generation(owner, { kind: "project", name: owner.project }) === owner.generation,
    clock,
    logger,
  });
  const git = createGitSourceProvider({
    temporaryDirectory: data.temporary,
    mirrors,
    rewrites: config.gitRewrites,
    uncommitted: config.gitUncommitted,
    env: config.gitEnvironment,
    credential,
    awsCredentials: findAwsCredentials,
    clock,
  });
  return {
    sourceProvider: (type) =>
      type === "NO_SOURCE" || type === "S3" ? sources[type] : GIT_SOURCE_TYPES.has(type) ? git : undefined,
    commitStatuses: createGitStatusReporter({
      rewrites: config.gitRewrites,
      credential,
      clock,
    }),
    artifacts: createS3ArtifactStore({ client: clients.s3, temporaryDirectory: data.temporary }),
    caches: createS3CacheStore({ client: clients.s3 }),
    sourceCache: mirrors,
    temporaryDirectory: data.temporary,
    logs: createBuildLogSinks({
      cloudWatch: createCloudWatchLogSinkProvider({
        client: clients.logs,
        clock,
        logger,
        isHeldUp: () => config.logsEndpoint === undefined && embedded.logsHeldUp,
      }),
      s3: createS3LogSinkProvider({ client: clients.s3, directory: data.directory("logs") }),
    }),
    readObject: async (scope, bucket, key, signal) => readS3Text(await clients.s3(scope), bucket, key, signal),
    parameters: createSsmParameterSource({ client: clients.ssm }),
    secrets,
  };
}
