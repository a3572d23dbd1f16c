import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clock, systemClock } from "../../src/common/clock.ts";
import { type Logger, silentLogger } from "../../src/common/logger.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { createCloudWatchLogSinkProvider } from "../../src/logs/cloudwatch/cloudwatch-log-sink.ts";
import { createLineSplitter } from "../../src/logs/line-splitter.ts";
import type { LogSink, LogTarget } from "../../src/logs/log-sink.ts";
import { waitFor } from "../support/wait-for.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { createLogsClient } from "./logs-client.ts";
import { type LogsEndpoint, startLogsEndpoint } from "./logs-endpoint.ts";

const target: LogTarget = {
  account: "111122223333",
  region: "us-east-1",
  group: "/aws/codebuild/p",
  stream: "9dbb6c2e",
  onBehalfOf: {
    serviceRole: "arn:aws:iam::111122223333:role/r",
    buildArn: "arn:aws:codebuild:us-east-1:111122223333:build/p:9dbb6c2e",
  },
};
const names = { logGroupName: target.group, logStreamName: target.stream };
const unavailable = { status: 503, body: { __type: "ServiceUnavailableException" } };

let endpoint: LogsEndpoint;
let proxy: FaultyProxy;
let client: CloudWatchLogsClient;
/** Past the proxy. */
let reader: CloudWatchLogsClient;

beforeEach(async () => {
  endpoint = await startLogsEndpoint();
  proxy = await startFaultyProxy(endpoint.url);
  client = createLogsClient(proxy.url);
  reader = createLogsClient(endpoint.url);
});
afterEach(async () => {
  client.destroy();
  reader.destroy();
  await proxy[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  expect(endpoint.faults).toEqual([]);
});

function open(
  options: { readonly clock?: Clock; readonly logger?: Logger; readonly isHeldUp?: () => boolean } = {},
): Promise<LogSink> {
  const provider = createCloudWatchLogSinkProvider({
    client: () => Promise.resolve(client),
    clock: systemClock,
    logger: silentLogger,
    ...options,
  });
  return provider.open(target);
}

async function stored(): Promise<string[]> {
  const { events } = await reader.send(new GetLogEventsCommand({ ...names, startFromHead: true }));
  return events?.map(({ message = "" }) => message) ?? [];
}

const puts = () => proxy.seen.filter((operation) => operation === "PutLogEvents").length;

test("the group and the stream are made, and a line can be read within a second of its writing", async () => {
  await using sink = await open();
  const start = Date.now();
  sink.write(start, "one\n");
  await waitFor("the line", async () => (await stored()).length === 1);
  expect(Date.now() - start).toBeLessThan(1000);
  const { events } = await reader.send(new GetLogEventsCommand(names));
  expect(events).toEqual([{ timestamp: start, message: "one\n", ingestionTime: expect.any(Number) as unknown }]);
});

test("messages keep their order, times that go back are lifted, fractions are cut", async () => {
  await using sink = await open();
  const start = Date.now();
  for (const [time, message] of [
    [0.7, "a"],
    [5.2, "b"],
    [3, "c"],
    [5.9, "d"],
    [6, "e"],
  ] as const)
    sink.write(start + time, message);
  await sink.flush();
  const { events } = await reader.send(new GetLogEventsCommand(names));
  expect(events?.map(({ timestamp = 0, message }) => [timestamp - start, message])).toEqual([
    [0, "a"],
    [5, "b"],
    [5, "c"],
    [5, "d"],
    [6, "e"],
  ]);
  expect(puts()).toBe(1);
});

test("times that AWS would reject are moved to what it takes", async () => {
  await using sink = await open();
  sink.write(0, "old");
  await sink.flush();
  sink.write(Date.now() + 10 * 86_400_000, "new");
  await sink.flush();
  expect(await stored()).toEqual(["old", "new"]);
});

test("every message comes through exactly, whatever is in it", async () => {
  await using sink = await open();
  const messages = [
    "\u0000\u001b[1m\r\n",
    'q"\\\n',
    "€😀\u2028\n",
    "\ufffd",
    "x".repeat(250_000),
    "é".repeat(125_000),
    "\n",
  ];
  for (const message of messages) sink.write(Date.now(), message);
  await sink.flush();
  expect(await stored()).toEqual(messages);
});

test("much output is delivered whole, in requests that AWS takes, and the writer is held back meanwhile", async () => {
  const sink = await open();
  let text = "";
  const splitter = createLineSplitter((time, message) => {
    sink.write(time, message);
  });
  let waited = 0;
  for (let index = 0; index < 400; index++) {
    const chunk = Array.from({ length: 400 }, (_, line) => `${index} ${line} ${"x".repeat(line % 90)}é\n`).join("");
    text += chunk;
    splitter.push(Date.now(), Buffer.from(chunk));
    const start = puts();
    await sink.ready();
    if (puts() > start) waited += 1;
  }
  splitter.end();
  await sink[Symbol.asyncDispose]();
  expect(waited).toBeGreaterThan(0);
  expect(puts()).toBeGreaterThan(16);
  let delivered = "";
  for await (const message of sink.delivered()) delivered += message;
  expect(delivered === text).toBe(true);
});

test.each([
  ["the connection breaks before the request arrives", "cut before"],
  ["the connection breaks after it was stored", "cut after"],
  ["the service fails before it stores", { status: 500, body: { __type: "InternalFailure" } }],
  ["the service fails after it has stored", { status: 500, body: { __type: "InternalFailure" }, after: true }],
  ["the service is unavailable", unavailable],
  ["requests are throttled", { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } }],
  ["the stream is gone for a moment", { status: 400, body: { __type: "ResourceNotFoundException" } }],
] as const)("nothing is lost or doubled when %s", async (_, fault) => {
  await using sink = await open();
  const time = Date.now();
  // The same message at the same time in several batches: only their number tells whether one was stored.
  for (let batch = 0; batch < 4; batch++) {
    proxy.plan("PutLogEvents", ...(batch === 2 ? [fault, fault] : []));
    sink.write(time, "same\n");
    sink.write(time, "same\n");
    await sink.flush();
  }
  sink.write(time + 1, "last\n");
  await sink.flush();
  expect(await stored()).toEqual([...Array.from({ length: 8 }, () => "same\n"), "last\n"]);
});

