import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { S3Client } from "@aws-sdk/client-s3";

import { startTestServer } from "../embedded-s3/test-server.ts";

/** Not the project's: tests against it are skipped where it is missing. */
const MOTO = "moto_server";

/** An S3 that tests talk to over HTTP. */
export interface S3Server extends AsyncDisposable {
  readonly client: S3Client;
}

export const S3_SERVERS: readonly {
  readonly name: string;
  readonly missing: boolean;
  readonly start: () => Promise<S3Server>;
}[] = [
  { name: "the embedded S3", missing: false, start: startEmbedded },
  isMotoMissing()
    ? { name: "moto_server [skipped: not on the path]", missing: true, start: startMoto }
    : { name: "moto_server", missing: false, start: startMoto },
];

async function startEmbedded(): Promise<S3Server> {
  const server = await startTestServer();
  return { client: clientOf(server.url), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function isMotoMissing(): boolean {
  return spawnSync(MOTO, ["--help"], { stdio: "ignore" }).status !== 0;
}

async function startMoto(): Promise<S3Server> {
  const port = await freePort();
  const moto = spawn(MOTO, ["-p", String(port)], { stdio: "ignore" });
  await answering(`http://127.0.0.1:${port}/moto-api/`, moto);
  const client = clientOf(`http://127.0.0.1:${port}`);
  return {
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      const ended = new Promise((resolve) => moto.once("close", resolve));
      moto.kill("SIGKILL");
      await ended;
    },
  };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && server.exitCode === null;) {
    const answered = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function clientOf(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

/** A server that answers as the test says, for what a true S3 does seldom. */
export async function startScripted(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<S3Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error as S3 answers it. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/xml", "x-amz-request-id": "REQ1", "x-amz-id-2": "HOST1" });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>REQ1</RequestId><HostId>HOST1</HostId></Error>`,
  );
}
