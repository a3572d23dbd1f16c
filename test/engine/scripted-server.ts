import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server that a test answers for; without an answer a request waits for ever. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** `METHOD /path` of every request so far. */
  readonly requests: readonly string[];
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export async function startScriptedServer(answer?: ScriptedServer["answer"]): Promise<ScriptedServer> {
  const requests: string[] = [];
  const http = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    server.answer?.(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: ScriptedServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    answer,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

/** Answers as S3 refuses. */
export function refuseAsS3(status: number, code: string, message: string): NonNullable<ScriptedServer["answer"]> {
  return (request, response) => {
    request.resume();
    request.on("end", () => {
      response
        .writeHead(status, { "content-type": "application/xml", "x-amz-request-id": "REQUEST1", "x-amz-id-2": "HOST1" })
        .end(
          `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
        );
    });
  };
}
