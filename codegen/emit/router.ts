import type { ServiceSettings } from "../settings.ts";
import { GeneratedFile } from "./generated-file.ts";

/** Koa middleware for one service, over all protocols of the model. */
export function emitRouter(settings: ServiceSettings): string {
  const file = new GeneratedFile();
  const { runtime } = settings;
  const api = file.importType("ApiService", `${runtime}/api-service.ts`);
  const create = file.import("createApiService", `${runtime}/api-service.ts`);
  const onFault = file.importType("OnFault", `${runtime}/api-service.ts`);
  const context = file.importType("RequestContext", `${runtime}/operation.ts`);
  const write = file.import("writeAnswer", `${runtime}/write-answer.ts`);
  const koaContext = file.importType("Context", "koa");
  const middleware = file.importType("Middleware", "koa");
  const handlers = file.importType("Handlers", "./operations.ts");
  const service = file.import("service", "./schema.ts");
  const validators = file.import("validators", "./validators.js");
  file.print(
    "export interface RouterOptions {",
    "  /** The whole body of the request, however it is read and limited. A rejection is passed up. */",
    `  readonly readBody: (ctx: ${koaContext}) => Uint8Array | Promise<Uint8Array>;`,
    `  readonly contextOf: (ctx: ${koaContext}) => ${context};`,
    "  /** Told of whatever an operation threw that the model does not know. */",
    `  readonly onFault: ${onFault};`,
    "}",
    "",
    "/** This service behind all its protocols, for whoever reads requests and writes answers without Koa. */",
    `export function createApi(handlers: ${handlers}, onFault: ${onFault}): ${api} {`,
    `  return ${create}(${service}, ${validators}, handlers, onFault);`,
    "}",
    "",
    "/** Answers the requests of this service, past Koa's own response; passes on all others. */",
    `export function createRouter(handlers: ${handlers}, options: RouterOptions): ${middleware} {`,
    "  const api = createApi(handlers, options.onFault);",
    "  const { readBody, contextOf } = options;",
    "  return async (ctx, next) => {",
    "    if (!api.claims(ctx.req)) {",
    "      await next();",
    "      return;",
    "    }",
    "    const read = readBody(ctx);",
    "    const body = read instanceof Promise ? await read : read;",
    "    const answered = api.answer(ctx.req, body, contextOf(ctx));",
    "    const answer = answered instanceof Promise ? await answered : answered;",
    "    ctx.respond = false;",
    `    ${write}(ctx.res, answer);`,
    "  };",
    "}",
  );
  return file.toString();
}
