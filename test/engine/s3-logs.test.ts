import type { IncomingHttpHeaders } from "node:http";
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import type { LogsConfig } from "@aws-sdk/client-codebuild";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, test, vi } from "vitest";

import { waitFor } from "../support/wait-for.ts";
import { startScriptedServer } from "./scripted-server.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  openTestService,
  untilPhase,
  type TestService,
} from "./test-service.ts";

let service: TestService | undefined;
const directories: string[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await service?.[Symbol.asyncDispose]();
  service = undefined;
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const S3_ONLY: LogsConfig = {
  cloudWatchLogs: { status: "DISABLED" },
  s3Logs: { status: "ENABLED", location: "logs/of/builds" },
};
const BOTH: LogsConfig = { s3Logs: { status: "ENABLED", location: "arn:aws:s3:::logs" } };

async function s3LogOf({ client }: TestService, key: string): Promise<string> {
  const { Body: body } = await client.s3.send(new GetObjectCommand({ Bucket: "logs", Key: key }));
  return gunzipSync((await body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
}

/** Lines that a build prints one after the other while a file is missing. */
const COUNTING = commands({
  build: ["i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line-$i; sleep 0.05; done", "printf 'a\\342\\200\\250b\\n'"],
});
const COUNTED = Array.from({ length: 40 }, (_, index) => `line-${index + 1}`);

test("a log that goes to S3 alone is one gzip object, and the record names it and no stream", async () => {
  service = await openTestService();
  await createBucket(service.client, "logs");
  const build = await service.client.run(IMAGE, commands({ build: ["echo in the log"] }), {
    logsConfigOverride: S3_ONLY,
  });
  const uuid = build.id?.split(":")[1] ?? "";
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(build.logs).toMatchObject({
    s3LogsArn: `arn:aws:s3:::logs/of/builds/${uuid}.gz`,
    s3DeepLink: `https://s3.console.aws.amazon.com/s3/object/logs/of/builds/${uuid}.gz?region=us-east-1`,
  });
  expect(build.logs).not.toHaveProperty("groupName");
  expect(build.logs).not.toHaveProperty("cloudWatchLogsArn");
  const log = await s3LogOf(service, `of/builds/${uuid}.gz`);
  expect(log).toContain("Running command echo in the log\nin the log\n\n[Container]");
  expect(log).toContain("Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED\n");
});

test("a log that goes to both places is the same in both", async () => {
  service = await openTestService();
  await createBucket(service.client, "logs");
  const build = await service.client.run(IMAGE, COUNTING, { logsConfigOverride: BOTH });
  const log = await s3LogOf(service, `${build.logs?.streamName ?? ""}.gz`);
  expect(log).toBe(await service.client.logOf(build));
  expect(log).toContain("a\u2028b\n");
});

test("a build whose logs are both disabled runs", async () => {
  service = await openTestService();
  const build = await service.client.run(IMAGE, commands({ build: ["echo unheard"] }), {
    logsConfigOverride: { cloudWatchLogs: { status: "DISABLED" }, s3Logs: { status: "DISABLED" } },
  });
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(build.logs).not.toHaveProperty("groupName");
  expect(build.logs).not.toHaveProperty("s3LogsArn");
});

test("a log that S3 refuses fails the build in FINALIZING, in S3's words", async () => {
  const data = mkdtempSync(join(tmpdir(), "s3-logs-"));
  directories.push(data);
  service = await openTestService({ flags: ["--data-dir", data] });
  const build = await service.client.run(IMAGE, commands({ build: ["true"] }), { logsConfigOverride: S3_ONLY });
  expect(build.buildStatus).toBe("FAILED");
  expect(readdirSync(join(data, "logs"))).toEqual([]);
  const [code, message] = contextOf(build, "FINALIZING");
  expect(code).toBe("CLIENT_ERROR");
  expect(message).toMatch(/^Failed to upload the build log to arn:aws:s3:::logs\/of\/builds\/.*: NoSuchBucket: /);
});

test.each([
  ["to S3 alone", S3_ONLY],
  ["to both places", BOTH],
])("a log that goes %s is whole, each line once, after restarts in mid-build", async (_, logsConfig) => {
  const data = mkdtempSync(join(tmpdir(), "s3-logs-"));
  directories.push(data);
  service = await openTestService({ flags: ["--data-dir", data] });
  await createBucket(service.client, "logs");
  const project = await service.client.createProject(IMAGE);
  const started = await service.client.startBuild(project, COUNTING, { logsConfigOverride: logsConfig });
  const uuid = started.id.split(":")[1] ?? "";
  await untilPhase(service.client, started.id, "BUILD");
  const gathered = join(data, "logs", `${uuid}.log`);
  for (let restarts = 0; restarts < 2; restarts += 1) {
    await waitFor("some of the log", () => readdirSync(join(data, "logs")).length > 0);
    service = await service.restart();
  }
  const build = await service.client.finish(started.id);
  expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
  const log = await s3LogOf(service, logsConfig === S3_ONLY ? `of/builds/${uuid}.gz` : `${uuid}.gz`);
  expect(log.split("\n").filter((line) => line.startsWith("line-"))).toEqual(COUNTED);
  expect(log.match(/Entering phase BUILD/g)).toHaveLength(1);
  if (logsConfig === BOTH) expect(log).toBe(await service.client.logOf(build));
  expect(readdirSync(join(data, "logs"))).toEqual([]);
  expect(gathered).toContain(uuid);
});

test.each([
  [{ bucketOwnerAccess: "FULL", encryptionDisabled: false }, "bucket-owner-full-control", "aws:kms"],
  [{ bucketOwnerAccess: "READ_ONLY", encryptionDisabled: true }, "bucket-owner-read", undefined],
  [{}, undefined, "aws:kms"],
] as const)(
  "a log goes to S3 as %j asks for it, and once more when S3 fails by chance",
  async (asked, acl, encryption) => {
    let failures = 1;
    const puts: IncomingHttpHeaders[] = [];
    await using s3 = await startScriptedServer((request, response) => {
      puts.push(request.headers);
      request.resume();
      request.on("end", () => {
        response.writeHead(failures-- > 0 ? 503 : 200).end();
      });
    });
    vi.stubEnv("AWS_ACCESS_KEY_ID", "000000000000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    service = await openTestService({ flags: ["--s3-endpoint", s3.url] });
    const build = await service.client.run(IMAGE, commands({ build: ["true"] }), {
      logsConfigOverride: { s3Logs: { status: "ENABLED", location: "logs", ...asked } },
    });
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(s3.requests).toEqual(Array<string>(2).fill(`PUT /logs/${build.logs?.streamName ?? ""}.gz?x-id=PutObject`));
    for (const headers of puts) {
      expect(headers["x-amz-acl"]).toBe(acl);
      expect(headers["x-amz-server-side-encryption"]).toBe(encryption);
      expect(headers["x-amz-server-side-encryption-aws-kms-key-id"]).toBe(encryption && build.encryptionKey);
    }
  },
);

test("half a line that a killed process left behind is taken away before the log goes on", async () => {
  const data = mkdtempSync(join(tmpdir(), "s3-logs-"));
  directories.push(data);
  service = await openTestService({ flags: ["--data-dir", data] });
  await createBucket(service.client, "logs");
  const project = await service.client.createProject(IMAGE);
  const started = await service.client.startBuild(project, COUNTING, { logsConfigOverride: S3_ONLY });
  const uuid = started.id.split(":")[1] ?? "";
  await untilPhase(service.client, started.id, "BUILD");
  const { service: inner } = service;
  await inner.engine[Symbol.asyncDispose]();
  appendFileSync(join(data, "logs", `${uuid}.log`), '"half a li');
  service = await service.restart();
  const build = await service.client.finish(started.id);
  expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
  const log = await s3LogOf(service, `of/builds/${uuid}.gz`);
  expect(log).not.toContain("half a li");
  expect(log.split("\n").filter((line) => line.startsWith("line-"))).toEqual(COUNTED);
});
