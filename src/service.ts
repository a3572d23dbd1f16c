import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";

import { createRouter as createCodeBuildRouter } from "../generated/codebuild/router.ts";
import { service as codebuildDefinition } from "../generated/codebuild/schema.ts";
import { createRouter as createLogsRouter } from "../generated/logs/router.ts";
import { service as logsDefinition } from "../generated/logs/schema.ts";
import { createRouter as createSecretsManagerRouter } from "../generated/secretsmanager/router.ts";
import { service as secretsManagerDefinition } from "../generated/secretsmanager/schema.ts";
import { createRouter as createSsmRouter } from "../generated/ssm/router.ts";
import { service as ssmDefinition } from "../generated/ssm/schema.ts";
import type { ProjectSource } from "../generated/codebuild/types.ts";
import manifest from "../generated/codebuild/manifest.json" with { type: "json" };
import { createS3ArtifactStore } from "./artifacts/s3/s3-artifact-store.ts";
import { createS3CacheStore } from "./cache/s3/s3-cache-store.ts";
import type { Clock } from "./common/clock.ts";
import { randomIds } from "./common/ids.ts";
import type { Logger } from "./common/logger.ts";
import { VERSION } from "./common/version.ts";
import type { Config } from "./config/config.ts";
import { SERVICE_SWITCHES } from "./config/options.ts";
import { PhaseError } from "./domain/phase-error.ts";
import { GIT_SOURCE_TYPES } from "./domain/source-directory.ts";
import { createLogsOperations } from "./embedded/logs/logs-operations.ts";
import { logMigrations } from "./embedded/logs/log-migrations.ts";
import { s3Migrations } from "./embedded/s3/migrations.ts";
import { isS3Request } from "./embedded/s3/s3-request.ts";
import { createS3Service } from "./embedded/s3/s3-service.ts";
import { secretMigrations } from "./embedded/secrets-manager/secret-migrations.ts";
import { createSecretsManagerOperations } from "./embedded/secrets-manager/secrets-manager-operations.ts";
import { parameterMigrations } from "./embedded/ssm/parameter-migrations.ts";
import { createSsmOperations } from "./embedded/ssm/ssm-operations.ts";
import type { BuildEngine } from "./engine/build-engine.ts";
import { createBuildRetention } from "./engine/build-retention.ts";
import { createLocalBuildEngine } from "./engine/local-build-engine.ts";
import type { EnvironmentProvider } from "./environment/build-environment.ts";
import { DockerAddressError } from "./environment/docker/docker-connection.ts";
import { createDockerEnvironmentProvider } from "./environment/docker/docker-environment-provider.ts";
import { createDockerLogins } from "./environment/docker/docker-logins.ts";
import { createEventBridgeTarget } from "./events/eventbridge/eventbridge-event-target.ts";
import { openEventDelivery } from "./events/event-delivery.ts";
import type { EventTarget } from "./events/event-target.ts";
import { createHttpEventTarget } from "./events/http/http-event-target.ts";
import { createBadgeService } from "./http/badge-service.ts";
import { disabledRawService, disabledService } from "./http/disabled-service.ts";
import { createHostPolicy } from "./http/host-policy.ts";
import { createHttpApp, type RawService } from "./http/http-app.ts";
import { openHttpServer, type HttpServer } from "./http/http-server.ts";
import { createBuildLogSinks } from "./logs/build-log-sinks.ts";
import { createCloudWatchLogSinkProvider } from "./logs/cloudwatch/cloudwatch-log-sink.ts";
import { createS3LogSinkProvider } from "./logs/s3/s3-log-sink.ts";
import { createHandlers } from "./operations/index.ts";
import { createProjectBadges } from "./operations/project/project-badges.ts";
import { createSecretsManagerSource } from "./parameters/secrets-manager/secrets-manager-source.ts";
import { createSsmParameterSource } from "./parameters/ssm/ssm-parameter-source.ts";
import { createPageTokens } from "./protocol/page-tokens.ts";
import { createGitMirrors } from "./source/git/git-mirrors.ts";
import { createGitSourceProvider } from "./source/git/git-source-provider.ts";
import { createGitStatusReporter } from "./source/git/git-status-reporter.ts";
import { findSourceCredential } from "./source/git/source-credential.ts";
import { createNoneSourceProvider } from "./source/none/none-source-provider.ts";
import { readS3Text } from "./source/s3/read-s3-text.ts";
import { createS3SourceProvider } from "./source/s3/s3-source-provider.ts";
import { DataDirectoryError, openDataDirectory } from "./store/sqlite/data-directory.ts";
import { openSqliteDatabase } from "./store/sqlite/sqlite-database.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { storeMigrations } from "./store/sqlite/store-migrations.ts";
import type { Scope, Store } from "./store/store.ts";

