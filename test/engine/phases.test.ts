import { realpathSync } from "node:fs";

import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { RUN_PHASES } from "../support/build-phases.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  phaseOf,
  untilPhase,
  type TestService,
} from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

const START = { SUBMITTED: "SUCCEEDED", QUEUED: "SUCCEEDED", PROVISIONING: "SUCCEEDED", DOWNLOAD_SOURCE: "SUCCEEDED" };
const END = { FINALIZING: "SUCCEEDED", COMPLETED: undefined };
const EMPTY = [{ statusCode: "", message: "" }];

async function run(buildspec: object | string): Promise<{ build: Build; log: string; printed: string[] }> {
  const build = await service.client.run(IMAGE, buildspec);
  const log = await service.client.logOf(build);
  return { build, log, printed: outputLines(log) };
}

/** Every phase prints its name; `failing` then fails. */
function failingIn(failing: string, more: object = {}): object {
  const phases = ["install", "pre_build", "build", "post_build"].map((phase) => {
    const last = phase === failing ? "exit 3" : "true";
    return [
      phase,
      {
        commands: [`echo ${phase} $CODEBUILD_BUILD_SUCCEEDING`, last, `echo after-${phase}`],
        ...(phase === failing ? more : {}),
      },
    ];
  });
  return { version: 0.2, phases: Object.fromEntries(phases) as object };
}

