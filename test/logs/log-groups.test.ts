import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/common/clock.ts";
import { createLogsClient, createStreams } from "./logs-client.ts";
import { type LogsEndpoint, startLogsEndpoint } from "./logs-endpoint.ts";

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
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

const createGroup = (logGroupName: string, more: Partial<CreateLogGroupCommandInput> = {}) =>
  client.send(new CreateLogGroupCommand({ logGroupName, ...more }));
const describeGroups = (input: DescribeLogGroupsCommandInput = {}) => client.send(new DescribeLogGroupsCommand(input));
const describeStreams = (input: DescribeLogStreamsCommandInput) => client.send(new DescribeLogStreamsCommand(input));
const put = (logGroupName: string, logStreamName: string, ...times: number[]) =>
  client.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: times.map((timestamp) => ({ timestamp, message: "12345" })),
    }),
  );

async function groupNames(input: DescribeLogGroupsCommandInput = {}): Promise<(string | undefined)[]> {
  const { logGroups } = await describeGroups(input);
  return logGroups?.map(({ logGroupName }) => logGroupName) ?? [];
}

async function streamNames(input: DescribeLogStreamsCommandInput): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await describeStreams({ ...input, nextToken });
    names.push(...(page.logStreams?.map(({ logStreamName }) => logStreamName) ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return names;
}

test("a log group is described with its ARNs and its size", async () => {
  await createStreams(client, "/a/b", "s");
  await put("/a/b", "s", NOW, NOW);
  const arn = "arn:aws:logs:us-east-1:111122223333:log-group:/a/b";
  expect((await describeGroups()).logGroups).toEqual([
    {
      logGroupName: "/a/b",
      creationTime: NOW,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      storedBytes: 2 * (5 + 26),
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: false,
    },
  ]);
});

test("log groups are listed by name, by prefix, by pattern, by identifier and on pages", async () => {
  for (const name of ["b", "a/x", "a/y", "B", "a_x"]) await createGroup(name);
  expect(await groupNames()).toEqual(["B", "a/x", "a/y", "a_x", "b"]);
  expect(await groupNames({ logGroupNamePrefix: "a/" })).toEqual(["a/x", "a/y"]);
  expect(await groupNames({ logGroupNamePattern: "x" })).toEqual(["a/x", "a_x"]);
  expect((await describeGroups({ logGroupNamePattern: "y" })).logGroups?.[0]).toEqual({
    logGroupName: "a/y",
    creationTime: NOW,
    arn: "arn:aws:logs:us-east-1:111122223333:log-group:a/y:*",
  });
  const identifiers = ["b", "arn:aws:logs:us-east-1:111122223333:log-group:a/x", "none"];
  expect(await groupNames({ logGroupIdentifiers: identifiers })).toEqual(["a/x", "b"]);
  expect(await groupNames({ logGroupClass: "INFREQUENT_ACCESS" })).toEqual([]);
  await expect(describeGroups({ logGroupNamePattern: "x", logGroupNamePrefix: "a" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  const first = await describeGroups({ limit: 3 });
  expect(await groupNames({ limit: 3, nextToken: first.nextToken })).toEqual(["a_x", "b"]);
  expect((await describeGroups({ limit: 5 })).nextToken).toBeUndefined();
  await expect(describeGroups({ nextToken: "what" })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "The specified nextToken is invalid.",
  });
});

test("log groups are apart by account and by region", async () => {
  const other = createLogsClient(endpoint.url, "444455556666");
  const elsewhere = createLogsClient(endpoint.url, "111122223333", "eu-west-1");
  await createStreams(client, "g", "s");
  await createStreams(other, "g", "t");
  expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  expect((await other.send(new DescribeLogStreamsCommand({ logGroupName: "g" }))).logStreams?.[0]?.arn).toBe(
    "arn:aws:logs:us-east-1:444455556666:log-group:g:log-stream:t",
  );
  expect(await streamNames({ logGroupName: "g" })).toEqual(["s"]);
  other.destroy();
  elsewhere.destroy();
});

test("what exists already is said as AWS says it", async () => {
  await createStreams(client, "g", "s");
  await expect(createGroup("g")).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
  });
  await expect(
    client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" })),
  ).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
    message: "The specified log stream already exists",
  });
});