/** One running endpoint. Disposing stops accepting, leaves running builds to the next start, and lets the data directory go. */
export interface Service extends AsyncDisposable {
  readonly url: string;
  readonly engine: BuildEngine;
}

/** The endpoint can't start, for a reason that the user can mend. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export interface ServiceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where builds run, instead of Docker. */
  readonly environments?: EnvironmentProvider;
  /** How long a minute of a time-out is, in milliseconds. */
  readonly minute?: number;
}

/** The name that a build's container has for the machine that it runs on. */
const HOST_FROM_BUILDS = "host.docker.internal";
const SECRET = "codebuild-local";

/** Builds the whole endpoint from its settings: the only place that knows which technology stands behind which interface. */
export async function openService(config: Config, parts: ServiceParts): Promise<Service> {
  const { clock, logger } = parts;
  await using opening = new AsyncDisposableStack();
  const data = opening.use(orStartError(() => openDataDirectory(config.dataDirectory)));
  const policy = createHostPolicy([...config.allowedHosts, ...(config.host === undefined ? [] : [config.host])]);
  const defaults = { account: config.account, region: config.region };
  const listening: { server?: HttpServer } = {};
  const ownUrl = (host: string): string => `http://${host}:${listening.server?.port ?? config.port}`;

  const records = opening.use(
    openSqliteStore({
      database: opening.use(openSqliteDatabase(data.databasePath("codebuild.db"), storeMigrations)),
      encryptionKey: data.key,
    }),
  );
  const clients = opening.use(createNeighbourClients(config, () => ownUrl("127.0.0.1")));
  const { store } = opening.use(
    openEventDelivery({
      store: records,
      targets: createEventTargets(config, clients),
      source: config.eventSource,
      clock,
      ids: randomIds,
      logger,
    }),
  );
  const docker =
    parts.environments === undefined
      ? orStartError(() =>
          createDockerEnvironmentProvider({
            pullPolicy: config.pull,
            instance: data.instance,
            logger,
            clock,
            ...(config.dockerHost === undefined ? {} : { host: config.dockerHost }),
            certPath: config.dockerCertPath,
            ...(config.dockerConfig === undefined ? {} : { logins: createDockerLogins(config.dockerConfig) }),
            ...(config.dockerNetwork === undefined ? {} : { network: config.dockerNetwork }),
            extraHosts: config.extraHosts,
          }),
        )
      : undefined;
  /** How builds call this endpoint. */
  let hostFromBuilds = HOST_FROM_BUILDS;
  let exposed: Promise<void> | undefined;
  const expose = async (): Promise<void> => {
    const { server } = listening;
    if (docker === undefined || server === undefined) return;
    const inside = await docker.ownAddress();
    if (inside !== undefined) {
      hostFromBuilds = inside;
      return;
    }
    const gateway = await docker.buildNetworkGateway();
    if (gateway === undefined || config.host !== undefined) return;
    try {
      await server.listen(gateway);
      logger.info("listening for builds", { address: gateway });
      // The name is the machine's on the engine's default network, wherever a build runs.
      if (config.dockerNetwork !== undefined) hostFromBuilds = gateway;
    } catch (error) {
      // Docker Desktop and remote engines: the gateway isn't an address of this machine.
      logger.warn("the gateway of the builds' network can't be listened on; builds may not reach this endpoint", {
        address: gateway,
        error,
      });
    }
  };
  const environments: EnvironmentProvider = parts.environments ?? {
    ...requireDocker(docker),
    async provision(spec, signal) {
      exposed ??= expose().catch((error: unknown) => {
        exposed = undefined;
        logger.debug("the builds' network could not be looked at", { error });
      });
      await exposed;
      return requireDocker(docker).provision(spec, signal);
    },
  };

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
  });
  const logsDatabase = config.services.logs
    ? opening.use(openSqliteDatabase(data.databasePath("logs.db"), logMigrations))
    : undefined;
  const engine = createLocalBuildEngine({
    store,
    environments,
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
        isHeldUp: () => config.logsEndpoint === undefined && logsDatabase?.takesWrites === false,
      }),
      s3: createS3LogSinkProvider({ client: clients.s3, directory: data.directory("logs") }),
    }),
    readObject: async (scope, bucket, key, signal) => readS3Text(await clients.s3(scope), bucket, key, signal),
    endpointVariables: (_build, scope) => toEndpointVariables(config, scope, ownUrl(hostFromBuilds)),
    parameters: createSsmParameterSource({ client: clients.ssm }),
    fileSystemRewrites: config.efsRewrites,
    secrets,
    clock,
    ids: randomIds,
    logger,
    concurrentBuilds: config.maxConcurrentBuilds,
    minute: parts.minute ?? 60_000,
    breakpointMinutes: config.breakpointMinutes,
  });

  const raw: RawService[] = [];
  if (config.services.s3) {
    raw.push(
      opening.use(
        createS3Service({
          database: opening.use(openSqliteDatabase(data.databasePath("s3.db"), s3Migrations)),
          directory: data.directory("s3"),
          clock,
          ids: randomIds,
          logger,
          defaultAccount: config.account,
          defaultRegion: config.region,
          isLocalHost: (name) => policy.isOwnName(name),
        }),
      ),
    );
  } else {
    raw.push(
      disabledRawService({ label: "S3", variable: SERVICE_SWITCHES.s3[0] }, (request) =>
        isS3Request(request, (name) => policy.isOwnName(name)),
      ),
    );
  }
  const ssmDatabase = config.services.ssm
    ? opening.use(openSqliteDatabase(data.databasePath("ssm.db"), parameterMigrations))
    : undefined;
  const secretsDatabase = config.services.secretsmanager
    ? opening.use(openSqliteDatabase(data.databasePath("secrets.db"), secretMigrations))
    : undefined;
  const badges = createProjectBadges({ store, encryptionKey: data.key });
  raw.push(createBadgeService((uuid, query) => badges.stateOf(uuid, query)));
  const handlers = createHandlers({
    store,
    engine,
    clock,
    ids: randomIds,
    pageTokens: createPageTokens(data.key),
    badges,
  });

  const app = createHttpApp({
    policy,
    defaults,
    raw,
    version: VERSION,
    clock,
    logger,
    routers: (edge) => [
      config.services.codebuild
        ? createCodeBuildRouter(handlers, edge)
        : disabledService(
            { label: "CodeBuild", variable: SERVICE_SWITCHES.codebuild[0], name: codebuildDefinition.name },
            edge,
          ),
      logsDatabase === undefined
        ? disabledService(
            { label: "CloudWatch Logs", variable: SERVICE_SWITCHES.logs[0], name: logsDefinition.name },
            edge,
          )
        : createLogsRouter(createLogsOperations({ database: logsDatabase, clock }), edge),
      ssmDatabase === undefined
        ? disabledService(
            { label: "Parameter Store", variable: SERVICE_SWITCHES.ssm[0], name: ssmDefinition.name },
            edge,
          )
        : createSsmRouter(createSsmOperations({ database: ssmDatabase, encryptionKey: data.key, clock }), edge),
      secretsDatabase === undefined
        ? disabledService(
            {
              label: "Secrets Manager",
              variable: SERVICE_SWITCHES.secretsmanager[0],
              name: secretsManagerDefinition.name,
            },
            edge,
          )
        : createSecretsManagerRouter(
            createSecretsManagerOperations({
              database: secretsDatabase,
              encryptionKey: data.key,
              clock,
              ids: randomIds,
            }),
            edge,
          ),
    ],
    health: async () => ({
      status: "ok",
      version: VERSION,
      model: { digest: manifest.modelDigest },
      docker: await environments.reachable(),
      services: config.services,
    }),
  });
  listening.server = opening.use(await listen(config, app, clock));
  if (docker !== undefined && config.dataDirectory === undefined)
    opening.defer(() => removeVolumes(docker, store, logger));
  opening.use(engine);
  await engine.recover();
  const { buildRetentionDays: days } = config;
  if (days !== undefined) opening.use(createBuildRetention({ store, clock, logger, days }));
  const opened = opening.move();
  return { url: ownUrl(config.host ?? "127.0.0.1"), engine, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** What nobody could find again: the data directory goes with the endpoint. */
async function removeVolumes(docker: EnvironmentProvider, store: Store, logger: Logger): Promise<void> {
  if (!store.caches.hasLocal()) return;
  try {
    for (const name of await docker.volumes()) await docker.removeVolume(name);
  } catch (error) {
    logger.warn("volumes of caches could not be removed", { error });
  }
}

/** What the user's settings name may be unusable. */
function orStartError<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof DataDirectoryError || error instanceof DockerAddressError)
      throw new StartError(error.message, { cause: error });
    throw error;
  }
}

