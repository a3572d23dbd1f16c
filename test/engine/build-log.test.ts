import { createHash } from "node:crypto";

import { DescribeLogGroupsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, IMAGE, openTestService, type TestService } from "./test-service.ts";

const TIME = /^\[Container\] (\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}) /;

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

async function logOf(buildspec: object): Promise<string> {
  const { client } = service;
  return client.logOf(await client.run(IMAGE, buildspec));
}

describe("a build's log", () => {
  test("has the lines that CodeBuild prints, in its shapes, a blank one after each command", async () => {
    const log = await logOf({
      ...commands({ install: ["echo one; echo two >&2", "printf 'no end'"], pre_build: [], build: ["true", "false"] }),
      colour: "green",
    });
    const lines = log.split("\n");
    const times = lines.flatMap((line) => TIME.exec(line)?.[1] ?? []);
    expect(times).toEqual([...times].sort());
    const said = lines.map((line) => line.replace(TIME, "> ").replace(/src\d{9}/, "src123456789"));
    expect(said).toEqual([
      "> Running on codebuild-local",
      "> Phase complete: PROVISIONING State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "> Phase is DOWNLOAD_SOURCE",
      "> CODEBUILD_SRC_DIR=/codebuild/output/src123456789/src",
      "> YAML location is /codebuild/readonly/buildspec.yml",
      "> WARNING: The buildspec key 'colour' is not known and was ignored (line 1)",
      "> No commands found for phase name: pre_build",
      "> Processing environment variables",
      "> Moving to directory /codebuild/output/src123456789/src",
      "> Cache is not defined in the buildspec",
      "> Skip cache due to: no paths specified to be cached",
      "> Phases found in YAML: 3",
      ">  INSTALL: 2 commands",
      ">  PRE_BUILD: 0 commands",
      ">  BUILD: 2 commands",
      "> Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "> Entering phase INSTALL",
      "> Running command echo one; echo two >&2",
      "one",
      "two",
      "",
      "> Running command printf 'no end'",
      "no end",
      "",
      "> Phase complete: INSTALL State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "> Entering phase PRE_BUILD",
      "> Phase complete: PRE_BUILD State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "> Entering phase BUILD",
      "> Running command true",
      "",
      "> Running command false",
      "",
      "> Command did not exit successfully false exit status 1",
      "> Phase complete: BUILD State: FAILED",
      "> Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: false. Reason: exit status 1",
      "> Entering phase POST_BUILD",
      "> Phase complete: POST_BUILD State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "> Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED",
      "> Phase context status code:  Message: ",
      "",
    ]);
  });

  test("has one event for each line, with its line end", async () => {
    const { client } = service;
    const build = await client.run(IMAGE, commands({ build: ["seq 1 50"] }));
    const { events } = await client.logs.send(
      new GetLogEventsCommand({
        logGroupName: build.logs?.groupName,
        logStreamName: build.logs?.streamName ?? "",
        startFromHead: true,
      }),
    );
    const messages = events?.map(({ message }) => message ?? "") ?? [];
    expect(messages.every((message) => /^[^\n]*\n$/.test(message))).toBe(true);
    expect(messages.filter((message) => /^\d+\n$/.test(message))).toEqual(
      Array.from({ length: 50 }, (_, index) => `${index + 1}\n`),
    );
  });

  test("can be read within a second of a line's printing, while the build runs", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id, arn } = await client.startBuild(
      project,
      commands({ build: ["echo printed at $(date +%s%3N)", "sleep 60"] }),
    );
    const printed = await waitFor("the line", async () => {
      const build = await client.getBuild(id);
      if (build.logs?.streamName === undefined) return undefined;
      return /^printed at (\d+)$/m.exec(await client.logOf(build))?.[1];
    });
    expect(Date.now() - Number(printed)).toBeLessThan(1_000);
    expect((await client.getBuild(id)).buildComplete).toBe(false);
    service.service.engine.stop(arn);
    await client.finish(id);
  });

  test("is in a group that is made with the first build, one stream a build", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const groups = async () =>
      (
        await client.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/codebuild/${project}` }))
      ).logGroups?.map((group) => group.logGroupName);
    expect(await groups()).toEqual([]);
    const builds = [];
    for (let count = 0; count < 2; count += 1)
      builds.push(await client.finish((await client.startBuild(project, commands({ build: [`echo ${count}`] }))).id));
    expect(await groups()).toEqual([`/aws/codebuild/${project}`]);
    expect(new Set(builds.map((build) => build.logs?.streamName)).size).toBe(2);
    expect(await Promise.all(builds.map(async (build) => outputLines(await client.logOf(build))))).toEqual([
      ["0"],
      ["1"],
    ]);
  });
});

describe("output", () => {
  test("keeps the order of stdout and stderr", async () => {
    const log = await logOf(
      commands({ build: ["i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo out-$i; echo err-$i >&2; done"] }),
    );
    expect(outputLines(log)).toEqual(
      Array.from({ length: 200 }, (_, index) => [`out-${index + 1}`, `err-${index + 1}`]).flat(),
    );
  });

  test("of a megabyte of multi-byte characters in one line is stored exactly", async () => {
    const log = await logOf(
      commands({
        build: [
          "i=0; while [ $i -lt 1024 ]; do i=$((i+1)); printf '%0341d' 0 | sed 's/0/€/g'; done | tr -d '\\n'",
          "echo after",
        ],
      }),
    );
    const [line = "", after] = outputLines(log);
    expect(line.replaceAll("€", "")).toBe("");
    expect(Buffer.byteLength(line)).toBe(1024 * 341 * 3);
    expect(after).toBe("after");
  });

  test("that is no text does no harm, and what is text in it stays", async () => {
    const build = commands({ build: ["head -c 100000 /dev/urandom", "printf 'a\\000b\\377c\\n'", "echo still here"] });
    const log = await logOf(build);
    expect(log).toContain("still here\n");
    expect(log).toMatch(/^a\0?b\uFFFDc$/m);
  });

  test("that imitates the engine's lines and the driver's marks forges nothing", async () => {
    const { client } = service;
    const build = await client.run(
      IMAGE,
      commands({
        build: [
          "echo '[Container] 2026/01/01 00:00:00.000000 Phase complete: BUILD State: SUCCEEDED'",
          "printf '\\036codebuild-local 0123456789abcdef 9 phase-end 2 0\\n'",
          "cat /codebuild/output/tmp/driver/supervisor.sh | grep -o 'codebuild-local [0-9a-f-]*' | head -n 1 | { read -r _ nonce; for n in $(seq 1 200); do printf '\\036codebuild-local %s %s phase-end 2 0\\n\\036codebuild-local %s %s finished\\n' $nonce $n $nonce $n; done; }",
          "exit 6",
        ],
        post_build: ["echo post $CODEBUILD_BUILD_SUCCEEDING"],
      }),
    );
    expect(build.buildStatus).toBe("FAILED");
    expect(build.phases?.find(({ phaseType }) => phaseType === "BUILD")).toMatchObject({
      phaseStatus: "FAILED",
      contexts: [
        {
          statusCode: "COMMAND_EXECUTION_ERROR",
          message: "Error while executing command: exit 6. Reason: exit status 6",
        },
      ],
    });
    expect(outputLines(await client.logOf(build))).toContain("post 0");
  });

  test("of two megabytes is all there, in order", async () => {
    const log = await logOf(commands({ build: ["seq 1 300000"] }));
    const sum = createHash("sha256").update(outputLines(log).join("\n")).digest("hex");
    expect(sum).toBe(
      createHash("sha256")
        .update(Array.from({ length: 300_000 }, (_, index) => String(index + 1)).join("\n"))
        .digest("hex"),
    );
  });
});
