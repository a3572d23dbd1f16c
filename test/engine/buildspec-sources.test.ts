import type { Build } from "@aws-sdk/client-codebuild";
import { PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  openTestService,
  putObject,
  type TestService,
} from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

const BUCKET = "sources";
const YAML = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo from $WHERE\n";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
  await createBucket(service.client, BUCKET);
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

function yaml(where: string): string {
  return YAML.replace("$WHERE", where);
}

interface Result {
  readonly build: Build;
  readonly log: string;
  readonly printed: string[];
}

/** Builds a project whose source is a zip of these files. */
async function buildZip(files: Parameters<typeof zipOf>[0], buildspec?: string, override?: string): Promise<Result> {
  const { client } = service;
  const key = `source-${Math.random().toString(36).slice(2)}.zip`;
  await putObject(client, BUCKET, key, await zipOf(files));
  const project = await client.createProject(IMAGE, {
    source: { type: "S3", location: `${BUCKET}/${key}`, ...(buildspec === undefined ? {} : { buildspec }) },
  });
  return finish((await client.startBuild(project, override)).id);
}

async function finish(id: string): Promise<Result> {
  const build = await service.client.finish(id);
  const log = await service.client.logOf(build);
  return { build, log, printed: outputLines(log) };
}

const FAILED_DOWNLOAD = {
  SUBMITTED: "SUCCEEDED",
  QUEUED: "SUCCEEDED",
  PROVISIONING: "SUCCEEDED",
  DOWNLOAD_SOURCE: "FAILED",
  FINALIZING: "SUCCEEDED",
  COMPLETED: undefined,
};

describe("the buildspec", () => {
  test("is buildspec.yml at the root of the source, where nothing is said", async () => {
    const { build, log, printed } = await buildZip({ "buildspec.yml": yaml("the root"), "file.txt": "x" });
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(printed).toEqual(["from the root"]);
    expect(log).toMatch(/YAML location is \/codebuild\/output\/src\d+\/src\/buildspec\.yml\n/);
  });

  test("is a file of the source, where a path is given, by the project or by the override", async () => {
    const files = { "ci/one.yml": yaml("one"), "ci/two.yml": yaml("two") };
    expect((await buildZip(files, "ci/one.yml")).printed).toEqual(["from one"]);
    expect((await buildZip(files, "ci/one.yml", "./ci/two.yml")).printed).toEqual(["from two"]);
  });

  test("is the text itself, as YAML or as JSON, and stands where CodeBuild puts it", async () => {
    const text = "version: 0.2\nphases:\n  build:\n    commands:\n      - cat /codebuild/readonly/buildspec.yml\n";
    const { log, printed } = await buildZip({ "buildspec.yml": yaml("the source") }, undefined, text);
    expect(printed).toEqual(outputLines(text));
    expect(log).toContain("YAML location is /codebuild/readonly/buildspec.yml\n");
    const json = await buildZip({ "a.txt": "" }, JSON.stringify(commands({ build: ["echo from JSON"] })));
    expect(json.printed).toEqual(["from JSON"]);
  });

  test("is an object of S3, where its ARN is given", async () => {
    await putObject(service.client, BUCKET, "specs/build spec.yml".replace(" ", "-"), yaml("an object"));
    const { printed } = await buildZip({ "a.txt": "" }, `arn:aws:s3:::${BUCKET}/specs/build-spec.yml`);
    expect(printed).toEqual(["from an object"]);
  });

  test.each<[what: string, buildspec: string | undefined, code: string, message: RegExp]>([
    ["buildspec.yml", undefined, "YAML_FILE_ERROR", /^YAML file does not exist$/],
    [
      "the named file",
      "no/such.yml",
      "YAML_FILE_ERROR",
      /^stat \/codebuild\/output\/src\d+\/src\/no\/such\.yml: no such file or directory$/,
    ],
    [
      "the object",
      `arn:aws:s3:::${BUCKET}/no/such.yml`,
      "CLIENT_ERROR",
      /^NoSuchKey: The specified key does not exist\.\n\tstatus code: 404, request id: .+$/,
    ],
    [
      "the object's bucket",
      "arn:aws:s3:::no-such-bucket/x.yml",
      "CLIENT_ERROR",
      /^NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404, request id: .+$/,
    ],
  ])("fails DOWNLOAD_SOURCE in AWS's words where %s is missing", async (_what, buildspec, code, message) => {
    const { build, log } = await buildZip({ "a.txt": "" }, buildspec);
    expect(phaseStatuses(build)).toEqual(FAILED_DOWNLOAD);
    const [statusCode, text] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(statusCode).toBe(code);
    expect(text).toMatch(message);
    expect(log).toContain(`Phase complete: DOWNLOAD_SOURCE State: FAILED\n`);
    expect(log).toContain(`Phase context status code: ${code} Message: ${text ?? ""}\n`);
  });

  test.each<[what: string, text: string, message: string]>([
    [
      "a command that is a map",
      "version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b\n",
      "Expected Commands[0] to be of string type: found subkeys instead at line 5, value of the key tag on line 4 might be empty",
    ],
    ["commands that are no list", "version: 0.2\nphases:\n  build:\n    commands: echo\n", ""],
    ["a list that is not closed", "version: 0.2\nphases: [\n  build\n", ""],
  ])("fails DOWNLOAD_SOURCE for %s, and no command runs", async (_what, text, message) => {
    const { build, log } = await finish(
      (await service.client.startBuild(await service.client.createProject(IMAGE), text)).id,
    );
    expect(phaseStatuses(build)).toEqual(FAILED_DOWNLOAD);
    const [code, said] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(code).toBe("YAML_FILE_ERROR");
    if (message === "") expect(said).not.toBe("");
    else expect(said).toBe(message);
    expect(log).not.toContain("Running command");
  });
});

