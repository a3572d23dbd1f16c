import { CreateProjectCommand, type StartBuildCommandInput } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { zipOf } from "./zip-of.ts";
import { commands, createBucket, IMAGE, openTestService, putObject, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** What `env` prints in a build, by name. */
async function environmentOf(
  project: string,
  buildspec: object,
  more: Partial<StartBuildCommandInput> = {},
): Promise<{ id: string; variables: Record<string, string> }> {
  const { client } = service;
  const { id } = await client.startBuild(project, { ...commands({ build: ["env"] }), ...buildspec }, more);
  const build = await client.finish(id);
  expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
  const lines = outputLines(await client.logOf(build)).filter((line) => line.includes("="));
  return {
    id,
    variables: Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    ),
  };
}

describe("the CODEBUILD_ variables", () => {
  test("are those that CodeBuild documents, with this build's values", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE, {
      logsConfig: { cloudWatchLogs: { status: "ENABLED", streamName: "prefix" } },
    });
    const { id, variables } = await environmentOf(project, {});
    const build = await client.getBuild(id);
    const uuid = id.split(":")[1] ?? "";
    expect(variables).toMatchObject({
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_REGION: "us-east-1",
      CODEBUILD_BUILD_ARN: build.arn,
      CODEBUILD_BUILD_ID: id,
      CODEBUILD_BUILD_IMAGE: IMAGE,
      CODEBUILD_BUILD_NUMBER: "1",
      CODEBUILD_BUILD_SUCCEEDING: "1",
      CODEBUILD_BUILD_URL: `https://us-east-1.console.aws.amazon.com/codebuild/home?region=us-east-1#/builds/${encodeURIComponent(id)}/view/new`,
      CODEBUILD_CI: "true",
      CODEBUILD_INITIATOR: "root",
      CODEBUILD_KMS_KEY_ID: "arn:aws:kms:us-east-1:000000000000:alias/aws/s3",
      CODEBUILD_LOG_PATH: `prefix/${uuid}`,
      CODEBUILD_PROJECT_ARN: `arn:aws:codebuild:us-east-1:000000000000:project/${project}`,
      CODEBUILD_SOURCE_REPO_URL: "",
      CODEBUILD_SOURCE_VERSION: "",
      CODEBUILD_START_TIME: String(build.startTime?.getTime()),
      HOME: "/root",
    });
    expect(variables["CODEBUILD_SRC_DIR"]).toMatch(/^\/codebuild\/output\/src\d{8,10}\/src$/);
    expect(variables["PWD"]).toBe(variables["CODEBUILD_SRC_DIR"]);
    for (const name of [
      "CODEBUILD_RESOLVED_SOURCE_VERSION",
      "CODEBUILD_PUBLIC_BUILD_URL",
      "CODEBUILD_BATCH_BUILD_IDENTIFIER",
      "CODEBUILD_WEBHOOK_EVENT",
    ]) {
      expect(variables).not.toHaveProperty(name);
    }
  });

  test("tell of an S3 source where it is and which version was asked for", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "variable-sources");
    await putObject(client, bucket, "a/source.zip", await zipOf({ "file.txt": "x" }));
    const project = await client.createProject(IMAGE, { source: { type: "S3", location: `${bucket}/a/source.zip` } });
    const { variables } = await environmentOf(project, {});
    expect(variables["CODEBUILD_SOURCE_REPO_URL"]).toBe(`s3://${bucket}/a/source.zip`);
    expect(variables).not.toHaveProperty("CODEBUILD_RESOLVED_SOURCE_VERSION");
  });

  test("hold account and region of who started the build", async () => {
    const { createEndpointClient } = await import("../support/endpoint-client.ts");
    const other = createEndpointClient(service.url, "123456789012", "eu-west-1");
    const project = await other.createProject(IMAGE);
    const { id } = await other.startBuild(
      project,
      commands({ build: ["echo $AWS_REGION $AWS_DEFAULT_REGION $AWS_ACCESS_KEY_ID $CODEBUILD_BUILD_ARN"] }),
    );
    const build = await other.finish(id);
    expect(outputLines(await other.logOf(build))).toEqual([
      `eu-west-1 eu-west-1 123456789012 arn:aws:codebuild:eu-west-1:123456789012:build/${id}`,
    ]);
  });

  test("that users try to set are named in the log, and so are names that no shell can export", async () => {
    const { client } = service;
    const variables = ["CODEBUILD_MADE_UP", "a.b", "FINE", "CODEBUILD_CONFIG_AUTO_DISCOVER", "two\nlines"];
    const build = await client.run(
      IMAGE,
      commands({ build: ["true"] }, { env: { variables: { CODEBUILD_SRC_DIR: "mine" } } }),
      { environmentVariablesOverride: variables.map((name) => ({ name, value: "mine" })) },
    );
    const warnings = (await client.logOf(build)).split("\n").filter((line) => line.includes("WARNING"));
    expect(warnings.map((line) => line.replace(/^.*WARNING: /, ""))).toEqual([
      'Ignored environment variables, as CODEBUILD_ is reserved: "CODEBUILD_SRC_DIR", "CODEBUILD_MADE_UP"',
      String.raw`Ignored environment variables, as no shell can export their names: "a.b", "two\nlines"`,
    ]);
  });

  test("can't be set by users, neither in the project, nor in the override, nor in the buildspec", async () => {
    const { client } = service;
    const mine = (name: string) => [{ name, value: "mine" }];
    const project = `reserved-${process.pid}`;
    await client.codebuild.send(
      new CreateProjectCommand({
        name: project,
        source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment: {
          type: "LINUX_CONTAINER",
          image: IMAGE,
          computeType: "BUILD_GENERAL1_SMALL",
          environmentVariables: mine("CODEBUILD_BUILD_ID"),
        },
        serviceRole: "arn:aws:iam::000000000000:role/codebuild-role",
      }),
    );
    const { id, variables } = await environmentOf(
      project,
      {
        env: {
          variables: { CODEBUILD_SRC_DIR: "mine", CODEBUILD_MADE_UP: "mine", CODEBUILD_BUILD_SUCCEEDING: "mine" },
        },
      },
      { environmentVariablesOverride: mine("CODEBUILD_BUILD_NUMBER") },
    );
    expect(variables["CODEBUILD_BUILD_ID"]).toBe(id);
    expect(variables["CODEBUILD_BUILD_NUMBER"]).toBe("1");
    expect(variables["CODEBUILD_BUILD_SUCCEEDING"]).toBe("1");
    expect(variables["CODEBUILD_SRC_DIR"]).toMatch(/^\/codebuild\//);
    expect(variables).not.toHaveProperty("CODEBUILD_MADE_UP");
  });
});

