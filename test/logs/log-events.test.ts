import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  PutLogEventsCommand,
  paginateFilterLogEvents,
  paginateGetLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/common/clock.ts";
import { createLogsClient, createStreams } from "./logs-client.ts";
import { type LogsEndpoint, startLogsEndpoint } from "./logs-endpoint.ts";

const NOW = 1_800_000_000_000;
const GROUP = "/aws/codebuild/p";
let now: number;
let endpoint: LogsEndpoint;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  now = NOW;
  endpoint = await startLogsEndpoint({ clock: { ...systemClock, now: () => now } });
  client = createLogsClient(endpoint.url);
});
afterEach(async () => {
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
  expect(endpoint.faults).toEqual([]);
});

function put(logStreamName: string, events: readonly (readonly [number, string])[], logGroupName = GROUP) {
  const logEvents = events.map(([timestamp, message]) => ({ timestamp: NOW + timestamp, message }));
  return client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

function get(input: Partial<GetLogEventsCommandInput> = {}) {
  return client.send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: "s", ...input }));
}

function filter(input: Partial<FilterLogEventsCommandInput> = {}) {
  return client.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input }));
}

const messagesOf = ({ events }: { events?: readonly { message?: string | undefined }[] | undefined }) =>
  events?.map(({ message }) => message);

test("events are read back as they were put, with the time of their ingestion", async () => {
  await createStreams(client, GROUP, "s");
  const messages = ["a\n", "", "\u0000\u001b[31m", 'quote " and \\', "€😀", "\ud800 lone", "\u2028"].filter(
    (m) => m !== "",
  );
  await put(
    "s",
    messages.map((message, index) => [index, message]),
  );
  const { events } = await get();
  // A request's JSON is UTF-8, which has no lone surrogates unless escaped; the SDK escapes them.
  expect(events).toEqual(messages.map((message, index) => ({ timestamp: NOW + index, message, ingestionTime: NOW })));
});

test("without a token the newest events come, with startFromHead the oldest, in chronological order both", async () => {
  await createStreams(client, GROUP, "s");
  await put("s", [
    [1, "a"],
    [2, "b"],
    [3, "c"],
    [4, "d"],
  ]);
  expect(messagesOf(await get({ limit: 3 }))).toEqual(["b", "c", "d"]);
  expect(messagesOf(await get({ limit: 3, startFromHead: true }))).toEqual(["a", "b", "c"]);
});

test("tokens lead forward and backward, and at an end the same token comes back", async () => {
  await createStreams(client, GROUP, "s");
  await put("s", [
    [1, "a"],
    [2, "b"],
    [2, "c"],
    [3, "d"],
    [4, "e"],
  ]);
  const middle = await get({ limit: 2, startFromHead: true, startTime: NOW + 2 });
  expect(messagesOf(middle)).toEqual(["b", "c"]);
  expect(middle.nextForwardToken).toMatch(/^f\/\d{56}$/);
  expect(middle.nextBackwardToken).toMatch(/^b\/\d{56}$/);

  const after = await get({ nextToken: middle.nextForwardToken, startFromHead: true });
  expect(messagesOf(after)).toEqual(["d", "e"]);
  const end = await get({ nextToken: after.nextForwardToken, startFromHead: true });
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(after.nextForwardToken);
  expect(messagesOf(await get({ nextToken: end.nextBackwardToken, limit: 1 }))).toEqual(["e"]);

  const before = await get({ nextToken: middle.nextBackwardToken });
  expect(messagesOf(before)).toEqual(["a"]);
  const start = await get({ nextToken: before.nextBackwardToken });
  expect(start.events).toEqual([]);
  expect(start.nextBackwardToken).toBe(before.nextBackwardToken);
  expect(messagesOf(await get({ nextToken: start.nextForwardToken, startFromHead: true, limit: 1 }))).toEqual(["a"]);
});

test("the token of an empty stream leads to the events that come later", async () => {
  await createStreams(client, GROUP, "s");
  const empty = await get();
  expect(empty.events).toEqual([]);
  await put("s", [[1, "a"]]);
  expect(messagesOf(await get({ nextToken: empty.nextForwardToken, startFromHead: true }))).toEqual(["a"]);
});

test("GetLogEvents includes its start time and excludes its end time; FilterLogEvents includes both", async () => {
  await createStreams(client, GROUP, "s");
  await put("s", [
    [1, "a"],
    [2, "b"],
    [3, "c"],
    [4, "d"],
  ]);
  const range = { startTime: NOW + 2, endTime: NOW + 3 };
  expect(messagesOf(await get(range))).toEqual(["b"]);
  expect(messagesOf(await get({ ...range, startFromHead: true }))).toEqual(["b"]);
  expect(messagesOf(await filter(range))).toEqual(["b", "c"]);
});

