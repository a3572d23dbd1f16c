import type { IncomingMessage } from "node:http";

import type { Clock } from "../common/clock.ts";

/** The most bytes of a request that is held whole. A PutLogEvents of a megabyte of text can be six times as long in JSON. */
export const BODY_LIMIT = 12 * 1024 * 1024;
/** What is still taken and thrown away of a longer one: a client that is cut off while it sends never reads the answer. */
const DISCARD_LIMIT = 256 * 1024 * 1024;
/** How long a client may take over such a body, in milliseconds. */
const BODY_WITHIN = 60_000;

/** Why a body can't be had. */
export class BodyError extends Error {
  override readonly name = "BodyError";
  readonly status: 400 | 408 | 413;

  constructor(status: BodyError["status"], message: string) {
    super(message);
    this.status = status;
  }
}

const EMPTY = new Uint8Array();

/** The whole body. @throws BodyError */
export function readBody(request: IncomingMessage, clock: Clock): Promise<Uint8Array> {
  const length = request.headers["content-length"];
  if (length === "0" || (length === undefined && request.headers["transfer-encoding"] === undefined))
    return Promise.resolve(EMPTY);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const tooLong = (): BodyError => new BodyError(413, `The request body is longer than ${BODY_LIMIT} bytes.`);
    let cancel: (() => void) | undefined;
    const settle = (error?: BodyError): void => {
      cancel?.();
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      if (error !== undefined) reject(error);
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else chunks = [];
      if (size > DISCARD_LIMIT) settle(tooLong());
    };
    const onEnd = (): void => {
      settle(size > BODY_LIMIT ? tooLong() : undefined);
    };
    const onBroken = (): void => {
      settle(new BodyError(400, "The request body broke off."));
    };
    request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
    // Nearly every body has arrived by the next turn: only one that has not gets a deadline.
    setImmediate(() => {
      if (!request.complete) {
        cancel = clock.after(BODY_WITHIN, () => {
          settle(new BodyError(408, "The request body took too long."));
        });
      }
    });
  });
}
