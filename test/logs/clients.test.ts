import { execFile, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { createLogsClient, createStreams } from "./logs-client.ts";
import { type LogsEndpoint, startLogsEndpoint } from "./logs-endpoint.ts";

const run = promisify(execFile);
const GROUP = "/aws/codebuild/my-project";
/** Another aws CLI than the one on the path can be named, such as a version 2 beside a version 1. */
const AWS = process.env["CODEBUILD_LOCAL_TEST_AWS"] ?? "aws";
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: "000000000000",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_PAGER: "",
};

/** The version of the aws CLI, undefined where there is none. */
const cliVersion = /aws-cli\/(\d+)/.exec(String(spawnSync(AWS, ["--version"]).stdout))?.[1];
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;

let endpoint: LogsEndpoint;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  endpoint = await startLogsEndpoint();
  client = createLogsClient(endpoint.url, "000000000000");
  await createStreams(client, GROUP, "9dbb6c2e", "b0c1f2aa");
  await put("9dbb6c2e", "first\n", "second\n");
  await put("b0c1f2aa", "other\n");
});
afterAll(async () => {
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
  expect(endpoint.faults).toEqual([]);
});

function put(logStreamName: string, ...messages: string[]) {
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  return client.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
}

async function aws(...parameters: string[]): Promise<string> {
  const { stdout } = await run(AWS, ["--endpoint-url", endpoint.url, "logs", ...parameters], { env: environment });
  return stdout;
}

test("the aws CLI reads a log", async (context) => {
  context.skip(cliVersion === undefined, "no aws CLI on the path");
  const query = ["--query", "events[].message", "--output", "text"];
  const events = await aws(
    "get-log-events",
    "--log-group-name",
    GROUP,
    "--log-stream-name",
    "9dbb6c2e",
    "--start-from-head",
    ...query,
  );
  expect(events.split(/\s+/).filter(Boolean)).toEqual(["first", "second"]);
  const found = await aws(
    "filter-log-events",
    "--log-group-name",
    GROUP,
    "--filter-pattern",
    "?other ?second",
    ...query,
  );
  expect(found.split(/\s+/).filter(Boolean).sort()).toEqual(["other", "second"]);
  const streams = await aws(
    "describe-log-streams",
    "--log-group-name",
    GROUP,
    "--order-by",
    "LastEventTime",
    "--descending",
    "--max-items",
    "1",
  );
  expect(JSON.parse(streams)).toMatchObject({ logStreams: [{ logStreamName: "b0c1f2aa" }] });
  await aws("put-retention-policy", "--log-group-name", GROUP, "--retention-in-days", "30");
  const groups = await aws("describe-log-groups", "--log-group-name-prefix", "/aws/codebuild");
  expect(JSON.parse(groups)).toMatchObject({ logGroups: [{ logGroupName: GROUP, retentionInDays: 30 }] });
  await expect(aws("get-log-events", "--log-group-name", "none", "--log-stream-name", "s")).rejects.toMatchObject({
    stderr: expect.stringContaining(
      "(ResourceNotFoundException) when calling the GetLogEvents operation: The specified log group does not exist.",
    ) as unknown,
  });
});

test("aws logs tail --follow prints lines as they come, each once", { timeout: 60_000 }, async (context) => {
  context.skip(cliVersion === undefined || Number(cliVersion) < 2, "aws logs tail needs version 2 of the aws CLI");
  const parameters = ["--endpoint-url", endpoint.url, "logs", "tail", GROUP, "--follow", "--format", "short"];
  const tail = spawn(AWS, parameters, {
    env: { ...environment, PYTHONUNBUFFERED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const lines: string[] = [];
    createInterface(tail.stdout).on("line", (line) => lines.push(line));
    const words = () => lines.map((line) => line.split(" ").slice(1).join(" ")).filter((line) => line !== "");
    await waitFor("the lines before", () => words().includes("other"));
    for (let index = 0; index < 2; index++) {
      await put("9dbb6c2e", `live ${index}\n`, `live ${index} too\n`);
      await waitFor("the line", () => words().includes(`live ${index} too`));
    }
    expect(words().toSorted()).toEqual(
      ["first", "second", "other", ...[0, 1].flatMap((index) => [`live ${index}`, `live ${index} too`])].toSorted(),
    );
  } finally {
    tail.kill();
  }
});

test("boto3 writes and reads a log", async (context) => {
  context.skip(!hasBoto3, "no boto3 for python3");
  const script = `
import boto3, json, time
logs = boto3.client("logs", endpoint_url="${endpoint.url}")
logs.create_log_group(logGroupName="boto", tags={"a": "b"})
logs.create_log_stream(logGroupName="boto", logStreamName="s")
try:
    logs.create_log_stream(logGroupName="boto", logStreamName="s")
except logs.exceptions.ResourceAlreadyExistsException as error:
    exists = error.response["Error"]["Message"]
now = int(time.time() * 1000)
for n in range(3):
    logs.put_log_events(logGroupName="boto", logStreamName="s", logEvents=[{"timestamp": now + n, "message": f"{n} {i} é"} for i in range(5000)])
pages = logs.get_paginator("filter_log_events").paginate(logGroupName="boto", logStreamNamePrefix="s", filterPattern="é")
messages = [event["message"] for page in pages for event in page["events"]]
logs.delete_log_stream(logGroupName="boto", logStreamName="s")
logs.delete_log_group(logGroupName="boto")
print(json.dumps([exists, len(messages), messages[0], messages[-1], sorted(messages, key=lambda m: int(m.split()[0])) == messages]))
`;
  const { stdout } = await run("python3", ["-c", script], { env: environment });
  expect(JSON.parse(stdout)).toEqual(["The specified log stream already exists", 15_000, "0 0 é", "2 4999 é", true]);
});
