import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/common/clock.ts";
import { silentLogger } from "../../src/common/logger.ts";
import { createCloudWatchLogSinkProvider } from "../../src/logs/cloudwatch/cloudwatch-log-sink.ts";
import type { LogSinkProvider } from "../../src/logs/log-sink.ts";
import { waitFor } from "../support/wait-for.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { createLogsClient } from "./logs-client.ts";

const hasMoto = spawnSync("moto_server", ["--help"]).status === 0;
let server: ChildProcess;
let proxy: FaultyProxy;
let client: CloudWatchLogsClient;
let provider: LogSinkProvider;

beforeAll(async () => {
  if (!hasMoto) return;
  const port = await freePort();
  server = spawn("moto_server", ["-p", String(port)], { stdio: "ignore" });
  proxy = await startFaultyProxy(`http://127.0.0.1:${port}`);
  client = createLogsClient(proxy.url, "123456789012");
  provider = createCloudWatchLogSinkProvider({
    client: () => Promise.resolve(client),
    clock: systemClock,
    logger: silentLogger,
  });
  await waitFor("moto_server", async () => (await fetch(`http://127.0.0.1:${port}/moto-api/`)).ok);
}, 60_000);
afterAll(async () => {
  if (!hasMoto) return;
  client.destroy();
  await proxy[Symbol.asyncDispose]();
  const exit = once(server, "exit");
  server.kill();
  await exit;
});
beforeEach((context) => {
  context.skip(!hasMoto, "no moto_server on the path");
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

const target = (stream: string) => ({
  account: "123456789012",
  region: "us-east-1",
  group: "/aws/codebuild/p",
  stream,
});

test("a foreign service takes a build's log and gives it back", async () => {
  const messages = Array.from({ length: 12_000 }, (_, index) => `${index} é€😀 "quoted" \\ \u001b[0m\n`);
  await using sink = await provider.open(target("whole"));
  for (const message of messages) sink.write(Date.now(), message);
  await sink.flush();
  expect(await Array.fromAsync(sink.delivered())).toEqual(messages);
});

test("a foreign service's stream goes on after a crash, and a lost answer doubles nothing", async () => {
  const time = Date.now();
  {
    await using sink = await provider.open(target("resumed"));
    for (const message of ["a\n", "b\n"]) sink.write(time, message);
  }
  await using sink = await provider.open(target("resumed"));
  for (const fault of ["cut after", "cut before"] as const) {
    proxy.plan("PutLogEvents", fault);
    sink.write(time, "b\n");
    await sink.flush();
  }
  expect(await Array.fromAsync(sink.delivered())).toEqual(["a\n", "b\n", "b\n", "b\n"]);
});