describe("a build that succeeds", () => {
  test("has the whole record that AWS answers", async () => {
    const { client } = service;
    const buildspec = commands({ build: ["echo hello"] });
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(project, buildspec);
    const build = await client.finish(id);
    const uuid = id.split(":")[1] ?? "";
    const date: unknown = expect.any(Date);
    const seconds: unknown = expect.any(Number);
    const done = (phaseType: string, contexts?: object[]) => ({
      phaseType,
      phaseStatus: "SUCCEEDED",
      startTime: date,
      endTime: date,
      durationInSeconds: seconds,
      ...(contexts && { contexts }),
    });
    expect(build).toEqual({
      id,
      arn: `arn:aws:codebuild:us-east-1:000000000000:build/${id}`,
      buildNumber: 1,
      startTime: phaseOf(build, "SUBMITTED").startTime,
      endTime: phaseOf(build, "COMPLETED").startTime,
      currentPhase: "COMPLETED",
      buildStatus: "SUCCEEDED",
      buildComplete: true,
      projectName: project,
      phases: [
        done("SUBMITTED"),
        done("QUEUED"),
        ...RUN_PHASES.map((phase) => done(phase, EMPTY)),
        { phaseType: "COMPLETED", startTime: date },
      ],
      source: { type: "NO_SOURCE", buildspec: JSON.stringify(buildspec), insecureSsl: false },
      secondarySources: [],
      secondarySourceVersions: [],
      artifacts: { location: "" },
      secondaryArtifacts: [],
      cache: { type: "NO_CACHE" },
      environment: {
        type: "LINUX_CONTAINER",
        image: IMAGE,
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [],
        privilegedMode: false,
        imagePullCredentialsType: "CODEBUILD",
      },
      serviceRole: "arn:aws:iam::000000000000:role/codebuild-role",
      logs: {
        groupName: `/aws/codebuild/${project}`,
        streamName: uuid,
        deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252F${project}/log-events/${uuid}`,
        cloudWatchLogsArn: `arn:aws:logs:us-east-1:000000000000:log-group:/aws/codebuild/${project}:log-stream:${uuid}`,
        cloudWatchLogs: { status: "ENABLED" },
        s3Logs: { status: "DISABLED", encryptionDisabled: false },
      },
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      initiator: "root",
      encryptionKey: "arn:aws:kms:us-east-1:000000000000:alias/aws/s3",
    });
  });

  test("has phases of which each ends when the next begins, with whole seconds of duration", async () => {
    const { build } = await run(commands({ build: ["sleep 1.2"] }));
    const phases = build.phases ?? [];
    expect(phases[0]?.startTime).toEqual(build.startTime);
    for (const [index, { startTime, endTime, durationInSeconds }] of phases.slice(0, -1).entries()) {
      expect(endTime).toEqual(phases[index + 1]?.startTime);
      expect(durationInSeconds).toBe(Math.floor(((endTime?.getTime() ?? 0) - (startTime?.getTime() ?? 0)) / 1000));
    }
    expect(phaseOf(build, "BUILD").durationInSeconds).toBe(1);
    expect(phases.at(-1)).toEqual({ phaseType: "COMPLETED", startTime: build.endTime });
  });

  test("runs phases that the buildspec does not name as empty ones", async () => {
    const { build, log } = await run(commands({ post_build: ["echo last"] }));
    expect(phaseStatuses(build)).toEqual({
      ...START,
      INSTALL: "SUCCEEDED",
      PRE_BUILD: "SUCCEEDED",
      BUILD: "SUCCEEDED",
      POST_BUILD: "SUCCEEDED",
      UPLOAD_ARTIFACTS: "SUCCEEDED",
      ...END,
    });
    expect(log).toContain("Entering phase INSTALL\n");
  });
});

describe("a running build", () => {
  test("has a phase without status, end and contexts, and no later one", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(project, commands({ build: ["echo here", "sleep 30"] }));
    const build = await untilPhase(client, id, "BUILD");
    expect(build).toMatchObject({ buildStatus: "IN_PROGRESS", buildComplete: false, currentPhase: "BUILD" });
    expect(build.endTime).toBeUndefined();
    const running = build.phases?.at(-1);
    expect(
      Object.keys(running ?? {})
        .filter((key) => running?.[key as keyof typeof running] !== undefined)
        .sort(),
    ).toEqual(["phaseType", "startTime"]);
    expect(running?.phaseType).toBe("BUILD");
    service.service.engine.stop(build.arn ?? "");
  });
});

describe("after a command that failed", () => {
  const FAILED = ["COMMAND_EXECUTION_ERROR", "Error while executing command: exit 3. Reason: exit status 3"];

  test.each<[failing: string, phases: Record<string, string>, printed: string[]]>([
    ["install", { INSTALL: "FAILED" }, ["install 1"]],
    ["pre_build", { INSTALL: "SUCCEEDED", PRE_BUILD: "FAILED" }, ["install 1", "after-install", "pre_build 1"]],
    [
      "build",
      {
        INSTALL: "SUCCEEDED",
        PRE_BUILD: "SUCCEEDED",
        BUILD: "FAILED",
        POST_BUILD: "SUCCEEDED",
        UPLOAD_ARTIFACTS: "SUCCEEDED",
      },
      ["install 1", "after-install", "pre_build 1", "after-pre_build", "build 1", "post_build 0", "after-post_build"],
    ],
    [
      "post_build",
      {
        INSTALL: "SUCCEEDED",
        PRE_BUILD: "SUCCEEDED",
        BUILD: "SUCCEEDED",
        POST_BUILD: "FAILED",
        UPLOAD_ARTIFACTS: "SUCCEEDED",
      },
      ["install 1", "after-install", "pre_build 1", "after-pre_build", "build 1", "after-build", "post_build 1"],
    ],
  ])("of %s the phases run that AWS runs, and no others", async (failing, phases, printed) => {
    const result = await run(failingIn(failing));
    expect(result.build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(result.build)).toEqual({ ...START, ...phases, ...END });
    expect(contextOf(result.build, failing.toUpperCase())).toEqual(FAILED);
    expect(result.printed).toEqual(printed);
    for (const phase of Object.keys(phases).filter((name) => phases[name] === "SUCCEEDED")) {
      expect(phaseOf(result.build, phase).contexts).toEqual(EMPTY);
    }
    expect(result.log).toMatch(
      new RegExp(
        `Running command exit 3\n\n\\[Container\\] \\S+ \\S+ Command did not exit successfully exit 3 exit status 3\n\\[Container\\] \\S+ \\S+ Phase complete: ${failing.toUpperCase()} State: FAILED\n\\[Container\\] \\S+ \\S+ Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: exit 3. Reason: exit status 3\n`,
      ),
    );
  });

  test("the context has the command as it was written, all of its lines", async () => {
    const { build } = await run(commands({ build: ["echo one\nls /nowhere-at-all 2>/dev/null\n"] }));
    const [code, message] = contextOf(build, "BUILD");
    expect(code).toBe("COMMAND_EXECUTION_ERROR");
    expect(message).toMatch(
      /^Error while executing command: echo one\nls \/nowhere-at-all 2>\/dev\/null\n\. Reason: exit status \d+$/,
    );
  });

  test("of BUILD with on-failure ABORT neither POST_BUILD nor the upload follows", async () => {
    const { build, printed } = await run(failingIn("build", { "on-failure": "ABORT" }));
    expect(phaseStatuses(build)).toEqual({
      ...START,
      INSTALL: "SUCCEEDED",
      PRE_BUILD: "SUCCEEDED",
      BUILD: "FAILED",
      ...END,
    });
    expect(printed).not.toContain("post_build 0");
    expect(build.buildStatus).toBe("FAILED");
  });

  test("of INSTALL with on-failure CONTINUE the next phases run, and the build has failed", async () => {
    const { build, printed } = await run(failingIn("install", { "on-failure": "CONTINUE" }));
    expect(phaseStatuses(build)).toMatchObject({
      INSTALL: "FAILED",
      PRE_BUILD: "SUCCEEDED",
      BUILD: "SUCCEEDED",
      POST_BUILD: "SUCCEEDED",
    });
    expect(printed).toEqual([
      "install 1",
      "pre_build 0",
      "after-pre_build",
      "build 0",
      "after-build",
      "post_build 0",
      "after-post_build",
    ]);
    expect(build.buildStatus).toBe("FAILED");
  });

  test("two phases that fail each have their own context", async () => {
    const { build } = await run(commands({ build: ["exit 4"], post_build: ["exit 5"] }));
    expect(contextOf(build, "BUILD")[1]).toContain("exit status 4");
    expect(contextOf(build, "POST_BUILD")[1]).toContain("exit status 5");
  });

  test("artifacts are uploaded all the same, when BUILD failed", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "failed-build");
    const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: bucket, name: "out" } });
    const { id } = await client.startBuild(
      project,
      commands({ build: ["echo partial >result", "exit 1"] }, { artifacts: { files: ["result"] } }),
    );
    expect(phaseStatuses(await client.finish(id))).toMatchObject({ BUILD: "FAILED", UPLOAD_ARTIFACTS: "SUCCEEDED" });
    expect(await listKeys(client, bucket)).toEqual(["out/result"]);
  });
});

describe("the finally block", () => {
  test("runs after commands that succeeded and after commands that failed", async () => {
    const { printed } = await run({
      version: 0.2,
      phases: {
        pre_build: { commands: ["echo commands"], finally: ["echo finally $CODEBUILD_BUILD_SUCCEEDING"] },
        build: {
          commands: ["echo failing", "exit 1", "echo not-this"],
          finally: ["echo cleaning-up $CODEBUILD_BUILD_SUCCEEDING", "echo twice"],
        },
      },
    });
    expect(printed).toEqual(["commands", "finally 1", "failing", "cleaning-up 0", "twice"]);
  });

  test("fails its phase when it fails, and the context names its command", async () => {
    const { build } = await run({ version: 0.2, phases: { install: { commands: ["true"], finally: ["exit 9"] } } });
    expect(phaseStatuses(build)).toEqual({ ...START, INSTALL: "FAILED", ...END });
    expect(contextOf(build, "INSTALL")[1]).toBe("Error while executing command: exit 9. Reason: exit status 9");
  });

  test("does not hide which of the commands failed first", async () => {
    const { build } = await run({ version: 0.2, phases: { build: { commands: ["exit 7"], finally: ["exit 8"] } } });
    expect(contextOf(build, "BUILD")[1]).toContain("exit status 7");
  });
});

describe("the shell", () => {
  test("of version 0.2 is one over all commands and phases", async () => {
    const { printed } = await run(
      commands({
        install: ["mkdir sub", "cd sub", "plain=unexported", "greet() { echo hello from $1; }"],
        build: ['basename "$PWD"', "greet $plain", "false; true", "set -e", "false | true; echo still-here"],
      }),
    );
    expect(printed).toEqual(["sub", "hello from unexported", "still-here"]);
  });

  test.each(["bash", "/bin/sh"])("is the one that env.shell names: %s", async (shell) => {
    const list = ["(eval 'words=(one two); echo ${words[1]}') 2>/dev/null || echo no arrays"];
    const { build, printed } = await run(commands({ build: list }, { env: { shell: shell } }));
    expect(build.buildStatus).toBe("SUCCEEDED");
    const isBash = shell === "bash" || realpathSync(shell).endsWith("/bash");
    expect(printed).toEqual([isBash ? "two" : "no arrays"]);
  });

  test("of version 0.1 is a fresh one for each command, in the source directory", async () => {
    const { build, printed } = await run({
      version: 0.1,
      phases: { build: { commands: ["mkdir sub && cd sub && export kept=no", 'echo "[$kept] $(basename "$PWD")"'] } },
    });
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(printed).toEqual(["[] src"]);
  });

  test("gives a command that reads end-of-file, and does not wait for what is left in the background", async () => {
    const began = Date.now();
    const { build, printed } = await run(commands({ build: ["cat", "sleep 60 &", "echo done"] }));
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(printed).toEqual(["done"]);
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