describe("a source in S3", () => {
  test("is unpacked where CODEBUILD_SRC_DIR says, modes and symlinks kept", async () => {
    const { printed } = await buildZip({
      "buildspec.yml":
        "version: 0.2\nphases:\n  build:\n    commands:\n      - pwd; echo $CODEBUILD_SRC_DIR\n      - bin/tool\n      - cat link\n      - readlink link\n      - stat -c '%a' bin/tool plain.txt\n",
      "bin/tool": ["#!/bin/sh\necho the tool runs\n", 0o100755],
      "plain.txt": "plain text\n",
      link: ["plain.txt", 0o120777],
    });
    expect(printed[0]).toBe(printed[1]);
    expect(printed.slice(2)).toEqual(["the tool runs", "plain text", "plain.txt", "755", "644"]);
  });

  test("of a version is that version, and no other is resolved", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "versioned-sources");
    await client.s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    const versions: string[] = [];
    for (const where of ["first", "second"]) {
      const { VersionId: id } = await client.s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: "s.zip", Body: await zipOf({ "buildspec.yml": yaml(where) }) }),
      );
      versions.push(id ?? "");
    }
    const project = await client.createProject(IMAGE, { source: { type: "S3", location: `${bucket}/s.zip` } });
    const newest = await finish((await client.startBuild(project)).id);
    expect(newest.printed).toEqual(["from second"]);
    expect(newest.build.resolvedSourceVersion).toBeUndefined();
    const first = await finish((await client.startBuild(project, undefined, { sourceVersion: versions[0] })).id);
    expect(first.printed).toEqual(["from first"]);
    expect(first.build.sourceVersion).toBe(versions[0]);
    expect(first.build.resolvedSourceVersion).toBeUndefined();
  });

  test("that is missing fails DOWNLOAD_SOURCE in S3's words", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE, { source: { type: "S3", location: `${BUCKET}/missing.zip` } });
    const { build } = await finish((await client.startBuild(project)).id);
    expect(phaseStatuses(build)).toEqual(FAILED_DOWNLOAD);
    const [code, message] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(
      /^NoSuchKey: The specified key does not exist\.\n\tstatus code: 404, request id: .* for primary source and source version arn:aws:s3:::sources\/missing\.zip$/,
    );
  });

  test("that is no zip, or is cut short, fails DOWNLOAD_SOURCE", async () => {
    const { client } = service;
    const whole = await zipOf({ "buildspec.yml": yaml("x"), big: "x".repeat(100_000) });
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 60, 90);
    for (const [key, body] of [
      ["text.zip", Buffer.from("no zip")],
      ["short.zip", whole.subarray(0, whole.length / 2)],
      ["damaged.zip", damaged],
    ] as const) {
      await putObject(client, BUCKET, key, body);
      const project = await client.createProject(IMAGE, { source: { type: "S3", location: `${BUCKET}/${key}` } });
      const { build } = await finish((await client.startBuild(project)).id);
      expect([key, phaseStatuses(build)]).toEqual([key, FAILED_DOWNLOAD]);
      expect(contextOf(build, "DOWNLOAD_SOURCE")[0]).toBe("CLIENT_ERROR");
    }
  });
});
