import { type IncomingHttpHeaders, request } from "node:http";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The `Code` of an XML error. */
  readonly code: string | undefined;
}

/** One request as it is written here: no client library changes or adds to it. */
export function sendRaw(
  url: string,
  options: {
    method?: string;
    path: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
  },
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const { port, hostname } = new URL(url);
  const sent = request(
    {
      hostname,
      port,
      method: options.method ?? "GET",
      path: options.path,
      headers: options.headers ?? {},
      agent: false,
    },
    (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(pieces).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          code: /<Code>(.*?)<\/Code>/.exec(body)?.[1],
        });
      });
    },
  );
  sent.on("error", reject);
  sent.end(options.body);
  return promise;
}
