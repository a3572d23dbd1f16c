import {
  BatchGetProjectsCommand,
  CreateProjectCommand,
  DeleteProjectCommand,
  ListProjectsCommand,
  paginateListProjects,
  UpdateProjectCommand,
  type CodeBuildClient,
  type CreateProjectCommandInput,
} from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, openApiServer, REGION, type ApiServer } from "../support/api-server.ts";
import { createSample, INLINE_BUILDSPEC, refusal, sampleProject } from "../support/sample-projects.ts";

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

const arnOf = (name: string) => `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/${name}`;

describe("CreateProject", () => {
  test("answers every default, and BatchGetProjects the same", async () => {
    const project = await createSample(client, "my-project", {
      source: { type: "S3", location: "b/k.zip" },
      artifacts: { type: "S3", location: "b" },
    });
    const now = new Date(server.clock.now());
    expect(project).toEqual({
      name: "my-project",
      arn: arnOf("my-project"),
      source: { type: "S3", location: "b/k.zip", insecureSsl: false },
      artifacts: {
        type: "S3",
        location: "b",
        name: "my-project",
        namespaceType: "NONE",
        packaging: "NONE",
        encryptionDisabled: false,
      },
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
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      encryptionKey: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/s3`,
      tags: [],
      created: now,
      lastModified: now,
      badge: { badgeEnabled: false },
      projectVisibility: "PRIVATE",
    });
    const { projects } = await client.send(new BatchGetProjectsCommand({ names: ["my-project"] }));
    expect(projects).toEqual([project]);
  });

  test("takes what Terraform sends for settings that are not set, and gives it back", async () => {
    const project = await createSample(client, "terraform", {
      description: "",
      source: { type: "NO_SOURCE", buildspec: INLINE_BUILDSPEC, gitCloneDepth: 0, insecureSsl: false, location: "" },
      artifacts: { type: "NO_ARTIFACTS", overrideArtifactName: false },
      cache: { type: "NO_CACHE", location: "" },
      badgeEnabled: false,
      encryptionKey: "alias/mine",
      logsConfig: { cloudWatchLogs: { status: "ENABLED" }, s3Logs: { status: "DISABLED" } },
      queuedTimeoutInMinutes: 480,
      timeoutInMinutes: 60,
      vpcConfig: {},
      secondarySources: [],
      secondaryArtifacts: [],
      autoRetryLimit: 0,
    });
    expect(project).toMatchObject({
      description: "",
      source: { gitCloneDepth: 0, insecureSsl: false, location: "" },
      cache: { type: "NO_CACHE", location: "" },
      encryptionKey: "alias/mine",
      logsConfig: { cloudWatchLogs: { status: "ENABLED" }, s3Logs: { status: "DISABLED" } },
    });
    expect(project.artifacts).toEqual({ type: "NO_ARTIFACTS", overrideArtifactName: false });
    expect(project).not.toHaveProperty("vpcConfig");
  });

  test("keeps the order and types of variables and the tags", async () => {
    const { environment } = sampleProject("x");
    const project = await createSample(client, "variables", {
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        ...environment,
        image: "alpine",
        environmentVariables: [
          { name: "Z", value: "" },
          { name: "A", value: "1", type: "PLAINTEXT" },
        ],
      },
      tags: [{ key: "team", value: "ä/b" }],
    });
    expect(project.environment?.environmentVariables).toEqual([
      { name: "Z", value: "", type: "PLAINTEXT" },
      { name: "A", value: "1", type: "PLAINTEXT" },
    ]);
    expect(project.tags).toEqual([{ key: "team", value: "ä/b" }]);
  });

  test("a name is taken once", async () => {
    await createSample(client, "taken");
    expect(await refusal(createSample(client, "taken"))).toEqual([
      "ResourceAlreadyExistsException",
      `Project already exists: ${arnOf("taken")}`,
    ]);
  });

  test("a role's name stands for its ARN", async () => {
    expect((await createSample(client, "role", { serviceRole: "some-role" })).serviceRole).toBe(
      `arn:aws:iam::${ACCOUNT}:role/some-role`,
    );
  });

  test("a project that stores artifacts may leave its buildspec to StartBuild", async () => {
    const project = await createSample(client, "later", {
      source: { type: "NO_SOURCE" },
      artifacts: { type: "S3", location: "my-bucket" },
    });
    expect(project.source).toEqual({ type: "NO_SOURCE", insecureSsl: false });
  });

  const environment = { type: "LINUX_CONTAINER", image: "alpine", computeType: "BUILD_GENERAL1_SMALL" } as const;
  const inline = { type: "NO_SOURCE", buildspec: INLINE_BUILDSPEC } as const;
  const badIdentifier =
    "Invalid input: identifier must contain only alphanumeric characters and underscores and be less than 128 characters in length";
  const pipeline =
    "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE";

  test.each<[string, Partial<CreateProjectCommandInput>]>([
    ["Project source location is required", { source: { type: "S3" } }],
    ["Project source location is required", { source: { type: "GITHUB", location: "" } }],
    ["Invalid project source: location must be a valid S3 source", { source: { type: "S3", location: "s3://b/k" } }],
    ["Invalid project source: location must be a valid S3 source", { source: { type: "S3", location: "bucket" } }],
    [
      "Invalid project source: source location must be a valid GitHub repository URL",
      { source: { type: "GITHUB", location: "https://example.com/o/r" } },
    ],
    [
      "Invalid project source: source location must be a valid GitHub repository URL",
      { source: { type: "GITHUB", location: "git@github.com:o/r.git" } },
    ],
    [
      "Invalid project source: source location must be a valid Bitbucket repository URL",
      { source: { type: "BITBUCKET", location: "https://github.com/o/r" } },
    ],
    [
      "Invalid project source: source location must be a valid CodeCommit repository URL",
      { source: { type: "CODECOMMIT", location: "https://github.com/o/r" } },
    ],
    [
      "Invalid project source: source location must be a valid GitLab repository URL",
      { source: { type: "GITLAB", location: "--upload-pack=x" } },
    ],
    [pipeline, { source: { type: "CODEPIPELINE" } }],
    [pipeline, { artifacts: { type: "CODEPIPELINE" } }],
    ["Source type NO_SOURCE does not support ReportBuildStatus", { source: { ...inline, reportBuildStatus: true } }],
    [
      "Source type S3 does not support ReportBuildStatus",
      { source: { type: "S3", location: "b/k", reportBuildStatus: true } },
    ],
    [
      "Invalid artifacts: artifact type NO_ARTIFACTS should have null output name",
      { artifacts: { type: "NO_ARTIFACTS", name: "x" } },
    ],
    [
      "Invalid artifacts: artifact type NO_ARTIFACTS should have null location",
      { artifacts: { type: "NO_ARTIFACTS", location: "b" } },
    ],
    [
      "Invalid artifacts: artifact type NO_ARTIFACTS should have null encryptionDisabled",
      { artifacts: { type: "NO_ARTIFACTS", encryptionDisabled: false } },
    ],
    ["Invalid artifacts: artifact type S3 should have a location, the name of a bucket", { artifacts: { type: "S3" } }],
    [
      "Invalid artifacts: location must be the name of a bucket, or its ARN; folders belong into path",
      { artifacts: { type: "S3", location: "bucket/folder" } },
    ],
    [
      "Invalid artifacts: location must be the name of a bucket, or its ARN; folders belong into path",
      { secondaryArtifacts: [{ type: "S3", location: "arn:aws:s3:::b/f", artifactIdentifier: "one" }] },
    ],
    [badIdentifier, { secondarySources: [{ type: "S3", location: "b/k", sourceIdentifier: "not-ok!" }] }],
    [badIdentifier, { secondarySources: [{ type: "S3", location: "b/k" }] }],
    [badIdentifier, { secondaryArtifacts: [{ type: "S3", location: "b", artifactIdentifier: "x".repeat(128) }] }],
    [
      "Invalid input: source identifier a is used more than once",
      {
        secondarySources: [
          { type: "S3", location: "b/k", sourceIdentifier: "a" },
          { type: "S3", location: "b/l", sourceIdentifier: "a" },
        ],
      },
    ],
    [
      "Invalid input: there is no secondary source with the identifier b",
      { secondarySourceVersions: [{ sourceIdentifier: "b", sourceVersion: "1" }] },
    ],
    [
      "Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
      {
        environment: { ...environment, image: "aws/codebuild/standard:7.0", imagePullCredentialsType: "SERVICE_ROLE" },
      },
    ],
    ["Invalid service role", { serviceRole: "not a role" }],
    ["Invalid service role", { serviceRole: "arn:aws:iam::1:user/x" }],
    [
      "Invalid service role: Service role account ID does not match caller's account",
      { serviceRole: "arn:aws:iam::123456789012:role/other" },
    ],
    [
      "Invalid input: concurrentBuildLimit must be greater than 0, or -1 to remove the limit",
      { concurrentBuildLimit: 0 },
    ],
    ["Invalid tags: the tag key a is used more than once", { tags: [{ key: "a" }, { key: "a", value: "2" }] }],
    ["Invalid tags: the tag key aws:x must not begin with aws:", { tags: [{ key: "aws:x", value: "" }] }],
    ["Invalid tags: a tag key must not be empty or only spaces", { tags: [{ key: "  ", value: "" }] }],
    ["Invalid tags: the tag key 'a ' must not end with a space", { tags: [{ key: "a ", value: "" }] }],
    [
      "Invalid project source: source type NO_SOURCE requires an inline buildspec",
      { source: { type: "NO_SOURCE", buildspec: " " } },
    ],
  ])("refuses, in these words: %s", async (message, change) => {
    expect(await refusal(createSample(client, "refused", change))).toEqual(["InvalidInputException", message]);
    expect((await client.send(new ListProjectsCommand({}))).projects).toEqual([]);
  });

  test.each<[string, Partial<CreateProjectCommandInput>]>([
    [
      "Environment type WINDOWS_SERVER_2019_CONTAINER is refused by codebuild-local: builds run in Linux containers",
      { environment: { ...environment, type: "WINDOWS_SERVER_2019_CONTAINER" } },
    ],
    [
      "Environment type WINDOWS_EC2 is refused by codebuild-local: builds run in Linux containers",
      { environment: { ...environment, type: "WINDOWS_EC2" } },
    ],
    [
      "Environment type MAC_ARM is refused by codebuild-local: it is a Mac of a reserved fleet, and builds run in Linux containers",
      { environment: { ...environment, type: "MAC_ARM" } },
    ],
    [
      "Environment type ARM_LAMBDA_CONTAINER is refused by codebuild-local: its builds run in functions of AWS Lambda. Use ARM_CONTAINER",
      { environment: { ...environment, type: "ARM_LAMBDA_CONTAINER", computeType: "BUILD_LAMBDA_1GB" } },
    ],
    [
      "Environment type LINUX_EC2 is refused by codebuild-local: its builds run on EC2 instances, in no container. Use LINUX_CONTAINER",
      { environment: { ...environment, type: "LINUX_EC2" } },
    ],
    [
      "Compute type BUILD_LAMBDA_1GB is refused by codebuild-local: it is of AWS Lambda. Use one of BUILD_GENERAL1",
      { environment: { ...environment, computeType: "BUILD_LAMBDA_1GB" } },
    ],
    [
      "Compute type CUSTOM_INSTANCE_TYPE is refused by codebuild-local: there are no EC2 instances. Use ATTRIBUTE_BASED_COMPUTE with the vCpu and memory of one",
      {
        environment: {
          ...environment,
          computeType: "CUSTOM_INSTANCE_TYPE",
          computeConfiguration: { instanceType: "c5.large" },
        },
      },
    ],
    [
      "environment.fleet arn:x is refused by codebuild-local: there is no such fleet, as fleets can't be created here yet",
      { environment: { ...environment, fleet: { fleetArn: "arn:x" } } },
    ],
    [
      "environment.dockerServer is refused by codebuild-local: it is a machine of its own beside the build. With privilegedMode the image's own Docker engine runs within the build",
      { environment: { ...environment, dockerServer: { computeType: "BUILD_GENERAL1_SMALL" } } },
    ],
    [
      "Invalid input: computeType BUILD_GENERAL1_MEDIUM is not available for LINUX_GPU_CONTAINER",
      { environment: { ...environment, type: "LINUX_GPU_CONTAINER", computeType: "BUILD_GENERAL1_MEDIUM" } },
    ],
    [
      "Invalid input: computeConfiguration requires computeType ATTRIBUTE_BASED_COMPUTE",
      { environment: { ...environment, computeConfiguration: { vCpu: 2 } } },
    ],
    [
      "Invalid input: computeType ATTRIBUTE_BASED_COMPUTE requires a computeConfiguration with vCpu or memory",
      { environment: { ...environment, computeType: "ATTRIBUTE_BASED_COMPUTE", computeConfiguration: { disk: 64 } } },
    ],
    [
      "Invalid input: vCpu, memory and disk of a computeConfiguration must be between 1 and 1000000",
      { environment: { ...environment, computeType: "ATTRIBUTE_BASED_COMPUTE", computeConfiguration: { vCpu: 0 } } },
    ],
    [
      "Invalid input: vCpu, memory and disk of a computeConfiguration must be between 1 and 1000000",
      {
        environment: {
          ...environment,
          computeType: "ATTRIBUTE_BASED_COMPUTE",
          computeConfiguration: { memory: 2 ** 53 },
        },
      },
    ],
    [
      "Invalid input: instanceType requires computeType CUSTOM_INSTANCE_TYPE",
      {
        environment: {
          ...environment,
          computeType: "ATTRIBUTE_BASED_COMPUTE",
          computeConfiguration: { vCpu: 1, instanceType: "c5.large" },
        },
      },
    ],
    ["Invalid service role", { buildBatchConfig: { serviceRole: "not a role" } }],
    [
      "Invalid service role: Service role account ID does not match caller's account",
      { buildBatchConfig: { serviceRole: "arn:aws:iam::123456789012:role/other" } },
    ],
    [
      "Invalid build batch config: timeoutInMins must be between 5 and 2160",
      { buildBatchConfig: { serviceRole: "role", timeoutInMins: 4 } },
    ],
    [
      "Invalid build batch config: restrictions.maximumBuildsAllowed must be between 1 and 100",
      { buildBatchConfig: { restrictions: { maximumBuildsAllowed: 101 } } },
    ],
  ])("refuses at creation and update alike, and the project stays as it was: %s", async (message, change) => {
    expect(await refusal(createSample(client, "refused", change))).toEqual(["InvalidInputException", message]);
    const project = await createSample(client, "refused");
    expect(await refusal(client.send(new UpdateProjectCommand({ name: "refused", ...change })))).toEqual([
      "InvalidInputException",
      message,
    ]);
    const { projects } = await client.send(new BatchGetProjectsCommand({ names: ["refused"] }));
    expect(projects).toEqual([project]);
  });

  test.each([
    [{ type: "ARM_CONTAINER" }],
    [{ type: "LINUX_GPU_CONTAINER" }],
    [{ hostKernel: "LINUX_KERNEL_6" }],
    [
      {
        computeType: "ATTRIBUTE_BASED_COMPUTE",
        computeConfiguration: { vCpu: 3, memory: 6, disk: 64, machineType: "NVME" },
      },
    ],
  ] as const)("takes the environment %j, and gives it back", async (more) => {
    const project = await createSample(client, "taken", { environment: { ...environment, ...more } });
    expect(project.environment).toMatchObject(more);
  });

  test("takes a fleet that is none", async () => {
    await createSample(client, "without", { environment: { ...environment, fleet: {} } });
    await client.send(
      new UpdateProjectCommand({ name: "without", environment: { ...environment, fleet: { fleetArn: "" } } }),
    );
  });

  test("keeps the settings of batch builds as they were sent, until an update replaces or clears them", async () => {
    const restrictions = {
      maximumBuildsAllowed: 5,
      computeTypesAllowed: ["BUILD_GENERAL1_SMALL"],
      fleetsAllowed: ["f"],
    };
    const config = { serviceRole: "batch", combineArtifacts: false, timeoutInMins: 10, restrictions } as const;
    const created = await createSample(client, "batch", { buildBatchConfig: config });
    const kept = { ...config, serviceRole: `arn:aws:iam::${ACCOUNT}:role/batch` };
    expect(created.buildBatchConfig).toEqual(kept);
    const update = async (change: object): Promise<unknown> =>
      (await client.send(new UpdateProjectCommand({ name: "batch", ...change }))).project?.buildBatchConfig;
    expect(await update({ description: "other" })).toEqual(kept);
    expect(await update({ buildBatchConfig: { batchReportMode: "REPORT_INDIVIDUAL_BUILDS" } })).toEqual({
      batchReportMode: "REPORT_INDIVIDUAL_BUILDS",
    });
    expect(await update({ buildBatchConfig: {} })).toBeUndefined();
    const { projects } = await client.send(new BatchGetProjectsCommand({ names: ["batch"] }));
    expect(projects?.[0]).not.toHaveProperty("buildBatchConfig");
  });

  test("enums match whatever their case and underscores; unknown ones are refused", async () => {
    const input = sampleProject("lenient") as unknown as Record<string, object>;
    const lenient = {
      ...input,
      artifacts: { type: "no_artifacts" },
      environment: { ...environment, type: "linuxContainer" },
    };
    const { project } = await client.send(new CreateProjectCommand(lenient as unknown as CreateProjectCommandInput));
    expect([project?.artifacts?.type, project?.environment?.type]).toEqual(["NO_ARTIFACTS", "LINUX_CONTAINER"]);
    const unknown = { ...input, name: "unknown", source: { type: "SUBVERSION", location: "x" } };
    expect(
      (await refusal(client.send(new CreateProjectCommand(unknown as unknown as CreateProjectCommandInput))))[0],
    ).toBe("InvalidInputException");
  });
});

describe("UpdateProject", () => {
  test("replaces what is sent and keeps the rest, tags too", async () => {
    const before = await createSample(client, "pp", {
      description: "first",
      tags: [{ key: "a", value: "1" }],
      sourceVersion: "main",
      concurrentBuildLimit: 3,
    });
    const { project: after } = await client.send(
      new UpdateProjectCommand({ name: "pp", description: "second", timeoutInMinutes: 120 }),
    );
    expect(after).toEqual({
      ...before,
      description: "second",
      timeoutInMinutes: 120,
      lastModified: new Date((before.lastModified?.getTime() ?? 0) + 1),
    });
    expect((await client.send(new BatchGetProjectsCommand({ names: ["pp"] }))).projects).toEqual([after]);
  });

  test("with nothing but the name changes only the time", async () => {
    const before = await createSample(client, "pp");
    server.clock.advance(5000);
    const { project } = await client.send(new UpdateProjectCommand({ name: "pp" }));
    expect(project).toEqual({ ...before, lastModified: new Date(server.clock.now()) });
  });

  test("a block that is sent replaces the old one whole", async () => {
    await createSample(client, "pp", {
      environment: {
        type: "LINUX_CONTAINER",
        image: "alpine",
        computeType: "BUILD_GENERAL1_SMALL",
        privilegedMode: true,
        environmentVariables: [{ name: "A", value: "1" }],
      },
    });
    const { project } = await client.send(
      new UpdateProjectCommand({
        name: "pp",
        environment: { type: "LINUX_CONTAINER", image: "other", computeType: "BUILD_GENERAL1_LARGE" },
        artifacts: { type: "S3", location: "b", packaging: "ZIP", name: "a.zip" },
      }),
    );
    expect(project?.environment).toEqual({
      type: "LINUX_CONTAINER",
      image: "other",
      computeType: "BUILD_GENERAL1_LARGE",
      environmentVariables: [],
      privilegedMode: false,
      imagePullCredentialsType: "CODEBUILD",
    });
    expect(project?.artifacts).toMatchObject({ packaging: "ZIP", name: "a.zip", namespaceType: "NONE" });
  });

  test("empty values clear", async () => {
    await createSample(client, "pp", {
      tags: [{ key: "a", value: "1" }],
      concurrentBuildLimit: 2,
      cache: { type: "NO_CACHE", location: "x" },
    });
    const { project } = await client.send(
      new UpdateProjectCommand({
        name: "pp",
        tags: [],
        concurrentBuildLimit: -1,
        vpcConfig: {},
        buildBatchConfig: {},
        secondarySources: [],
        secondaryArtifacts: [],
        secondarySourceVersions: [],
        cache: { type: "NO_CACHE" },
        description: "",
      }),
    );
    expect(project).toMatchObject({ tags: [], secondarySources: [], cache: { type: "NO_CACHE" }, description: "" });
    for (const member of ["concurrentBuildLimit", "vpcConfig", "buildBatchConfig"])
      expect(project).not.toHaveProperty(member);
    expect(project?.cache).toEqual({ type: "NO_CACHE" });
  });

  test("the rules hold for the whole project, and a refused update changes nothing", async () => {
    const before = await createSample(client, "pp");
    expect(
      await refusal(client.send(new UpdateProjectCommand({ name: "pp", source: { type: "CODEPIPELINE" } }))),
    ).toEqual([
      "InvalidInputException",
      "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE",
    ]);
    expect((await client.send(new BatchGetProjectsCommand({ names: ["pp"] }))).projects).toEqual([before]);
  });

  test("of an unknown project says which", async () => {
    expect(await refusal(client.send(new UpdateProjectCommand({ name: "none" })))).toEqual([
      "ResourceNotFoundException",
      `Project cannot be found: ${arnOf("none")}`,
    ]);
  });
});

describe("reading, listing and deleting projects", () => {
  test("BatchGetProjects takes names and ARNs, each project once, in the order asked for", async () => {
    for (const name of ["a1", "b1", "c1"]) await createSample(client, name);
    const foreign = `arn:aws:codebuild:${REGION}:999999999999:project/a1`;
    const other = `arn:aws:codebuild:eu-west-1:${ACCOUNT}:project/a1`;
    const answer = await client.send(
      new BatchGetProjectsCommand({
        names: [arnOf("c1"), "a1", "missing", arnOf("a1"), foreign, other, "b1", "missing"],
      }),
    );
    expect(answer.projects?.map((project) => project.name)).toEqual(["c1", "a1", "b1"]);
    expect(answer.projectsNotFound).toEqual(["missing", foreign, other]);
    expect((await client.send(new BatchGetProjectsCommand({ names: ["a1"] }))).projectsNotFound).toEqual([]);
  });

  test("BatchGetProjects takes 100 names, not 101 and not none", async () => {
    const names = Array.from({ length: 101 }, (_, index) => `n-${index}`);
    expect(
      (await client.send(new BatchGetProjectsCommand({ names: names.slice(0, 100) }))).projectsNotFound,
    ).toHaveLength(100);
    for (const refused of [names, []]) {
      expect((await refusal(client.send(new BatchGetProjectsCommand({ names: refused }))))[0]).toBe(
        "InvalidInputException",
      );
    }
  });

  test("DeleteProject takes names and ARNs, twice too, and never another's", async () => {
    await createSample(client, "a1");
    const stranger = server.client({ account: "111111111111" });
    await stranger.send(new DeleteProjectCommand({ name: "a1" }));
    await stranger.send(new DeleteProjectCommand({ name: arnOf("a1") }));
    expect((await client.send(new ListProjectsCommand({}))).projects).toEqual(["a1"]);
    await client.send(new DeleteProjectCommand({ name: arnOf("a1") }));
    await client.send(new DeleteProjectCommand({ name: "a1" }));
    expect((await client.send(new ListProjectsCommand({}))).projects).toEqual([]);
  });

  test("250 projects come in pages of 100, in every order", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `p-${String((index * 37) % 250).padStart(3, "0")}`);
    for (const name of names) {
      await createSample(client, name);
      if (name.endsWith("5")) server.clock.advance(1);
    }
    server.clock.advance(10);
    await client.send(new UpdateProjectCommand({ name: "p-111" }));
    const modified = [...names.filter((name) => name !== "p-111"), "p-111"];
    for (const [sortBy, ascending] of [
      ["NAME", names.toSorted()],
      ["CREATED_TIME", names],
      ["LAST_MODIFIED_TIME", modified],
    ] as const) {
      for (const sortOrder of ["ASCENDING", "DESCENDING"] as const) {
        const sizes: number[] = [];
        const listed: string[] = [];
        for await (const page of paginateListProjects({ client }, { sortBy, sortOrder })) {
          sizes.push(page.projects?.length ?? 0);
          listed.push(...(page.projects ?? []));
        }
        expect(sizes).toEqual([100, 100, 50]);
        expect(listed).toEqual(sortOrder === "ASCENDING" ? ascending : ascending.toReversed());
      }
    }
    const first = await client.send(new ListProjectsCommand({}));
    expect(first.projects?.slice(0, 3)).toEqual(["p-000", "p-001", "p-002"]);
    // A page token is good for its own list only.
    for (const misuse of [
      new ListProjectsCommand({ nextToken: first.nextToken, sortOrder: "DESCENDING" }),
      new ListProjectsCommand({ nextToken: `${first.nextToken ?? ""}A` }),
      new ListProjectsCommand({ nextToken: "forged" }),
    ]) {
      expect(await refusal(client.send(misuse))).toEqual([
        "InvalidInputException",
        "Invalid token provided: nextToken",
      ]);
    }
    const { nextToken } = first;
    expect(
      (await refusal(server.client({ account: "111111111111" }).send(new ListProjectsCommand({ nextToken }))))[0],
    ).toBe("InvalidInputException");
  });

  test("a list shows every write at once", async () => {
    const list = async () => (await client.send(new ListProjectsCommand({}))).projects;
    expect(await list()).toEqual([]);
    await createSample(client, "b1");
    expect(await list()).toEqual(["b1"]);
    await createSample(client, "a1");
    expect(await list()).toEqual(["a1", "b1"]);
    await client.send(new DeleteProjectCommand({ name: "b1" }));
    expect(await list()).toEqual(["a1"]);
  });

  test("accounts and regions do not see each other", async () => {
    const theirs = server.client({ account: "111111111111", region: "eu-central-1" });
    await createSample(client, "shared-name", { description: "ours" });
    const project = await createSample(theirs, "shared-name", {
      description: "theirs",
      serviceRole: "arn:aws:iam::111111111111:role/r-1",
    });
    expect(project.arn).toBe("arn:aws:codebuild:eu-central-1:111111111111:project/shared-name");
    expect(
      (await client.send(new BatchGetProjectsCommand({ names: ["shared-name"] }))).projects?.[0]?.description,
    ).toBe("ours");
    await theirs.send(new DeleteProjectCommand({ name: "shared-name" }));
    expect((await client.send(new ListProjectsCommand({}))).projects).toEqual(["shared-name"]);
    expect((await theirs.send(new ListProjectsCommand({}))).projects).toEqual([]);
  });
});