async function listen(config: Config, app: ReturnType<typeof createHttpApp>, clock: Clock): Promise<HttpServer> {
  try {
    return await openHttpServer(app, {
      port: config.port,
      addresses: config.host === undefined ? ["127.0.0.1", "::1"] : [config.host],
      clock,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`can't listen on port ${config.port}: ${reason}`, { cause: error });
  }
}

function requireDocker<T>(docker: T | undefined): T {
  if (docker === undefined) throw new Error("there is no environment provider");
  return docker;
}

/** Clients of the neighbour services, one for each account and region; each library is loaded with its first client. */
interface NeighbourClients extends Disposable {
  s3(this: void, scope: Scope): Promise<S3Client>;
  logs(this: void, scope: Scope): Promise<CloudWatchLogsClient>;
  ssm(this: void, scope: Scope): Promise<SSMClient>;
  secretsManager(this: void, scope: Scope): Promise<SecretsManagerClient>;
  eventBridge(this: void, scope: Scope): Promise<EventBridgeClient>;
}

/** @param ownUrl where the embedded services are */
function createNeighbourClients(config: Config, ownUrl: () => string): NeighbourClients {
  const settings = (scope: Scope, endpoint: string | undefined) => ({
    endpoint: endpoint ?? ownUrl(),
    region: scope.region,
    // The embedded services take the account from the access key id; a foreign one gets the user's own credentials.
    ...(endpoint === undefined ? { credentials: { accessKeyId: scope.account, secretAccessKey: SECRET } } : {}),
  });
  const made: { destroy(): void }[] = [];
  const once = <Client extends { destroy(): void }>(make: (scope: Scope) => Promise<Client>) => {
    const clients = new Map<string, Promise<Client>>();
    return (scope: Scope): Promise<Client> => {
      const key = `${scope.account}/${scope.region}`;
      let client = clients.get(key);
      if (client === undefined) {
        client = make(scope).then((opened) => {
          made.push(opened);
          return opened;
        });
        clients.set(key, client);
      }
      return client;
    };
  };
  return {
    s3: once(async (scope) => {
      if (!config.services.s3 && config.s3Endpoint === undefined) throw notConfigured("S3", "--s3-endpoint");
      const { S3Client: Client } = await import("@aws-sdk/client-s3");
      return new Client({ ...settings(scope, config.s3Endpoint), forcePathStyle: true });
    }),
    logs: once(async (scope) => {
      if (!config.services.logs && config.logsEndpoint === undefined)
        throw notConfigured("CloudWatch Logs", "--logs-endpoint");
      const { CloudWatchLogsClient: Client } = await import("@aws-sdk/client-cloudwatch-logs");
      return new Client({ ...settings(scope, config.logsEndpoint), maxAttempts: 1 });
    }),
    ssm: once(async (scope) => {
      if (!config.services.ssm && config.ssmEndpoint === undefined)
        throw notConfigured("Parameter Store", "--ssm-endpoint");
      const { SSMClient: Client } = await import("@aws-sdk/client-ssm");
      return new Client(settings(scope, config.ssmEndpoint));
    }),
    secretsManager: once(async (scope) => {
      if (!config.services.secretsmanager && config.secretsManagerEndpoint === undefined)
        throw notConfigured("Secrets Manager", "--secretsmanager-endpoint");
      const { SecretsManagerClient: Client } = await import("@aws-sdk/client-secrets-manager");
      return new Client(settings(scope, config.secretsManagerEndpoint));
    }),
    eventBridge: once(async (scope) => {
      const { EventBridgeClient: Client } = await import("@aws-sdk/client-eventbridge");
      return new Client({ ...settings(scope, config.eventBridgeEndpoint), maxAttempts: 1 });
    }),
    [Symbol.dispose]() {
      for (const client of made) client.destroy();
    },
  };
}

/** Where events are sent to; none unless configured. */
function createEventTargets(config: Config, clients: NeighbourClients): EventTarget[] {
  const { eventsUrl: url, eventBridgeEndpoint: endpoint, eventBus: bus } = config;
  return [
    ...(url === undefined ? [] : [createHttpEventTarget({ url, userAgent: `codebuild-local/${VERSION}` })]),
    ...(endpoint === undefined ? [] : [createEventBridgeTarget({ client: clients.eventBridge, endpoint, bus })]),
  ];
}

function notConfigured(service: string, flag: string): PhaseError {
  return new PhaseError(
    "CLIENT_ERROR",
    `${service} is disabled in this endpoint, and no other is configured (${flag})`,
  );
}

/** What makes the AWS clients in a build call this endpoint, as its own account. */
function toEndpointVariables(config: Config, scope: Scope, url: string): ReadonlyMap<string, string> {
  const variables = new Map([
    ["AWS_ENDPOINT_URL", url],
    ["AWS_ACCESS_KEY_ID", scope.account],
    ["AWS_SECRET_ACCESS_KEY", SECRET],
  ]);
  if (config.s3Endpoint !== undefined) variables.set("AWS_ENDPOINT_URL_S3", config.s3Endpoint);
  if (config.logsEndpoint !== undefined) variables.set("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", config.logsEndpoint);
  if (config.ssmEndpoint !== undefined) variables.set("AWS_ENDPOINT_URL_SSM", config.ssmEndpoint);
  if (config.secretsManagerEndpoint !== undefined)
    variables.set("AWS_ENDPOINT_URL_SECRETS_MANAGER", config.secretsManagerEndpoint);
  if (config.eventBridgeEndpoint !== undefined)
    variables.set("AWS_ENDPOINT_URL_EVENTBRIDGE", config.eventBridgeEndpoint);
  return variables;
}
