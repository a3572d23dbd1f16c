import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";

import type { BuildEvent } from "../../domain/build-events.ts";
import type { Delivery, EventTarget } from "../event-target.ts";

/** Statuses that say that the target takes nothing for now, whatever the event. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Posts each event as JSON to one URL. Any 2xx is the acknowledgement; redirects are not followed. */
export function createHttpEventTarget(options: { readonly url: string; readonly userAgent: string }): EventTarget {
  const url = new URL(options.url);
  return {
    name: "http",
    address: url.origin,
    eventsPerCall: 1,
    calls: 8,
    send: (events, signal) =>
      Promise.all(
        events.map(async (event): Promise<Delivery> => {
          const status = await post(url, event, { "User-Agent": options.userAgent }, signal);
          if (status >= 200 && status < 300) return "delivered";
          if (NOT_NOW.has(status)) throw new Error(`HTTP status ${status}`);
          return { refused: `HTTP status ${status}` };
        }),
      ),
  };
}

/** The most of an answer's body that is read. */
const LONGEST_ANSWER = 64 * 1024;

/** @returns the status of the answer, whose body is passed over */
function post(url: URL, event: BuildEvent, headers: Record<string, string>, signal: AbortSignal): Promise<number> {
  const body = Buffer.from(JSON.stringify(event));
  const options: RequestOptions = {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json", "Content-Length": body.length },
    // A connection for each: one that is kept may be closed by the target as the next event goes out on it.
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    let status: number | undefined;
    /** However the body ends: what counts has been said. */
    const end = (error: Error): void => {
      if (status === undefined) reject(error);
      else resolve(status);
    };
    const answered = (answer: IncomingMessage): void => {
      status = answer.statusCode ?? 0;
      let length = 0;
      answer.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > LONGEST_ANSWER) answer.destroy();
      });
      answer.on("error", end).on("close", () => {
        end(new Error("the connection was closed"));
      });
    };
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    send(url, options, answered).on("error", end).end(body);
  });
}