test("what is not done is refused, not left out", async () => {
  for (const [name, more] of [
    ["aws/x", {}],
    ["x", { kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1" }],
    ["x", { logGroupClass: "DELIVERY" }],
    ["a b", {}],
    ["x".repeat(513), {}],
  ] as const) {
    await expect(createGroup(name, more)).rejects.toMatchObject({ name: "InvalidParameterException" });
  }
  await createGroup("g", { deletionProtectionEnabled: true, tags: { a: "b" } });
  await expect(client.send(new DeleteLogGroupCommand({ logGroupName: "g" }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(
    client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "a:b" })),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("regular expression pattern: [^:*]*") as unknown,
  });
});

test("a log stream is described with the times of its events", async () => {
  await createStreams(client, "g", "s", "empty");
  now = NOW + 5;
  await put("g", "s", NOW + 1, NOW + 3);
  await put("g", "s", NOW, NOW + 2);
  const arn = "arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream";
  expect((await describeStreams({ logGroupName: "g" })).logStreams).toEqual([
    { logStreamName: "empty", creationTime: NOW, arn: `${arn}:empty`, storedBytes: 0 },
    {
      logStreamName: "s",
      creationTime: NOW,
      firstEventTimestamp: NOW,
      lastEventTimestamp: NOW + 3,
      lastIngestionTime: NOW + 5,
      uploadSequenceToken: expect.stringMatching(/^\d{56}$/) as unknown,
      arn: `${arn}:s`,
      storedBytes: 0,
    },
  ]);
});

test("log streams are listed by name or by their last event, both ways, on pages", async () => {
  await createStreams(client, "g", "a", "b", "c", "d", "ca");
  await put("g", "b", NOW + 9);
  await put("g", "d", NOW + 5);
  await put("g", "ca", NOW + 5);
  const logGroupName = "g";
  for (const limit of [1, 2, 50]) {
    expect(await streamNames({ logGroupName, limit })).toEqual(["a", "b", "c", "ca", "d"]);
    expect(await streamNames({ logGroupName, limit, descending: true })).toEqual(["d", "ca", "c", "b", "a"]);
    expect(await streamNames({ logGroupName, limit, orderBy: "LastEventTime" })).toEqual(["a", "c", "ca", "d", "b"]);
    expect(await streamNames({ logGroupName, limit, orderBy: "LastEventTime", descending: true })).toEqual([
      "b",
      "d",
      "ca",
      "c",
      "a",
    ]);
    expect(await streamNames({ logGroupName, limit, logStreamNamePrefix: "c" })).toEqual(["c", "ca"]);
  }
  await expect(
    describeStreams({ logGroupName, orderBy: "LastEventTime", logStreamNamePrefix: "a" }),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Cannot order by LastEventTime with a logStreamNamePrefix.",
  });
  await expect(describeStreams({ logGroupName, orderBy: "Size" as "LogStreamName" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(describeStreams({ logGroupName, limit: 51 })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  });
});

test("a deleted stream takes its events with it, a deleted group its streams", async () => {
  await createStreams(client, "g", "s", "t");
  await put("g", "s", NOW);
  await put("g", "t", NOW, NOW);
  await client.send(new DeleteLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
  expect(await streamNames({ logGroupName: "g" })).toEqual(["t"]);
  expect((await describeGroups()).logGroups?.[0]?.storedBytes).toBe(62);
  await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
  expect((await client.send(new GetLogEventsCommand({ logGroupName: "g", logStreamName: "s" }))).events).toEqual([]);

  await client.send(new DeleteLogGroupCommand({ logGroupName: "g" }));
  await createStreams(client, "g", "t");
  expect((await client.send(new FilterLogEventsCommand({ logGroupName: "g" }))).events).toEqual([]);
  expect((await describeGroups()).logGroups?.[0]?.storedBytes).toBe(0);
  await expect(
    client.send(new DeleteLogStreamCommand({ logGroupName: "g", logStreamName: "s" })),
  ).rejects.toMatchObject({
    message: "The specified log stream does not exist.",
  });
  await expect(client.send(new DeleteLogGroupCommand({ logGroupName: "none" }))).rejects.toMatchObject({
    message: "The specified log group does not exist.",
  });
});

test("events older than the retention are hidden at once, deleted in time, and rejected when they come", async () => {
  await createStreams(client, "g", "s");
  await put("g", "s", NOW - 5 * DAY);
  await put("g", "s", NOW - 2 * DAY, NOW - 1.5 * DAY);
  await put("g", "s", NOW);
  const times = async () =>
    (await client.send(new GetLogEventsCommand({ logGroupName: "g", logStreamName: "s" }))).events?.map(
      ({ timestamp = 0 }) => (timestamp - NOW) / DAY,
    );
  const storedBytes = async () => (await describeGroups()).logGroups?.[0]?.storedBytes;
  const keep = (retentionInDays: number) =>
    client.send(new PutRetentionPolicyCommand({ logGroupName: "g", retentionInDays }));
  await expect(keep(2)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringMatching(
      /^1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: \[1, 3, 5, /,
    ) as unknown,
  });
  await keep(3);
  expect((await describeGroups()).logGroups?.[0]?.retentionInDays).toBe(3);
  expect(await times()).toEqual([-2, -1.5, 0]);
  expect(await storedBytes()).toBe(93);

  expect((await put("g", "s", NOW - 4 * DAY, NOW)).rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  now = NOW + 1.25 * DAY;
  expect(await times()).toEqual([-1.5, 0, 0]);
  expect((await client.send(new FilterLogEventsCommand({ logGroupName: "g" }))).events).toHaveLength(3);
  now = NOW + 2 * DAY;
  expect(await times()).toEqual([0, 0]);
  expect(await storedBytes()).toBe(62);
  await keep(3653);
  expect(await times()).toEqual([0, 0]);
});
