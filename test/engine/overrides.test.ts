import { BatchGetProjectsCommand, type StartBuildCommandInput } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { EnvironmentSpec } from "../../src/environment/build-environment.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { refusal } from "../support/sample-projects.ts";
import {
  commands,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  putObject,
  type TestService,
} from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

/** What the engine asked of the place where builds run. */
const specs = new Map<string, EnvironmentSpec>();
let service: TestService;
beforeAll(async () => {
  service = await openTestService({
    environments: (shells) => ({
      ...shells,
      provision(spec, signal) {
        specs.set(spec.buildArn, spec);
        return shells.provision(spec, signal);
      },
    }),
  });
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

async function build(project: string, more: Partial<StartBuildCommandInput>, buildspec?: object) {
  const { client } = service;
  const { id } = await client.startBuild(project, buildspec, more);
  const ended = await client.finish(id);
  return { build: ended, printed: outputLines(await client.logOf(ended)), spec: specs.get(ended.arn ?? "") };
}

describe("an override of StartBuild changes what the build does:", () => {
  test("source type and location", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "override-sources");
    await putObject(
      client,
      bucket,
      "s.zip",
      await zipOf({ "buildspec.yml": "version: 0.2\nphases:\n  build:\n    commands: [ls]\n", "from-zip": "" }),
    );
    const project = await client.createProject(IMAGE);
    const zipped = await build(project, {
      sourceTypeOverride: "S3",
      sourceLocationOverride: `${bucket}/s.zip`,
      buildspecOverride: "buildspec.yml",
    });
    expect(zipped.printed).toEqual(["buildspec.yml", "from-zip"]);
    expect(zipped.build.source).toMatchObject({ type: "S3", location: `${bucket}/s.zip`, buildspec: "buildspec.yml" });

    const ofS3 = await client.createProject(IMAGE, { source: { type: "S3", location: `${bucket}/none.zip` } });
    const without = await build(ofS3, { sourceTypeOverride: "NO_SOURCE" }, commands({ build: ["ls | wc -l"] }));
    expect(without.printed.map((line) => line.trim())).toEqual(["0"]);
    expect(without.build.source?.location).toBeUndefined();
  });

  test("image, compute type and privileged mode", async () => {
    const project = await service.client.createProject(IMAGE);
    const {
      build: ended,
      printed,
      spec,
    } = await build(
      project,
      { imageOverride: "another/image:2", computeTypeOverride: "BUILD_GENERAL1_MEDIUM", privilegedModeOverride: true },
      commands({ build: ["echo $CODEBUILD_BUILD_IMAGE"] }),
    );
    expect(spec).toMatchObject({
      image: "another/image:2",
      privileged: true,
      limits: { memoryBytes: 8 * 1024 ** 3, cpus: 4 },
    });
    expect(ended.environment).toMatchObject({
      image: "another/image:2",
      computeType: "BUILD_GENERAL1_MEDIUM",
      privilegedMode: true,
    });
    expect(printed).toEqual(["another/image:2"]);
    const own = await build(project, {});
    expect(own.spec).toMatchObject({
      image: IMAGE,
      privileged: false,
      limits: { memoryBytes: 4 * 1024 ** 3, cpus: 2 },
    });
  });

  test("artifacts: bucket, path, namespace, packaging, name, encryption", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "override-artifacts");
    const project = await client.createProject(IMAGE);
    const { build: ended } = await build(
      project,
      {
        artifactsOverride: {
          type: "S3",
          location: `arn:aws:s3:::${bucket}`,
          path: "a/path",
          namespaceType: "BUILD_ID",
          packaging: "ZIP",
          name: "out.zip",
          encryptionDisabled: true,
        },
      },
      commands({ build: ["echo x >x"] }, { artifacts: { files: ["x"] } }),
    );
    const key = `a/path/${ended.id?.split(":")[1] ?? ""}/out.zip`;
    expect(await listKeys(client, bucket)).toEqual([key]);
    expect(ended.artifacts).toMatchObject({ location: `arn:aws:s3:::${bucket}/${key}`, encryptionDisabled: true });
    expect(ended.artifacts?.sha256sum).toMatch(/^[0-9a-f]{64}$/);
  });

  test("logs, encryption key, service role, time-outs", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { build: ended, printed } = await build(
      project,
      {
        logsConfigOverride: { cloudWatchLogs: { status: "ENABLED", groupName: "/my/group", streamName: "my-stream" } },
        encryptionKeyOverride: "arn:aws:kms:us-east-1:000000000000:key/mine",
        serviceRoleOverride: "arn:aws:iam::000000000000:role/another",
        timeoutInMinutesOverride: 7,
        queuedTimeoutInMinutesOverride: 9,
      },
      commands({ build: ["echo $CODEBUILD_KMS_KEY_ID $CODEBUILD_LOG_PATH"] }),
    );
    const stream = `my-stream/${ended.id?.split(":")[1] ?? ""}`;
    expect(ended).toMatchObject({
      logs: {
        groupName: "/my/group",
        streamName: stream,
        cloudWatchLogs: { groupName: "/my/group", streamName: "my-stream" },
      },
      encryptionKey: "arn:aws:kms:us-east-1:000000000000:key/mine",
      serviceRole: "arn:aws:iam::000000000000:role/another",
      timeoutInMinutes: 7,
      queuedTimeoutInMinutes: 9,
    });
    expect(printed).toEqual([`arn:aws:kms:us-east-1:000000000000:key/mine ${stream}`]);
  });

  test("nothing of it is written to the project", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const get = async () =>
      (await client.codebuild.send(new BatchGetProjectsCommand({ names: [project] }))).projects?.[0];
    const before = await get();
    await build(project, {
      imageOverride: "another/image:2",
      timeoutInMinutesOverride: 7,
      environmentVariablesOverride: [{ name: "A", value: "1" }],
      buildspecOverride: JSON.stringify(commands({ build: ["true"] })),
      serviceRoleOverride: "arn:aws:iam::000000000000:role/another",
    });
    expect(await get()).toEqual(before);
  });
});

test.each<[keyof StartBuildCommandInput, Partial<StartBuildCommandInput>]>([
  ["environmentTypeOverride", { environmentTypeOverride: "WINDOWS_SERVER_2019_CONTAINER" }],
  ["fleetOverride", { fleetOverride: { fleetArn: "arn:aws:codebuild:us-east-1:000000000000:fleet/f:1" } }],
  ["computeTypeOverride", { computeTypeOverride: "BUILD_LAMBDA_1GB" }],
])("%s that can't be followed here is refused with the reason, and starts nothing", async (_name, more) => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const [name, message] = await refusal(client.startBuild(project, commands({ build: ["true"] }), more));
  expect(name).toBe("InvalidInputException");
  expect(message).toMatch(/ is refused by codebuild-local: ./);
  const { build: next } = await build(project, {});
  expect(next.buildNumber).toBe(1);
});

test("buildspecOverride wins over the project's buildspec, and the project's is used without it", async () => {
  const project = await service.client.createProject(IMAGE, {
    source: { type: "NO_SOURCE", buildspec: JSON.stringify(commands({ build: ["echo of the project"] })) },
  });
  expect((await build(project, {})).printed).toEqual(["of the project"]);
  expect((await build(project, {}, commands({ build: ["echo of the override"] }))).printed).toEqual([
    "of the override",
  ]);
  expect(await service.client.getBuild((await build(project, {})).build.id ?? "")).toMatchObject({ buildNumber: 3 });
});