test("nothing is doubled when the answer is lost, and that of the question after it too", async () => {
  await using sink = await open();
  sink.write(Date.now(), "one\n");
  proxy.plan("PutLogEvents", "cut after");
  proxy.plan("GetLogEvents", "cut after", { status: 400, body: { __type: "ThrottlingException" } });
  await sink.flush();
  expect(await stored()).toEqual(["one\n"]);
  expect(puts()).toBe(1);
});

test("a stream that an earlier process wrote to goes on, its messages are read back, and nothing is doubled", async () => {
  const time = Date.now();
  {
    await using sink = await open();
    for (const message of ["a\n", "b\n", "b\n"]) sink.write(time, message);
  }
  await using sink = await open();
  expect(await Array.fromAsync(sink.delivered())).toEqual(["a\n", "b\n", "b\n"]);
  proxy.plan("PutLogEvents", "cut after");
  sink.write(time, "b\n");
  sink.write(time, "c\n");
  await sink.flush();
  proxy.plan("PutLogEvents", "cut before");
  sink.write(time, "b\n");
  await sink.flush();
  expect(await Array.fromAsync(sink.delivered())).toEqual(["a\n", "b\n", "b\n", "b\n", "c\n", "b\n"]);
});

test("a stream that goes on keeps its order although the times go back", async () => {
  const time = Date.now();
  {
    await using sink = await open();
    sink.write(time, "a\n");
  }
  await using sink = await open();
  sink.write(time - 1000, "b\n");
  await sink.flush();
  expect(await stored()).toEqual(["a\n", "b\n"]);
});

test("a group that is deleted in the middle of a build is made again", async () => {
  await using sink = await open();
  for (const message of ["one\n", "two\n"]) {
    sink.write(Date.now(), message);
    await sink.flush();
    await reader.send(new DeleteLogGroupCommand({ logGroupName: target.group }));
  }
  sink.write(Date.now(), "three\n");
  await sink.flush();
  expect(await stored()).toEqual(["three\n"]);
});

