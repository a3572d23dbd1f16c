import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { BodyReader } from "./body-store.ts";

/** An answer before it is sent. A HEAD request gets it without the body, but with its length. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** XML as text. */
  readonly body?: string | Buffer | { readonly size: number; readonly reader: BodyReader };
}

export function xmlAnswer(document: string, headers: Readonly<Record<string, string>> = {}): S3Answer {
  return { status: 200, headers: { "content-type": "application/xml", ...headers }, body: document };
}

/** Sends it whole, or breaks the connection: a body that fails in the middle must not look complete. */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: S3Answer): Promise<void> {
  const { body } = answer;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const length = bytes === undefined ? 0 : Buffer.isBuffer(bytes) ? bytes.length : bytes.size;
  const bodyless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(bodyless ? {} : { "content-length": answer.headers?.["content-length"] ?? String(length) }),
  });
  if (bytes === undefined || Buffer.isBuffer(bytes)) {
    response.end(request.method === "HEAD" || bodyless ? undefined : bytes);
  } else {
    using reader = bytes.reader;
    await pipeline(reader, response);
  }
  // What an answered upload still sends is read and dropped, so that the client gets to see the answer.
  if (!request.readableEnded) request.resume();
}