test("a page holds at most 1 MB by AWS's counting", async () => {
  await createStreams(client, GROUP, "s");
  const message = "x".repeat(1000 - 26);
  await put(
    "s",
    Array.from({ length: 1000 }, (_, index) => [index, message]),
  );
  await put(
    "s",
    Array.from({ length: 1000 }, (_, index) => [2000 + index, message]),
  );
  expect((await get({ startFromHead: true })).events).toHaveLength(1048);
  expect((await get()).events).toHaveLength(1048);
  expect((await filter()).events).toHaveLength(1048);
  let count = 0;
  for await (const page of paginateGetLogEvents(
    { client, stopOnSameToken: true },
    { logGroupName: GROUP, logStreamName: "s", startFromHead: true },
  )) {
    count += page.events?.length ?? 0;
  }
  expect(count).toBe(2000);
});

test("batches that overlap in time are read as one order, forward, backward and interleaved, on pages of any size", async () => {
  const time = fc.integer({ min: 0, max: 30 });
  const batch = fc.record({ stream: fc.constantFrom("s", "t"), times: fc.array(time, { minLength: 1, maxLength: 6 }) });
  let groups = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 8 }), fc.integer({ min: 1, max: 7 }), async (batches, limit) => {
      const logGroupName = `g${groups++}`;
      await createStreams(client, logGroupName, "s", "t");
      const all: { time: number; stream: string; message: string }[] = [];
      for (const [index, { stream, times }] of batches.entries()) {
        const sorted = times.toSorted((a, b) => a - b);
        const events = sorted.map((t, place) => ({ time: t, stream, message: `${stream} ${index} ${place}` }));
        await put(
          stream,
          events.map((event) => [event.time, event.message]),
          logGroupName,
        );
        all.push(...events);
      }
      // A stable sort: by time, then by the order of the requests.
      all.sort((a, b) => a.time - b.time);
      const expected = all.map(({ message }) => message);
      const ofStream = all.flatMap(({ stream, message }) => (stream === "s" ? [message] : []));

      const filtered: (string | undefined)[] = [];
      for await (const page of paginateFilterLogEvents({ client }, { logGroupName, limit }))
        filtered.push(...(messagesOf(page) ?? []));
      expect(filtered).toEqual(expected);

      const forward: (string | undefined)[] = [];
      const query = { logGroupName, logStreamName: "s", limit };
      for await (const page of paginateGetLogEvents(
        { client, stopOnSameToken: true },
        { ...query, startFromHead: true },
      )) {
        forward.push(...(messagesOf(page) ?? []));
      }
      expect(forward).toEqual(ofStream);

      const backward: (string | undefined)[] = [];
      let nextToken: string | undefined;
      for (;;) {
        const page = await get({ ...query, nextToken });
        backward.unshift(...(messagesOf(page) ?? []));
        if (page.nextBackwardToken === nextToken) break;
        nextToken = page.nextBackwardToken;
      }
      expect(backward).toEqual(ofStream);
    }),
    { numRuns: 60 },
  );
});

test("FilterLogEvents interleaves streams by time, with ids that are unique and stay", async () => {
  await createStreams(client, GROUP, "a/1", "a/2", "b");
  await put("a/1", [
    [1, "one"],
    [3, "three"],
  ]);
  await put("a/2", [
    [2, "two"],
    [3, "three too"],
  ]);
  await put("b", [[2, "other"]]);
  const all = await filter();
  expect(
    all.events?.map(({ logStreamName, timestamp, message, ingestionTime }) => [
      logStreamName,
      timestamp,
      message,
      ingestionTime,
    ]),
  ).toEqual([
    ["a/1", NOW + 1, "one", NOW],
    ["a/2", NOW + 2, "two", NOW],
    ["b", NOW + 2, "other", NOW],
    ["a/1", NOW + 3, "three", NOW],
    ["a/2", NOW + 3, "three too", NOW],
  ]);
  expect(all).toMatchObject({ searchedLogStreams: [] });
  expect(all.nextToken).toBeUndefined();
  const ids = all.events?.map(({ eventId }) => eventId);
  expect(new Set(ids).size).toBe(5);
  expect((await filter({ filterPattern: "three" })).events?.map(({ eventId }) => eventId)).toEqual(ids?.slice(3));
  expect(messagesOf(await filter({ logStreamNames: ["b"] }))).toEqual(["other"]);
  expect(messagesOf(await filter({ logStreamNames: ["a/2", "b"] }))).toEqual(["two", "other", "three too"]);
  expect(messagesOf(await filter({ logStreamNamePrefix: "a/" }))).toEqual(["one", "two", "three", "three too"]);
  expect(messagesOf(await filter({ logStreamNamePrefix: "none" }))).toEqual([]);
  const logGroupIdentifier = `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}`;
  expect(messagesOf(await filter({ logGroupName: undefined, logGroupIdentifier, startTime: NOW + 3 }))).toEqual([
    "three",
    "three too",
  ]);
  expect(messagesOf(await filter({ logGroupName: undefined, logGroupIdentifier: GROUP, limit: 1 }))).toEqual(["one"]);
});