test("what the service rejects is said in the log of the process", async () => {
  const warnings: unknown[] = [];
  await using sink = await open({
    logger: { ...silentLogger, warn: (message, fields) => warnings.push([message, fields]) },
  });
  await reader.send(new PutRetentionPolicyCommand({ logGroupName: target.group, retentionInDays: 1 }));
  sink.write(Date.now() - 2 * 86_400_000, "expired\n");
  await sink.flush();
  expect(warnings).toEqual([
    ["CloudWatch Logs rejected some of a build's log events", { ...names, expiredLogEventEndIndex: 1, events: 1 }],
  ]);
});

const denied = (action: string) => ({
  status: 400,
  body: { __type: "AccessDeniedException", message: `User: u is not authorized to perform: ${action}` },
});

test("a service role that may not make log streams is a phase error with CodeBuild's text", async () => {
  proxy.plan("CreateLogStream", denied("logs:CreateLogStream"));
  const error = await open().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PhaseError);
  expect(error).toMatchObject({
    code: "ACCESS_DENIED",
    status: "FAILED",
    message:
      "Service role arn:aws:iam::111122223333:role/r does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams " +
      "for build arn:aws:codebuild:us-east-1:111122223333:build/p:9dbb6c2e. " +
      "Error message: User: u is not authorized to perform: logs:CreateLogStream",
  });
});

test("a target that refuses in the middle of a build is told of by flush and by ready from then on, once by disposing", async () => {
  const sink = await open();
  proxy.plan("PutLogEvents", denied("logs:PutLogEvents"));
  sink.write(Date.now(), "one\n");
  await expect(sink.flush()).rejects.toMatchObject({ name: "PhaseError", code: "ACCESS_DENIED" });
  sink.write(Date.now(), "two\n");
  await expect(sink.ready()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
  await sink[Symbol.asyncDispose]();

  const other = await open();
  proxy.plan("PutLogEvents", { status: 400, body: { __type: "InvalidParameterException", message: "no" } });
  other.write(Date.now(), "one\n");
  await expect(other[Symbol.asyncDispose]()).rejects.toMatchObject({
    code: "CLIENT_ERROR",
    message: "Failed to write to Amazon CloudWatch Logs log streams: InvalidParameterException: no",
  });
});

test("a service that stays away is given up after a minute", async () => {
  let now = Date.now();
  const sleeps: number[] = [];
  const clock: Clock = {
    ...systemClock,
    now: () => now,
    sleep: (milliseconds) => {
      sleeps.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const sink = await open({ clock });
  proxy.plan("PutLogEvents", ...Array.from({ length: 100 }, () => unavailable));
  sink.write(now, "one\n");
  await expect(sink.flush()).rejects.toMatchObject({ name: "PhaseError", code: "CLIENT_ERROR" });
  expect(sleeps.slice(0, 7)).toEqual([100, 200, 400, 800, 1600, 3200, 5000]);
  const total = sleeps.reduce((sum, pause) => sum + pause, 0);
  expect(total).toBeGreaterThanOrEqual(60_000);
  expect(total).toBeLessThan(66_000);
});

test("a service that is known to be held up is not given up", async () => {
  let now = Date.now();
  const clock: Clock = {
    ...systemClock,
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const start = now;
  let isHeldUp = true;
  const sink = await open({ clock, isHeldUp: () => isHeldUp && (isHeldUp = now < start + 300_000) });
  proxy.plan("PutLogEvents", ...Array.from({ length: 70 }, () => unavailable));
  sink.write(now, "one\n");
  await sink.flush();
  expect(now - start).toBeGreaterThan(300_000);
  expect(await stored()).toEqual(["one\n"]);
});

test("a client that would send twice by itself is refused", async () => {
  client.destroy();
  client = new CloudWatchLogsClient({
    endpoint: proxy.url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await expect(open()).rejects.toThrow("maxAttempts: 1");
});
