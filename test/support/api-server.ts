import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CodeBuildClient, type CodeBuildClientConfig } from "@aws-sdk/client-codebuild";
import Koa from "koa";
import { createRouter } from "../../generated/codebuild/router.ts";
import type { Build } from "../../generated/codebuild/types.ts";
import { randomIds } from "../../src/common/ids.ts";
import { applyPhaseEnd } from "../../src/domain/build-lifecycle.ts";
import type { BuildEngine } from "../../src/engine/build-engine.ts";
import { createHandlers } from "../../src/operations/index.ts";
import { createProjectBadges } from "../../src/operations/project/project-badges.ts";
import { createPageTokens } from "../../src/protocol/page-tokens.ts";
import { requestScope } from "../../src/protocol/request-scope.ts";
import type { Database } from "../../src/store/database.ts";
import { openSqliteDatabase } from "../../src/store/sqlite/sqlite-database.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { storeMigrations } from "../../src/store/sqlite/store-migrations.ts";
import type { Store } from "../../src/store/store.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";

export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

/** The API over real HTTP and real SQLite; the engine only records what it was given, so that builds stay as they were started. */
export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  readonly store: Store;
  readonly database: Database;
  readonly clock: ManualClock;
  /** What the engine was given; its numbers may be set. */
  readonly engine: RecordingEngine;
  /** Faults of operations: a test that causes one fails. */
  readonly faults: readonly unknown[];
  client(
    config?: { readonly account?: string; readonly region?: string } & Omit<CodeBuildClientConfig, "region">,
  ): CodeBuildClient;
  /** Ends a stored build as SUCCEEDED, as the engine would. */
  finish(arn: string | undefined): void;
}

export interface RecordingEngine extends BuildEngine {
  readonly submitted: string[];
  queue: { running: number; waiting: number; concurrent: number; capacity: number };
}

/** @param options.path of the database file; in memory without one */
export async function openApiServer(options: { readonly path?: string } = {}): Promise<ApiServer> {
  const database = openSqliteDatabase(options.path ?? ":memory:", storeMigrations);
  const key = Buffer.alloc(32, 1);
  const store = openSqliteStore({ database, encryptionKey: key });
  const clock = createManualClock(Date.UTC(2026, 10, 21, 9, 0, 0, 123));
  const engine = createRecordingEngine(store, clock);
  const faults: unknown[] = [];
  const handlers = createHandlers({
    store,
    engine,
    clock,
    ids: randomIds,
    pageTokens: createPageTokens(key),
    badges: createProjectBadges({ store, encryptionKey: key }),
  });
  const app = new Koa();
  app.use(
    createRouter(handlers, {
      readBody: (ctx) => readAll(ctx.req),
      contextOf: (ctx) => ({
        requestId: randomUUID(),
        host: ctx.host,
        ...requestScope(ctx.req, { account: ACCOUNT, region: REGION }),
      }),
      onFault: (error) => faults.push(error),
    }),
  );
  // eslint-disable-next-line typescript/no-misused-promises -- Koa answers by itself and never rejects
  const server = createServer(app.callback());
  const url = await listen(server);
  const clients: CodeBuildClient[] = [];
  return {
    url,
    store,
    database,
    clock,
    engine,
    faults,
    client({ account = "test", region = REGION, ...config } = {}) {
      const client = new CodeBuildClient({
        endpoint: url,
        region,
        credentials: { accessKeyId: account, secretAccessKey: "secret" },
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    finish(arn) {
      const build = store.builds.get(arn ?? "");
      if (build === undefined) throw new Error(`no build ${arn ?? ""}`);
      store.builds.replace(applyPhaseEnd(build, { time: clock.now(), outcome: "SUCCEEDED", next: "COMPLETED" }));
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store[Symbol.dispose]();
      database[Symbol.dispose]();
    },
  };
}

function createRecordingEngine(store: Store, clock: ManualClock): RecordingEngine {
  const submitted: string[] = [];
  return {
    submitted,
    queue: { running: 0, waiting: 0, concurrent: 2, capacity: 10 },
    submit(arn) {
      submitted.push(arn);
    },
    stop(arn): Build | undefined {
      const build = store.builds.get(arn);
      if (build === undefined || build.buildComplete === true) return build;
      const stopped = applyPhaseEnd(build, { time: clock.now(), outcome: "STOPPED", next: "COMPLETED" });
      store.builds.replace(stopped);
      return stopped;
    },
    recover: () => Promise.resolve(),
    removeUnusedCaches() {},
    idle: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
