import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import Koa from "koa";
import { createRouter } from "../../generated/logs/router.ts";
import { type Clock, systemClock } from "../../src/common/clock.ts";
import { createLogsOperations } from "../../src/embedded/logs/logs-operations.ts";
import { logMigrations } from "../../src/embedded/logs/log-migrations.ts";
import { readBody } from "../../src/http/read-body.ts";
import { requestScope } from "../../src/protocol/request-scope.ts";
import { openSqliteDatabase } from "../../src/store/sqlite/sqlite-database.ts";

export interface LogsEndpoint extends AsyncDisposable {
  readonly url: string;
  /** What operations threw that their model does not know. */
  readonly faults: unknown[];
}

/** The embedded CloudWatch Logs alone, behind its generated router and real HTTP. */
export async function startLogsEndpoint(
  options: { readonly path?: string; readonly clock?: Clock; readonly port?: number } = {},
): Promise<LogsEndpoint> {
  const clock = options.clock ?? systemClock;
  const database = openSqliteDatabase(options.path ?? ":memory:", logMigrations);
  const faults: unknown[] = [];
  const router = createRouter(createLogsOperations({ database, clock }), {
    readBody: (ctx) => readBody(ctx.req, systemClock),
    contextOf: (ctx) => ({
      requestId: randomUUID(),
      host: ctx.host,
      ...requestScope(ctx.req, { account: "000000000000", region: "us-east-1" }),
    }),
    onFault: (error) => faults.push(error),
  });
  const app = new Koa();
  app.use(router);
  app.on("error", (error) => faults.push(error));
  const callback = app.callback();
  const server = createServer((request, response) => {
    void callback(request, response);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database[Symbol.dispose]();
    },
  };
}
