import type { IncomingHttpHeaders } from "node:http";

/** The head of a request, as `node:http` gives it. */
export interface RequestHead {
  readonly method?: string | undefined;
  /** Path with query. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Uint8Array;
}

/** The path without the query. */
export function pathOf({ url = "/" }: RequestHead): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/** Whether the client speaks RPC v2 CBOR; it then can read nothing else, errors included. */
export function speaksCbor(head: RequestHead): boolean {
  return head.headers["smithy-protocol"] !== undefined;
}

/** The media type of the body in lower case, without parameters; empty when there is none. */
export function mediaTypeOf({ headers }: RequestHead): string {
  const [type = ""] = (headers["content-type"] ?? "").split(";", 1);
  return type.trim().toLowerCase();
}
