import { createRouter as createCodeBuildRouter } from "../generated/codebuild/router.ts";
import { service as codebuildDefinition } from "../generated/codebuild/schema.ts";
import manifest from "../generated/codebuild/manifest.json" with { type: "json" };
import type { Clock } from "./common/clock.ts";
import { randomIds } from "./common/ids.ts";
import type { Logger } from "./common/logger.ts";
import { VERSION } from "./common/version.ts";
import { createDockerBuilds, HOST_FROM_BUILDS, type Builds } from "./composition/docker-builds.ts";
import { openEmbeddedServices, refusing } from "./composition/embedded-services.ts";
import { createEngineParts } from "./composition/engine-parts.ts";
import { createNeighbourClients, toEndpointVariables, type NeighbourClients } from "./composition/neighbour-clients.ts";
import type { Config } from "./config/config.ts";
import type { BuildEngine } from "./engine/build-engine.ts";
import { createBuildRetention } from "./engine/build-retention.ts";
import { createLocalBuildEngine } from "./engine/local-build-engine.ts";
import type { EnvironmentProvider } from "./environment/build-environment.ts";
import { DockerAddressError } from "./environment/docker/docker-connection.ts";
import { openEventDelivery } from "./events/event-delivery.ts";
import type { EventTarget } from "./events/event-target.ts";
import { createEventBridgeTarget } from "./events/eventbridge/eventbridge-event-target.ts";
import { createHttpEventTarget } from "./events/http/http-event-target.ts";
import { createBadgeService } from "./http/badge-service.ts";
import { createHostPolicy } from "./http/host-policy.ts";
import { createHttpApp } from "./http/http-app.ts";
import { openHttpServer, type HttpServer } from "./http/http-server.ts";
import { createHandlers } from "./operations/index.ts";
import { createProjectBadges } from "./operations/project/project-badges.ts";
import { createPageTokens } from "./protocol/page-tokens.ts";
import { DataDirectoryError, openDataDirectory } from "./store/sqlite/data-directory.ts";
import { DatabaseTooNewError, DatabaseUnusableError, openSqliteDatabase } from "./store/sqlite/sqlite-database.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { storeMigrations } from "./store/sqlite/store-migrations.ts";
import type { Store } from "./store/store.ts";

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

/** Builds the whole endpoint from its settings. */
export async function openService(config: Config, parts: ServiceParts): Promise<Service> {
  const { clock, logger } = parts;
  await using opening = new AsyncDisposableStack();
  const data = opening.use(orStartError(() => openDataDirectory(config.dataDirectory)));
  const policy = createHostPolicy([...config.allowedHosts, ...(config.host === undefined ? [] : [config.host])]);
  const listening: { server?: HttpServer } = {};
  const ownUrl = (host: string): string => `http://${host}:${listening.server?.port ?? config.port}`;

  const records = opening.use(
    openSqliteStore({
      database: opening.use(orStartError(() => openSqliteDatabase(data.databasePath("codebuild.db"), storeMigrations))),
      encryptionKey: data.key,
    }),
  );
  const clients = opening.use(
    createNeighbourClients(config, {
      url: () => ownUrl("127.0.0.1"),
      connect: () => requireServer(listening.server).connect(),
    }),
  );
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
  const embedded = opening.use(orStartError(() => openEmbeddedServices(config, { data, policy, clock, logger })));
  const builds: Builds =
    parts.environments === undefined
      ? orStartError(() =>
          createDockerBuilds(config, { instance: data.instance, clock, logger, server: () => listening.server }),
        )
      : { environments: parts.environments, ownHost: HOST_FROM_BUILDS };
  const engine = createLocalBuildEngine({
    ...createEngineParts(config, { store, clients, embedded, data, clock, logger }),
    store,
    environments: builds.environments,
    endpointVariables: (_build, scope) => toEndpointVariables(config, scope, ownUrl(builds.ownHost)),
    fileSystemRewrites: config.efsRewrites,
    clock,
    ids: randomIds,
    logger,
    concurrentBuilds: config.maxConcurrentBuilds,
    minute: parts.minute ?? 60_000,
    breakpointMinutes: config.breakpointMinutes,
  });

  const badges = createProjectBadges({ store, encryptionKey: data.key });
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
    defaults: { account: config.account, region: config.region },
    raw: [embedded.s3, createBadgeService((uuid, query) => badges.stateOf(uuid, query))],
    version: VERSION,
    clock,
    logger,
    routers: (edge) => [
      config.services.codebuild
        ? createCodeBuildRouter(handlers, edge)
        : refusing("CodeBuild", "codebuild", codebuildDefinition, edge),
      ...embedded.routers(edge),
    ],
    health: async () => ({
      status: "ok",
      version: VERSION,
      model: { digest: manifest.modelDigest },
      docker: await builds.environments.reachable(),
      services: config.services,
    }),
  });
  listening.server = opening.use(await listen(config, app, clock));
  if (parts.environments === undefined && config.dataDirectory === undefined)
    opening.defer(() => removeVolumes(builds.environments, store, logger));
  opening.use(engine);
  await engine.recover();
  void builds.environments.reachable().then((answer) => {
    if (!answer.reachable) logger.warn("builds will fail until a container engine answers", { reason: answer.reason });
  });
  const { buildRetentionDays: days } = config;
  if (days !== undefined) opening.use(createBuildRetention({ store, clock, logger, days }));
  const opened = opening.move();
  return { url: ownUrl(config.host ?? "127.0.0.1"), engine, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function requireServer(server: HttpServer | undefined): HttpServer {
  if (server === undefined) throw new Error("the endpoint does not listen yet");
  return server;
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

/** What users can mend: their messages say how. */
const USERS_OWN = [DataDirectoryError, DatabaseTooNewError, DatabaseUnusableError, DockerAddressError] as const;

/** What the user's settings name may be unusable. */
function orStartError<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Error && USERS_OWN.some((kind) => error instanceof kind))
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
    const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const reason = inUse
      ? "another program has it; --port takes another one"
      : error instanceof Error
        ? error.message
        : String(error);
    throw new StartError(`can't listen on port ${config.port}: ${reason}`, { cause: error });
  }
}

/** Where events are sent to; none unless configured. */
function createEventTargets(config: Config, clients: NeighbourClients): EventTarget[] {
  const { eventsUrl: url, eventBridgeEndpoint: endpoint, eventBus: bus } = config;
  return [
    ...(url === undefined ? [] : [createHttpEventTarget({ url, userAgent: `codebuild-local/${VERSION}` })]),
    ...(endpoint === undefined ? [] : [createEventBridgeTarget({ client: clients.eventBridge, endpoint, bus })]),
  ];
}
