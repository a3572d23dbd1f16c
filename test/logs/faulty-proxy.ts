import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request on its way: an answer of the proxy's own, or a connection cut before or after it was done. */
export type Fault =
  "cut before" | "cut after" | { readonly status: number; readonly body: object; readonly after?: boolean };

export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** Operations of all requests, in order. */
  readonly seen: string[];
  /** Faults for the next requests of an operation; `undefined` lets one through. */
  plan(operation: string, ...faults: readonly (Fault | undefined)[]): void;
}

/** Stands before a service and does to requests what networks and servers do. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const seen: string[] = [];
  const plans = new Map<string, (Fault | undefined)[]>();

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>));
    seen.push(operation);
    const fault = plans.get(operation)?.shift();
    if (fault === "cut before") {
      response.destroy();
      return;
    }
    const isAnswered = typeof fault === "object" && !fault.after;
    const answer = isAnswered ? undefined : await forward(incoming, body);
    if (fault === "cut after") {
      response.destroy();
    } else if (typeof fault === "object") {
      response
        .writeHead(fault.status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(fault.body));
    } else {
      response.writeHead(answer?.status ?? 500, { "content-type": "application/x-amz-json-1.1" }).end(answer?.body);
    }
  }

  function forward(incoming: IncomingMessage, body: Buffer): Promise<{ status: number; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        target,
        { method: "POST", headers: incoming.headers, path: incoming.url, agent: false },
        (answer) => {
          Array.fromAsync(answer as AsyncIterable<Buffer>).then((parts) => {
            resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) });
          }, reject);
        },
      );
      outgoing.on("error", reject).end(body);
    });
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    plan: (operation, ...faults) => plans.set(operation, [...faults]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
