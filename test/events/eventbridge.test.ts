import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";

import type { BuildEvent } from "../../src/domain/build-events.ts";
import { createEventBridgeTarget } from "../../src/events/eventbridge/eventbridge-event-target.ts";
import type { EventTarget } from "../../src/events/event-target.ts";
import { startScriptedServer, type ScriptedServer } from "../engine/scripted-server.ts";

interface Entry {
  readonly Detail: string;
  readonly [member: string]: unknown;
}

interface Call {
  readonly entries: readonly Entry[];
  readonly credential: string | undefined;
  readonly target: string | undefined;
}

/** A server that answers PutEvents as a function of the entries says, and a target in front of it. */
async function openTarget(
  answer: (call: Call) => { readonly status?: number; readonly body: object },
): Promise<{ target: EventTarget; calls: Call[]; server: ScriptedServer }> {
  const calls: Call[] = [];
  const server = await startScriptedServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { Entries: entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: Entry[] };
      const call = {
        entries,
        credential: /Credential=([^,]+)/.exec(request.headers.authorization ?? "")?.[1],
        target: request.headers["x-amz-target"]?.toString(),
      };
      calls.push(call);
      const { status = 200, body } = answer(call);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  });
  const target = createEventBridgeTarget({
    client: ({ account, region }) =>
      Promise.resolve(
        new EventBridgeClient({
          endpoint: server.url,
          region,
          credentials: { accessKeyId: account, secretAccessKey: "secret" },
          maxAttempts: 1,
        }),
      ),
    endpoint: server.url,
    bus: "builds",
  });
  return { target, calls, server };
}

function event(id: string, region = "us-east-1"): BuildEvent {
  return {
    version: "0",
    id,
    "detail-type": "CodeBuild Build State Change",
    source: "aws.codebuild",
    account: "123456789012",
    time: "2026-01-02T03:04:05Z",
    region,
    resources: [`arn:aws:codebuild:${region}:123456789012:build/p:${id}`],
    detail: { "build-status": "SUCCEEDED", id },
  };
}

const idOf = ({ Detail: detail }: Entry): unknown => (JSON.parse(detail) as { id: unknown }).id;
const succeed = ({ entries }: Call) => ({
  body: { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: "e" })) },
});
const { signal } = new AbortController();

test("events are entries of one PutEvents for each region, on the bus that was named", async () => {
  const { target, calls, server } = await openTarget(succeed);
  await using _server = server;
  expect(await target.send([event("a"), event("b", "eu-west-1"), event("c")], signal)).toEqual(
    Array<string>(3).fill("delivered"),
  );
  expect(calls.map(({ entries }) => entries.map(idOf))).toEqual([["a", "c"], ["b"]]);
  expect(calls.map(({ credential }) => credential?.split("/").toSpliced(1, 1))).toEqual([
    ["123456789012", "us-east-1", "events", "aws4_request"],
    ["123456789012", "eu-west-1", "events", "aws4_request"],
  ]);
  expect(calls[0]?.target).toBe("AWSEvents.PutEvents");
  expect(calls[0]?.entries[0]).toEqual({
    Time: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
    Source: "aws.codebuild",
    Resources: ["arn:aws:codebuild:us-east-1:123456789012:build/p:a"],
    DetailType: "CodeBuild Build State Change",
    Detail: JSON.stringify({ "build-status": "SUCCEEDED", id: "a" }),
    EventBusName: "builds",
  });
});

test("of a request that succeeds, the entries that failed are refused, each with its reason", async () => {
  const { target, server } = await openTarget(({ entries }) => ({
    body: {
      FailedEntryCount: 1,
      Entries: entries.map((entry) =>
        idOf(entry) === "b"
          ? { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized." }
          : { EventId: "e" },
      ),
    },
  }));
  await using _server = server;
  expect(await target.send([event("a"), event("b"), event("c")], signal)).toEqual([
    "delivered",
    { refused: "NotAuthorizedForSourceException: Not authorized." },
    "delivered",
  ]);
});

test("a request that is refused for one entry is made again entry by entry", async () => {
  const { target, calls, server } = await openTarget((call) =>
    call.entries.some((entry) => idOf(entry) === "large")
      ? { status: 400, body: { __type: "ValidationException", message: "Total size of the entries is too large" } }
      : succeed(call),
  );
  await using _server = server;
  expect(await target.send([event("a"), event("large"), event("c")], signal)).toEqual([
    "delivered",
    { refused: expect.stringContaining("too large") as string },
    "delivered",
  ]);
  expect(calls).toHaveLength(4);
});

test("an event that is refused and larger than an entry may be is sent without its buildspec", async () => {
  const { target, calls, server } = await openTarget((call) =>
    call.entries.some((entry) => entry.Detail.length > 256 * 1024)
      ? { status: 400, body: { __type: "ValidationException", message: "Total size of the entries is too large" } }
      : succeed(call),
  );
  await using _server = server;
  const large = (member: string): BuildEvent => ({
    ...event("large"),
    detail: {
      "additional-information": { "build-number": 1, source: { type: "NO_SOURCE", [member]: "x".repeat(300_000) } },
    },
  });
  expect(await target.send([event("a"), large("buildspec")], signal)).toEqual(["delivered", "delivered"]);
  expect(calls).toHaveLength(4);
  expect(JSON.parse(calls.at(-1)?.entries[0]?.Detail ?? "")).toEqual({
    "additional-information": { "build-number": 1, source: { type: "NO_SOURCE" } },
  });
  expect(await target.send([large("location")], signal)).toEqual([
    { refused: expect.stringContaining("too large") as string },
  ]);
});

test.each([
  [500, "InternalException"],
  [429, "TooManyRequestsException"],
  [400, "ThrottlingException"],
])("an answer %i %s is no refusal of these events", async (status, name) => {
  const { target, calls, server } = await openTarget(() => ({ status, body: { __type: name, message: "later" } }));
  await using _server = server;
  await expect(target.send([event("a"), event("b")], signal)).rejects.toThrow("later");
  expect(calls).toHaveLength(1);
});

test("an answer with fewer results than entries acknowledges only those that it names", async () => {
  const { target, server } = await openTarget(() => ({ body: { FailedEntryCount: 0, Entries: [{ EventId: "e" }] } }));
  await using _server = server;
  expect(await target.send([event("a"), event("b")], signal)).toEqual(["delivered", { refused: "no result" }]);
});