test("a rare term in a large log is found on a later page", async () => {
  await createStreams(client, GROUP, "s");
  const noise = "n".repeat(500_000);
  for (let index = 0; index < 20; index++)
    await put("s", [
      [index, noise],
      [index, noise],
    ]);
  await put("s", [[100, "needle"]]);
  const first = await filter({ filterPattern: "needle" });
  expect(first.events).toEqual([]);
  expect(messagesOf(await filter({ filterPattern: "needle", nextToken: first.nextToken }))).toEqual(["needle"]);
});

test("10,000 events of up to 1 MB are taken at once, more are not", async () => {
  await createStreams(client, GROUP, "s");
  const many = Array.from({ length: 10_000 }, (_, index) => [index, `${String(index).padStart(77)}\n`] as const);
  await put("s", many);
  await expect(put("s", [...many, [10_000, "x"]])).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("Member must have length less than or equal to 10000") as unknown,
  });
  await put("s", [[20_000, "x".repeat(1_048_576 - 26)]]);
  await expect(put("s", [[1, "x".repeat(1_048_576 - 25)]])).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Log event too large: 1048577 bytes exceeds limit of 1048576",
  });
  await expect(
    put("s", [
      [1, "é".repeat(262_144)],
      [1, "é".repeat(262_144)],
    ]),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Upload too large: 1048628 bytes exceeds limit of 1048576",
  });
  const stored: (string | undefined)[] = [];
  for await (const page of paginateFilterLogEvents({ client }, { logGroupName: GROUP, endTime: NOW + 10_000 }))
    stored.push(...(messagesOf(page) ?? []));
  expect(stored).toEqual(many.map(([, message]) => message));
});

test("events out of order, or over more than a day, are refused whole", async () => {
  await createStreams(client, GROUP, "s");
  await expect(
    put("s", [
      [2, "a"],
      [1, "b"],
    ]),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Log events in a single PutLogEvents request must be in chronological order.",
  });
  await expect(
    put("s", [
      [-86_400_001, "a"],
      [0, "b"],
    ]),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
  });
  await expect(put("s", [])).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining(
      "at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ) as unknown,
  });
  expect((await get()).events).toEqual([]);
});

test("events that are too old or too new are rejected by their index, the others are stored", async () => {
  await createStreams(client, GROUP, "s");
  const day = 86_400_000;
  const answer = await put("s", [
    [-15 * day, "old"],
    [-14 * day - 1, "old"],
    [0, "now"],
    [7_200_000, "soon"],
    [7_200_001, "late"],
  ]);
  expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 });
  expect(messagesOf(await get())).toEqual(["now", "soon"]);
  expect((await put("s", [[1, "fine"]])).rejectedLogEventsInfo).toBeUndefined();
});

test.each([
  [{ nextToken: "f/1" }, "The specified nextToken is invalid."],
  [{ nextToken: "x/".padEnd(58, "0") }, "The specified nextToken is invalid."],
  [{ logGroupName: undefined }, "You must include either logGroupIdentifier or logGroupName, but not both."],
  [{ logGroupIdentifier: GROUP }, "You must include either logGroupIdentifier or logGroupName, but not both."],
  [
    { limit: 10_001 },
    "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ],
])("GetLogEvents with %j is refused", async (input, message) => {
  await createStreams(client, GROUP, "s");
  await expect(get(input)).rejects.toMatchObject({ name: "InvalidParameterException", message });
});

test("what is not there is said as AWS says it", async () => {
  const noGroup = { name: "ResourceNotFoundException", message: "The specified log group does not exist." };
  const noStream = { name: "ResourceNotFoundException", message: "The specified log stream does not exist." };
  await expect(get()).rejects.toMatchObject(noGroup);
  await expect(put("s", [[0, "a"]])).rejects.toMatchObject(noGroup);
  await expect(filter()).rejects.toMatchObject(noGroup);
  await createStreams(client, GROUP, "other");
  await expect(get()).rejects.toMatchObject(noStream);
  await expect(put("s", [[0, "a"]])).rejects.toMatchObject(noStream);
  await expect(filter({ logStreamNames: ["other", "s"] })).rejects.toMatchObject(noStream);
  await expect(filter({ logStreamNames: ["other"], logStreamNamePrefix: "o" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  const foreign = `arn:aws:logs:eu-west-1:111122223333:log-group:${GROUP}`;
  await expect(filter({ logGroupName: undefined, logGroupIdentifier: foreign })).rejects.toMatchObject(noGroup);
});

test("an entity is rejected, its events are stored", async () => {
  await createStreams(client, GROUP, "s");
  const answer = await client.send(
    new PutLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: "s",
      logEvents: [{ timestamp: NOW, message: "a" }],
      entity: { keyAttributes: { Type: "Service", Name: "n" } },
    }),
  );
  expect(answer.rejectedEntityInfo).toEqual({ errorType: "InvalidEntity" });
  expect(messagesOf(await get())).toEqual(["a"]);
});
