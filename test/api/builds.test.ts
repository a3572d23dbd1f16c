import {
  BatchDeleteBuildsCommand,
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  DeleteProjectCommand,
  ListBuildsCommand,
  ListBuildsForProjectCommand,
  paginateListBuilds,
  paginateListBuildsForProject,
  RetryBuildCommand,
  StartBuildBatchCommand,
  StartBuildCommand,
  StopBuildCommand,
  UpdateProjectCommand,
  type Build,
  type CodeBuildClient,
  type StartBuildCommandInput,
} from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, openApiServer, REGION, type ApiServer } from "../support/api-server.ts";
import { createSample, INLINE_BUILDSPEC, refusal } from "../support/sample-projects.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PREFIX = `arn:aws:codebuild:${REGION}:${ACCOUNT}`;

let server: ApiServer;
let client: CodeBuildClient;
beforeEach(async () => {
  server = await openApiServer();
  client = server.client();
});
afterEach(async () => {
  const { faults } = server;
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

async function start(projectName: string, more: Omit<StartBuildCommandInput, "projectName"> = {}): Promise<Build> {
  const { build } = await client.send(new StartBuildCommand({ projectName, ...more }));
  if (build === undefined) throw new Error("StartBuild answered no build");
  return build;
}

async function get(id: string | undefined): Promise<Build | undefined> {
  return (await client.send(new BatchGetBuildsCommand({ ids: [id ?? ""] }))).builds?.[0];
}

describe("StartBuild", () => {
  test("answers the whole record of a queued build, stores it, and hands it to the engine", async () => {
    await createSample(client, "my-project", { artifacts: { type: "S3", location: "my-bucket", path: "out" } });
    const build = await start("my-project");
    const uuid = build.id?.split(":")[1] ?? "";
    const now = new Date(server.clock.now());
    expect(uuid).toMatch(UUID);
    expect(build).toEqual({
      id: `my-project:${uuid}`,
      arn: `${PREFIX}:build/my-project:${uuid}`,
      buildNumber: 1,
      startTime: now,
      currentPhase: "QUEUED",
      buildStatus: "IN_PROGRESS",
      projectName: "my-project",
      phases: [
        { phaseType: "SUBMITTED", phaseStatus: "SUCCEEDED", startTime: now, endTime: now, durationInSeconds: 0 },
        { phaseType: "QUEUED", startTime: now },
      ],
      source: { type: "NO_SOURCE", buildspec: INLINE_BUILDSPEC, insecureSsl: false },
      secondarySources: [],
      secondarySourceVersions: [],
      artifacts: {
        location: "arn:aws:s3:::my-bucket/out/my-project",
        overrideArtifactName: false,
        encryptionDisabled: false,
      },
      secondaryArtifacts: [],
      cache: { type: "NO_CACHE" },
      environment: {
        type: "LINUX_CONTAINER",
        image: "alpine",
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [],
        privilegedMode: false,
        imagePullCredentialsType: "CODEBUILD",
      },
      serviceRole: `arn:aws:iam::${ACCOUNT}:role/codebuild-role`,
      logs: {
        deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${REGION}#logEvent:group=null;stream=null`,
        cloudWatchLogsArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:null:log-stream:null`,
        cloudWatchLogs: { status: "ENABLED" },
        s3Logs: { status: "DISABLED", encryptionDisabled: false },
      },
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      buildComplete: false,
      initiator: "root",
      encryptionKey: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/s3`,
    });
    expect(await get(build.id)).toEqual(build);
    expect(server.engine.submitted).toEqual([build.arn]);
  });

  test("every override counts for this build only", async () => {
    await createSample(client, "overridden", {
      source: { type: "S3", location: "project/source.zip", buildspec: "project.yml" },
      sourceVersion: "project-version",
      environment: {
        type: "LINUX_CONTAINER",
        image: "alpine",
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [
          { name: "A", value: "project" },
          { name: "B", value: "project" },
        ],
      },
    });
    const before = (await client.send(new BatchGetProjectsCommand({ names: ["overridden"] }))).projects?.[0];
    const build = await start("overridden", {
      sourceVersion: "v2",
      sourceTypeOverride: "S3",
      sourceLocationOverride: "other/source.zip",
      gitCloneDepthOverride: 1,
      gitSubmodulesConfigOverride: { fetchSubmodules: true },
      sourceAuthOverride: { type: "OAUTH" },
      buildspecOverride: INLINE_BUILDSPEC,
      insecureSslOverride: true,
      reportBuildStatusOverride: false,
      buildStatusConfigOverride: { context: "c" },
      artifactsOverride: {
        type: "S3",
        location: "arn:aws:s3:::bucket",
        path: "a/b",
        namespaceType: "BUILD_ID",
        packaging: "ZIP",
        name: "x.zip",
        overrideArtifactName: true,
        encryptionDisabled: true,
      },
      secondarySourcesOverride: [],
      secondarySourcesVersionOverride: [],
      secondaryArtifactsOverride: [],
      environmentVariablesOverride: [
        { name: "C", value: "new" },
        { name: "B", value: "override" },
      ],
      environmentTypeOverride: "LINUX_CONTAINER",
      imageOverride: "debian",
      computeTypeOverride: "BUILD_GENERAL1_LARGE",
      certificateOverride: "",
      cacheOverride: { type: "NO_CACHE", location: "" },
      serviceRoleOverride: `arn:aws:iam::${ACCOUNT}:role/other`,
      privilegedModeOverride: true,
      timeoutInMinutesOverride: 7,
      queuedTimeoutInMinutesOverride: 8,
      encryptionKeyOverride: "alias/other",
      logsConfigOverride: { cloudWatchLogs: { status: "ENABLED", groupName: "g", streamName: "s" } },
      imagePullCredentialsTypeOverride: "SERVICE_ROLE",
      autoRetryLimitOverride: 0,
      debugSessionEnabled: false,
    });
    const uuid = build.id?.split(":")[1] ?? "";
    expect(build).toMatchObject({
      sourceVersion: "v2",
      source: {
        type: "S3",
        location: "other/source.zip",
        gitCloneDepth: 1,
        gitSubmodulesConfig: { fetchSubmodules: true },
        auth: { type: "OAUTH" },
        buildspec: INLINE_BUILDSPEC,
        insecureSsl: true,
        reportBuildStatus: false,
        buildStatusConfig: { context: "c" },
      },
      artifacts: {
        location: `arn:aws:s3:::bucket/a/b/${uuid}/x.zip`,
        overrideArtifactName: true,
        encryptionDisabled: true,
      },
      cache: { type: "NO_CACHE", location: "" },
      environment: {
        type: "LINUX_CONTAINER",
        image: "debian",
        computeType: "BUILD_GENERAL1_LARGE",
        privilegedMode: true,
        imagePullCredentialsType: "SERVICE_ROLE",
        environmentVariables: [
          { name: "A", value: "project", type: "PLAINTEXT" },
          { name: "B", value: "override", type: "PLAINTEXT" },
          { name: "C", value: "new", type: "PLAINTEXT" },
        ],
      },
      serviceRole: `arn:aws:iam::${ACCOUNT}:role/other`,
      timeoutInMinutes: 7,
      queuedTimeoutInMinutes: 8,
      encryptionKey: "alias/other",
      logs: { cloudWatchLogs: { status: "ENABLED", groupName: "g", streamName: "s" } },
    });
    expect(server.store.builds.getSettings(build.arn ?? "")).toEqual({
      artifacts: {
        type: "S3",
        location: "arn:aws:s3:::bucket",
        path: "a/b",
        namespaceType: "BUILD_ID",
        packaging: "ZIP",
        name: "x.zip",
        overrideArtifactName: true,
        encryptionDisabled: true,
      },
      logsConfig: { cloudWatchLogs: { status: "ENABLED", groupName: "g", streamName: "s" } },
    });
    expect((await client.send(new BatchGetProjectsCommand({ names: ["overridden"] }))).projects?.[0]).toEqual(before);
  });

  test("takes the project's settings where nothing is overridden", async () => {
    await createSample(client, "settings", {
      source: { type: "S3", location: "b/k.zip" },
      sourceVersion: "v1",
      timeoutInMinutes: 9,
      logsConfig: { cloudWatchLogs: { status: "ENABLED", groupName: "mine" } },
    });
    const build = await start("settings");
    expect(build).toMatchObject({
      sourceVersion: "v1",
      timeoutInMinutes: 9,
      artifacts: { location: "" },
      logs: { cloudWatchLogs: { groupName: "mine" } },
    });
  });

  test("a build without a source has no location left of the project's", async () => {
    await createSample(client, "switched", { source: { type: "S3", location: "b/k.zip" } });
    const build = await start("switched", { sourceTypeOverride: "NO_SOURCE", buildspecOverride: INLINE_BUILDSPEC });
    expect(build.source).toEqual({ type: "NO_SOURCE", buildspec: INLINE_BUILDSPEC, insecureSsl: false });
  });

  test("a project is named by its ARN too", async () => {
    await createSample(client, "by-arn");
    expect((await start(`${PREFIX}:project/by-arn`)).projectName).toBe("by-arn");
  });

  test("numbers count on after builds and even the project are deleted", async () => {
    await createSample(client, "numbered");
    const first = await start("numbered");
    server.finish(first.arn);
    await client.send(new BatchDeleteBuildsCommand({ ids: [first.id ?? ""] }));
    expect((await start("numbered")).buildNumber).toBe(2);
    await client.send(new DeleteProjectCommand({ name: "numbered" }));
    await createSample(client, "numbered");
    expect((await start("numbered")).buildNumber).toBe(3);
  });

  test("of an unknown project, or of another account's, says which", async () => {
    await createSample(server.client({ account: "111111111111" }), "theirs", { serviceRole: "some-role" });
    const theirs = `arn:aws:codebuild:${REGION}:111111111111:project/theirs`;
    expect(await refusal(start("nothing-here"))).toEqual([
      "ResourceNotFoundException",
      `Project cannot be found: ${PREFIX}:project/nothing-here`,
    ]);
    expect((await refusal(start("theirs")))[0]).toBe("ResourceNotFoundException");
    expect(await refusal(start(theirs))).toEqual(["ResourceNotFoundException", `Project cannot be found: ${theirs}`]);
  });

  test.each<[string, Omit<StartBuildCommandInput, "projectName">]>([
    ["Source type NO_SOURCE does not support ReportBuildStatus", { reportBuildStatusOverride: true }],
    ["Project source location is required", { sourceTypeOverride: "S3" }],
    ["Invalid project source: source type NO_SOURCE requires an inline buildspec", { buildspecOverride: "" }],
    [
      "Invalid service role: Service role account ID does not match caller's account",
      { serviceRoleOverride: "arn:aws:iam::123456789012:role/r" },
    ],
    [
      "Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
      { imageOverride: "aws/codebuild/standard:7.0", imagePullCredentialsTypeOverride: "SERVICE_ROLE" },
    ],
    [
      "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE",
      { artifactsOverride: { type: "CODEPIPELINE" } },
    ],
    ["Invalid input: idempotencyToken must have at most 64 characters", { idempotencyToken: "x".repeat(65) }],
    [
      "Invalid project source: source location must be a valid GitHub repository URL",
      { sourceTypeOverride: "GITHUB", sourceLocationOverride: "https://example.com/o/r" },
    ],
    ["Invalid cache: modes are required when the cache type is LOCAL", { cacheOverride: { type: "LOCAL" } }],
    ["Invalid cache: location is required when the cache type is S3", { cacheOverride: { type: "S3" } }],
    [
      "Invalid input: sourceTypeOverride must be set when using source type CODEPIPELINE",
      { sourceTypeOverride: "CODEPIPELINE", artifactsOverride: { type: "CODEPIPELINE" } },
    ],
    [
      "Environment type WINDOWS_CONTAINER is refused by codebuild-local: builds run in Linux containers",
      { environmentTypeOverride: "WINDOWS_CONTAINER" },
    ],
    [
      "Invalid input: registryCredential requires imagePullCredentialsType SERVICE_ROLE",
      { registryCredentialOverride: { credential: "c", credentialProvider: "SECRETS_MANAGER" } },
    ],
    [
      "Invalid input: registryCredential cannot be used with an image of Amazon ECR",
      {
        imageOverride: "000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1",
        registryCredentialOverride: { credential: "c", credentialProvider: "SECRETS_MANAGER" },
        imagePullCredentialsTypeOverride: "SERVICE_ROLE",
      },
    ],
    [
      "Invalid input: certificate must be the ARN of an object in S3, or its bucket and key",
      { certificateOverride: "arn:aws:acm:us-east-1:000000000000:certificate/c" },
    ],
    [
      "environment.fleet arn:x is refused by codebuild-local: there is no such fleet, as fleets can't be created here yet",
      { fleetOverride: { fleetArn: "arn:x" } },
    ],
    [
      "Invalid input: computeType ATTRIBUTE_BASED_COMPUTE requires a computeConfiguration with vCpu or memory",
      { computeTypeOverride: "ATTRIBUTE_BASED_COMPUTE" },
    ],
    [
      "Invalid logs config: a location is required when S3 logs are enabled",
      { logsConfigOverride: { s3Logs: { status: "ENABLED" } } },
    ],
  ])("refuses, in these words: %s", async (message, override) => {
    await createSample(client, "project");
    expect(await refusal(start("project", override))).toEqual(["InvalidInputException", message]);
    expect((await client.send(new ListBuildsCommand({}))).ids).toEqual([]);
    expect(server.engine.submitted).toEqual([]);
    expect((await start("project")).buildNumber).toBe(1);
  });

  test("refuses a pipeline's project in AWS's words, unless source and artifacts are given in their place", async () => {
    await createSample(client, "piped", { source: { type: "CODEPIPELINE" }, artifacts: { type: "CODEPIPELINE" } });
    const both =
      "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE";
    for (const [override, message] of [
      [{}, "ArtifactsOverride must be set when using artifacts type CodePipelines"],
      [{ artifactsOverride: { type: "NO_ARTIFACTS" } }, both],
    ] as const)
      expect(await refusal(start("piped", override))).toEqual(["InvalidInputException", message]);
    const build = await start("piped", {
      artifactsOverride: { type: "NO_ARTIFACTS" },
      sourceTypeOverride: "NO_SOURCE",
      buildspecOverride: INLINE_BUILDSPEC,
    });
    expect(build).toMatchObject({ buildNumber: 1, artifacts: { location: "" } });
  });

  test("takes no part in batch builds, and leaves their settings where they are", async () => {
    await createSample(client, "batch", { buildBatchConfig: { serviceRole: "role", timeoutInMins: 10 } });
    const build = await start("batch", { hostKernelOverride: "LINUX_KERNEL_4" });
    expect(build.environment?.hostKernel).toBe("LINUX_KERNEL_4");
    expect(build.timeoutInMinutes).toBe(60);
    expect(build).not.toHaveProperty("buildBatchArn");
    expect(await refusal(client.send(new StartBuildBatchCommand({ projectName: "batch" })))).toEqual([
      "InternalFailure",
      "StartBuildBatch is not implemented.",
    ]);
  });

  test("another compute type leaves behind what the project says of its own", async () => {
    await createSample(client, "sized", {
      environment: {
        type: "LINUX_CONTAINER",
        image: "alpine",
        computeType: "ATTRIBUTE_BASED_COMPUTE",
        computeConfiguration: { vCpu: 1 },
      },
    });
    expect((await start("sized")).environment?.computeConfiguration).toEqual({ vCpu: 1 });
    const build = await start("sized", { computeTypeOverride: "BUILD_GENERAL1_MEDIUM" });
    expect(build.environment).toMatchObject({ computeType: "BUILD_GENERAL1_MEDIUM" });
    expect(build.environment).not.toHaveProperty("computeConfiguration");
  });

  test("needs a buildspec from the project or the override", async () => {
    await createSample(client, "later", { source: { type: "NO_SOURCE" }, artifacts: { type: "S3", location: "b" } });
    expect(await refusal(start("later"))).toEqual([
      "InvalidInputException",
      "Invalid project source: source type NO_SOURCE requires an inline buildspec",
    ]);
    expect((await start("later", { buildspecOverride: INLINE_BUILDSPEC })).source?.buildspec).toBe(INLINE_BUILDSPEC);
  });

  test("is refused while the account's queue is full", async () => {
    await createSample(client, "project");
    server.engine.queue = { running: 2, waiting: 10, concurrent: 2, capacity: 10 };
    expect(await refusal(start("project"))).toEqual([
      "AccountLimitExceededException",
      "Cannot have more than 10 builds in queue for the account",
    ]);
    server.engine.queue = { running: 2, waiting: 9, concurrent: 2, capacity: 10 };
    expect((await start("project")).buildNumber).toBe(1);
  });

  test("is refused while the project's concurrent builds are at their limit", async () => {
    await createSample(client, "limited", { concurrentBuildLimit: 2 });
    const first = await start("limited");
    await start("limited");
    expect(await refusal(start("limited"))).toEqual([
      "AccountLimitExceededException",
      "Cannot have more than 2 active builds for the project",
    ]);
    server.finish(first.arn);
    expect((await start("limited")).buildNumber).toBe(3);
  });
});

describe("idempotency tokens", () => {
  beforeEach(async () => {
    await createSample(client, "project");
  });

  test("the same call with the same token starts one build", async () => {
    const parameters = { idempotencyToken: "token", environmentVariablesOverride: [{ name: "A", value: "1" }] };
    const build = await start("project", parameters);
    server.finish(build.arn);
    server.clock.advance(5 * 60 * 1000 - 1);
    const again = await start("project", parameters);
    expect([again.id, again.buildStatus]).toEqual([build.id, "SUCCEEDED"]);
    expect(server.engine.submitted).toEqual([build.arn]);
  });

  test("after five minutes the token starts another", async () => {
    const build = await start("project", { idempotencyToken: "token" });
    server.clock.advance(5 * 60 * 1000 + 1);
    expect((await start("project", { idempotencyToken: "token" })).id).not.toBe(build.id);
  });

  test("other parameters under the same token are a mismatch, whatever the project", async () => {
    await createSample(client, "another");
    await start("project", { idempotencyToken: "token" });
    for (const other of [
      start("project", { idempotencyToken: "token", imageOverride: "x" }),
      start("another", { idempotencyToken: "token" }),
    ]) {
      const [name, message] = await refusal(other);
      expect(name).toBe("InvalidInputException");
      expect(message).toContain("mismatch");
    }
    expect(server.engine.submitted).toHaveLength(1);
  });

  test("are apart per account, and survive a restart", async () => {
    const build = await start("project", { idempotencyToken: "token" });
    const theirs = server.client({ account: "111111111111" });
    await createSample(theirs, "project", { serviceRole: "some-role" });
    const other = await theirs.send(new StartBuildCommand({ projectName: "project", idempotencyToken: "token" }));
    expect(other.build?.id).not.toBe(build.id);
  });

  test("calls at the same moment start one build", async () => {
    const builds = await Promise.all(Array.from({ length: 20 }, () => start("project", { idempotencyToken: "token" })));
    expect(new Set(builds.map((build) => build.id)).size).toBe(1);
    expect(server.engine.submitted).toHaveLength(1);
  });
});

describe("RetryBuild", () => {
  const retry = async (id: string | undefined, idempotencyToken?: string) =>
    (await client.send(new RetryBuildCommand({ id, idempotencyToken }))).build;

  test("starts a new build with what the original was started with", async () => {
    await createSample(client, "project", { artifacts: { type: "S3", location: "b", packaging: "ZIP" } });
    const original = await start("project", {
      environmentVariablesOverride: [{ name: "X", value: "kept" }],
      timeoutInMinutesOverride: 7,
      sourceVersion: "v1",
      logsConfigOverride: { cloudWatchLogs: { status: "ENABLED", groupName: "g" } },
    });
    server.finish(original.arn);
    await client.send(
      new UpdateProjectCommand({ name: "project", timeoutInMinutes: 99, artifacts: { type: "NO_ARTIFACTS" } }),
    );
    server.clock.advance(1000);
    const again = await retry(original.id);
    const now = new Date(server.clock.now());
    expect(again).toEqual({
      ...original,
      id: again?.id,
      arn: again?.arn,
      buildNumber: 2,
      startTime: now,
      phases: [
        { phaseType: "SUBMITTED", phaseStatus: "SUCCEEDED", startTime: now, endTime: now, durationInSeconds: 0 },
        { phaseType: "QUEUED", startTime: now },
      ],
    });
    expect(again?.id).not.toBe(original.id);
    expect(server.store.builds.getSettings(again?.arn ?? "")).toEqual(
      server.store.builds.getSettings(original.arn ?? ""),
    );
    expect(server.engine.submitted).toEqual([original.arn, again?.arn]);
  });

  test("its token works as StartBuild's", async () => {
    await createSample(client, "project");
    const original = await start("project");
    server.finish(original.arn);
    const again = await retry(original.id, "t-1");
    expect((await retry(original.arn, "t-1"))?.id).toBe(again?.id);
    server.finish(again?.arn);
    expect((await refusal(retry(again?.id, "t-1")))[1]).toContain("mismatch");
    expect((await retry(original.arn))?.buildNumber).toBe(3);
  });

  test("refuses a running, an unknown and a missing build", async () => {
    await createSample(client, "project");
    const running = await start("project");
    expect(await refusal(retry(running.id))).toEqual([
      "InvalidInputException",
      `Invalid input: build ${running.id ?? ""} is still in progress and cannot be retried`,
    ]);
    expect(await refusal(retry("project:none"))).toEqual([
      "ResourceNotFoundException",
      "Build project:none does not exist",
    ]);
    expect(await refusal(retry("nonsense"))).toEqual(["InvalidInputException", "Invalid build ID provided"]);
    expect((await refusal(retry(undefined)))[0]).toBe("InvalidInputException");
  });

  test("of a deleted project's build says so", async () => {
    await createSample(client, "project");
    const original = await start("project");
    server.finish(original.arn);
    await client.send(new DeleteProjectCommand({ name: "project" }));
    expect((await refusal(retry(original.id)))[0]).toBe("ResourceNotFoundException");
  });
});

describe("StopBuild", () => {
  test("takes id and ARN, and answers an ended build as it ended", async () => {
    await createSample(client, "project");
    const [first, second] = [await start("project"), await start("project")];
    server.clock.advance(2500);
    const { build } = await client.send(new StopBuildCommand({ id: first.id }));
    expect(build).toMatchObject({ buildStatus: "STOPPED", buildComplete: true, currentPhase: "COMPLETED" });
    expect(build?.phases?.map((phase) => [phase.phaseType, phase.phaseStatus, phase.durationInSeconds])).toEqual([
      ["SUBMITTED", "SUCCEEDED", 0],
      ["QUEUED", "STOPPED", 2],
      ["COMPLETED", undefined, undefined],
    ]);
    expect(await get(first.id)).toEqual(build);
    server.finish(second.arn);
    expect((await client.send(new StopBuildCommand({ id: second.arn }))).build?.buildStatus).toBe("SUCCEEDED");
  });

  test("refuses unknown builds, and another account's", async () => {
    await createSample(client, "project");
    const { id, arn } = await start("project");
    const stranger = server.client({ account: "111111111111" });
    for (const named of [id, arn]) {
      expect(await refusal(stranger.send(new StopBuildCommand({ id: named })))).toEqual([
        "ResourceNotFoundException",
        `Build ${named ?? ""} does not exist`,
      ]);
    }
    expect((await get(id))?.buildStatus).toBe("IN_PROGRESS");
    expect((await refusal(client.send(new StopBuildCommand({ id: "nonsense" }))))[0]).toBe("InvalidInputException");
  });
});

describe("reading, listing and deleting builds", () => {
  test("BatchGetBuilds takes ids and ARNs, each build once, in the order asked for", async () => {
    await createSample(client, "project");
    const [first, second] = [await start("project"), await start("project")];
    const { builds, buildsNotFound } = await client.send(
      new BatchGetBuildsCommand({
        ids: [second.arn ?? "", first.id ?? "", "no-such:build", second.id ?? "", "nonsense"],
      }),
    );
    expect(builds).toEqual([second, first]);
    expect(buildsNotFound).toEqual(["no-such:build", "nonsense"]);
    expect((await refusal(client.send(new BatchGetBuildsCommand({ ids: [] }))))[0]).toBe("InvalidInputException");
  });

  test("nobody sees another account's or region's builds", async () => {
    await createSample(client, "project");
    const build = await start("project");
    const ids = [build.id ?? "", build.arn ?? ""];
    for (const stranger of [server.client({ account: "111111111111" }), server.client({ region: "eu-west-1" })]) {
      expect((await stranger.send(new BatchGetBuildsCommand({ ids }))).buildsNotFound).toEqual(ids);
      expect((await stranger.send(new ListBuildsCommand({}))).ids).toEqual([]);
      expect(await stranger.send(new BatchDeleteBuildsCommand({ ids }))).toMatchObject({
        buildsDeleted: [],
        buildsNotDeleted: [],
      });
    }
    expect(await get(build.id)).toEqual(build);
  });

  test("BatchDeleteBuilds answers ARNs, keeps running builds and is silent about unknown ones", async () => {
    await createSample(client, "project");
    const [ended, running] = [await start("project"), await start("project")];
    server.finish(ended.arn);
    const ids = [ended.id ?? "", running.id ?? "", ended.arn ?? "", "no-such:build"];
    expect(await client.send(new BatchDeleteBuildsCommand({ ids }))).toMatchObject({
      buildsDeleted: [ended.arn],
      buildsNotDeleted: [{ id: running.arn, statusCode: "BUILD_IN_PROGRESS" }],
    });
    expect((await client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 2) }))).buildsNotFound).toEqual([ended.id]);
    expect((await client.send(new ListBuildsForProjectCommand({ projectName: "project" }))).ids).toEqual([running.id]);
  });

  test("250 builds come in pages of 100, by number and by id, in both orders", async () => {
    await createSample(client, "project");
    await createSample(client, "another");
    const ids: string[] = [];
    for (let index = 0; index < 250; index += 1) ids.push((await start("project")).id ?? "");
    const stray = (await start("another")).id ?? "";
    for (const [sortOrder, expected] of [
      [undefined, ids.toReversed()],
      ["DESCENDING", ids.toReversed()],
      ["ASCENDING", ids],
    ] as const) {
      const pages: string[][] = [];
      for await (const page of paginateListBuildsForProject(
        { client },
        { projectName: `${PREFIX}:project/project`, sortOrder },
      )) {
        pages.push(page.ids ?? []);
      }
      expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
      expect(pages.flat()).toEqual(expected);
    }
    for (const sortOrder of ["ASCENDING", "DESCENDING"] as const) {
      const listed: string[] = [];
      for await (const page of paginateListBuilds({ client }, { sortOrder })) listed.push(...(page.ids ?? []));
      const sorted = [...ids, stray].toSorted();
      expect(listed).toEqual(sortOrder === "ASCENDING" ? sorted : sorted.toReversed());
    }
    const { nextToken } = await client.send(new ListBuildsCommand({}));
    for (const misuse of [
      client.send(new ListBuildsForProjectCommand({ projectName: "project", nextToken })),
      client.send(new ListBuildsCommand({ nextToken: "forged" })),
    ]) {
      expect((await refusal(misuse))[0]).toBe("InvalidInputException");
    }
  });

  test("ListBuildsForProject of an unknown project says which", async () => {
    expect(await refusal(client.send(new ListBuildsForProjectCommand({ projectName: "none" })))).toEqual([
      "ResourceNotFoundException",
      `The provided project ${PREFIX}:project/none does not exist`,
    ]);
  });
});