describe("users' variables", () => {
  test("override > project > buildspec, each by its name", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE, {
      environment: {
        type: "LINUX_CONTAINER",
        image: IMAGE,
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [
          { name: "OVER", value: "project" },
          { name: "PROJECT", value: "project" },
          { name: "ONLY_PROJECT", value: "kept" },
        ],
      },
    });
    const { variables } = await environmentOf(
      project,
      { env: { variables: { OVER: "buildspec", PROJECT: "buildspec", BUILDSPEC: "buildspec" } } },
      {
        environmentVariablesOverride: [
          { name: "OVER", value: "override" },
          { name: "NEW", value: "new", type: "PLAINTEXT" },
        ],
      },
    );
    expect(variables).toMatchObject({
      OVER: "override",
      PROJECT: "project",
      ONLY_PROJECT: "kept",
      BUILDSPEC: "buildspec",
      NEW: "new",
    });
  });

  test("are literal, whatever is in them, in every command and every phase", async () => {
    const { client } = service;
    const awkward = `it's "quoted" $HOME \`ls\` $(ls) \\n \\ % * ; & | <a> é 😀 #`;
    const project = await client.createProject(IMAGE);
    const buildspec = {
      env: { variables: { AWKWARD: awkward, NUMBER: 1.5, FLAG: true, EMPTY: "" } },
      phases: {
        install: { commands: ["printf '%s\\n' \"$AWKWARD\""] },
        post_build: { commands: ['printf \'%s\\n\' "$AWKWARD" "[$NUMBER $FLAG $EMPTY]"'] },
      },
    };
    const { id } = await client.startBuild(project, { version: 0.2, ...buildspec });
    expect(outputLines(await client.logOf(await client.finish(id)))).toEqual([awkward, awkward, "[1.5 true ]"]);
  });

  test("may name the region, and win over the endpoint's own", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { variables } = await environmentOf(project, {
      env: {
        variables: {
          AWS_REGION: "eu-central-1",
          AWS_ENDPOINT_URL: "http://elsewhere.example",
          AWS_ACCESS_KEY_ID: "AKIAMINE",
        },
      },
    });
    expect(variables).toMatchObject({
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ENDPOINT_URL: "http://elsewhere.example",
      AWS_ACCESS_KEY_ID: "AKIAMINE",
    });
  });
});

test("the build's AWS clients are led back to this endpoint, as its account", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { variables } = await environmentOf(project, {});
  expect(variables["AWS_ACCESS_KEY_ID"]).toBe("000000000000");
  const url = new URL(variables["AWS_ENDPOINT_URL"] ?? "");
  expect(url.hostname).toBe("host.docker.internal");
  expect(url.port).toBe(new URL(service.url).port);
  const answer = await fetch(new URL("/_codebuild-local/health", service.url), { headers: { connection: "close" } });
  expect(answer.status).toBe(200);
});

test("a buildspec of version 0.1 has its variables under environment_variables/plaintext", async () => {
  const project = await service.client.createProject(IMAGE);
  const { variables } = await environmentOf(project, {
    version: 0.1,
    environment_variables: { plaintext: { OLD: "$PATH stays as it is" } },
  });
  expect(variables["OLD"]).toBe("$PATH stays as it is");
});
