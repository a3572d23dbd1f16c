import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import Koa, { type Context, type Middleware } from "koa";

import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import { answerError, answerUnknown } from "../protocol/answer-error.ts";
import type { FrameworkError } from "../protocol/wire-protocol.ts";
import { pathOf } from "../protocol/exchange.ts";
import type { RequestContext } from "../protocol/operation.ts";
import { requestScope, type RequestScope } from "../protocol/request-scope.ts";
import { writeAnswer } from "../protocol/write-answer.ts";
import type { HostPolicy } from "./host-policy.ts";
import { BodyError, readBody } from "./read-body.ts";
import { toStartPage } from "./start-page.ts";

/** The routes of this endpoint's own, which no AWS service has. */
export const OWN_PATH = "/_codebuild-local/";

/** What the generated routers are made with. */
export interface RouterEdge {
  readonly readBody: (ctx: Context) => Promise<Uint8Array>;
  readonly contextOf: (ctx: Context) => RequestContext;
  readonly onFault: (error: unknown, operation: string, requestId: string) => void;
}

/** A service that answers node's own requests, past Koa. */
export interface RawService {
  /** Its answers are images for pages of any site. Whose name the endpoint is called by is checked all the same. */
  readonly forAnySite?: true;
  handles(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface HttpAppOptions {
  readonly policy: HostPolicy;
  /** For requests that say neither account nor region. */
  readonly defaults: RequestScope;
  readonly routers: (edge: RouterEdge) => readonly Middleware[];
  readonly raw: readonly RawService[];
  /** The body of the health answer. */
  readonly health: () => Promise<object>;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything on the port: host check, own routes, raw services, then the generated routers, then what nobody claims. */
export function createHttpApp(options: HttpAppOptions): RequestListener {
  const { policy, defaults, logger, clock } = options;
  const edge: RouterEdge = {
    readBody: (ctx) => readBody(ctx.req, clock),
    contextOf: (ctx) => ({
      requestId: randomUUID(),
      host: ctx.req.headers.host ?? "",
      ...requestScope(ctx.req, defaults),
    }),
    onFault(error, operation, requestId) {
      logger.error("an operation failed by a fault of ours", { operation, requestId, error });
    },
  };
  const answerers: readonly Middleware[] = [
    ...options.routers(edge),
    async (ctx) => {
      const body = await edge.readBody(ctx);
      ctx.respond = false;
      writeAnswer(ctx.res, answerUnknown(ctx.req, body, edge.contextOf(ctx).requestId));
    },
  ];
  /** The first of the routers that claims the request answers it; the last one claims all. */
  const callRouter = async (ctx: Context, index: number): Promise<void> => {
    await answerers[index]?.(ctx, () => callRouter(ctx, index + 1));
  };
  const guarded = async (ctx: Context, answer: () => Promise<void>): Promise<void> => {
    try {
      await answer();
    } catch (error) {
      answerBroken(ctx, error, edge);
    }
  };
  const app = new Koa();
  app.use(guarded).use(ownRoutes(options));
  app.use((ctx) => callRouter(ctx, 0));
  const koa = app.callback();

  return (request, response) => {
    const raw = options.raw.find((service) => service.handles(request));
    const refusal = policy.refusal(raw?.forAnySite === true ? { host: request.headers.host } : request.headers);
    if (refusal !== undefined) {
      response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" }).end(`${refusal}\n`);
      return;
    }
    if (raw !== undefined) void raw.handle(request, response);
    else if (request.method !== "POST") void koa(request, response);
    else {
      // The routers never use Koa's response, and what Koa does for it takes a third as long as all the rest of a small answer.
      const ctx = app.createContext(request, response);
      void guarded(ctx, () => callRouter(ctx, 0));
    }
  };
}

function ownRoutes({ health, version }: HttpAppOptions): Middleware {
  return async (ctx, next) => {
    const path = ctx.method === "GET" || ctx.method === "HEAD" ? pathOf(ctx.req) : undefined;
    if (path === "/") {
      ctx.type = "html";
      ctx.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
      ctx.body = toStartPage(version, ctx.host);
    } else if (path === `${OWN_PATH}health`) {
      ctx.set("Cache-Control", "no-store");
      ctx.body = await health();
    } else if (path?.startsWith(OWN_PATH) === true) {
      ctx.status = 404;
      ctx.body = { message: `There is nothing at ${path}` };
    } else {
      await next();
    }
  };
}

/** The error edge: in the protocol that the request speaks, whatever went wrong before an operation could answer. */
function answerBroken(ctx: Context, error: unknown, edge: RouterEdge): void {
  if (ctx.res.headersSent || ctx.res.destroyed) {
    edge.onFault(error, "answer", "");
    ctx.res.destroy();
    return;
  }
  const { requestId } = edge.contextOf(ctx);
  ctx.respond = false;
  if (!(error instanceof BodyError)) edge.onFault(error, "request", requestId);
  writeAnswer(ctx.res, answerError(ctx.req, toFrameworkError(error), requestId));
}

function toFrameworkError(error: unknown): FrameworkError {
  if (!(error instanceof BodyError)) return { status: 500, id: "com.amazon.coral.service#InternalFailure" };
  const name = error.status === 413 ? "RequestEntityTooLargeException" : "SerializationException";
  return { status: error.status, id: `com.amazon.coral.service#${name}`, message: error.message };
}
