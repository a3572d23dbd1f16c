// Generated from model/ by codegen (npm run codegen). Do not edit.
import { type ApiService, type OnFault, createApiService } from "../../src/protocol/api-service.ts";
import type { RequestContext } from "../../src/protocol/operation.ts";
import { writeAnswer } from "../../src/protocol/write-answer.ts";
import type { Handlers } from "./operations.ts";
import { service } from "./schema.ts";
import { validators } from "./validators.js";
import type { Context, Middleware } from "koa";

export interface RouterOptions {
  /** The whole body of the request, however it is read and limited. A rejection is passed up. */
  readonly readBody: (ctx: Context) => Uint8Array | Promise<Uint8Array>;
  readonly contextOf: (ctx: Context) => RequestContext;
  /** Told of whatever an operation threw that the model does not know. */
  readonly onFault: OnFault;
}

/** This service behind all its protocols, for whoever reads requests and writes answers without Koa. */
export function createApi(handlers: Handlers, onFault: OnFault): ApiService {
  return createApiService(service, validators, handlers, onFault);
}

/** Answers the requests of this service, past Koa's own response; passes on all others. */
export function createRouter(handlers: Handlers, options: RouterOptions): Middleware {
  const api = createApi(handlers, options.onFault);
  const { readBody, contextOf } = options;
  return async (ctx, next) => {
    if (!api.claims(ctx.req)) {
      await next();
      return;
    }
    const read = readBody(ctx);
    const body = read instanceof Promise ? await read : read;
    const answered = api.answer(ctx.req, body, contextOf(ctx));
    const answer = answered instanceof Promise ? await answered : answered;
    ctx.respond = false;
    writeAnswer(ctx.res, answer);
  };
}
