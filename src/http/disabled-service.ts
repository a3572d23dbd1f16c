import type { Middleware } from "koa";

import { answerError } from "../protocol/answer-error.ts";
import { pathOf, speaksCbor } from "../protocol/exchange.ts";
import { writeAnswer } from "../protocol/write-answer.ts";
import type { RawService, RouterEdge } from "./http-app.ts";

/** Answers every request to a service that is switched off with an error that says so. */
export function disabledService(
  options: { readonly label: string; readonly variable: string; readonly name: string },
  edge: RouterEdge,
): Middleware {
  const targetPrefix = `${options.name}.`;
  return async (ctx, next) => {
    const target = ctx.req.headers["x-amz-target"];
    const claimed = speaksCbor(ctx.req)
      ? pathOf(ctx.req).includes(`/service/${options.name}/operation/`)
      : typeof target === "string" && target.startsWith(targetPrefix);
    if (!claimed) {
      await next();
      return;
    }
    await edge.readBody(ctx);
    ctx.respond = false;
    const message = toDisabledMessage(options);
    writeAnswer(
      ctx.res,
      answerError(
        ctx.req,
        { status: 403, id: "com.amazon.coral.service#AccessDeniedException", message },
        edge.contextOf(ctx).requestId,
      ),
    );
  };
}

/** The same for a service that is told by the form of its requests: S3's, in S3's own form. */
export function disabledRawService(
  options: { readonly label: string; readonly variable: string },
  handles: RawService["handles"],
): RawService {
  return {
    handles,
    handle(request, response) {
      request.resume();
      response.writeHead(403, { "Content-Type": "application/xml" });
      response.end(
        request.method === "HEAD"
          ? undefined
          : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${toDisabledMessage(options)}</Message></Error>`,
      );
      return Promise.resolve();
    },
  };
}

function toDisabledMessage({ label, variable }: { readonly label: string; readonly variable: string }): string {
  return `${label} is disabled in this endpoint (${variable}=false).`;
}
