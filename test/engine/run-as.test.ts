import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import {
  contextOf,
  createBucket,
  listKeys,
  openTestService,
  putObject,
  untilPrinted,
  type TestService,
} from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

const phases = (by: Readonly<Record<string, object>>, more: object = {}): object => ({
  version: 0.2,
  phases: by,
  ...more,
});

describeWithDocker("run-as in a buildspec", () => {
  const directory = mkdtempSync(join(tmpdir(), "run-as-"));
  let image: string;
  let service: TestService;
  beforeAll(async () => {
    image = busyboxImage(ALPINE);
    service = await openTestService({ environments: "docker", flags: ["--data-dir", directory] });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
  });

  it("names the user of all commands, and a phase its own; sources, exports and artifacts are as ever", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "run-as");
    await putObject(client, bucket, "s.zip", await zipOf({ "deep/file.txt": "from the zip" }));
    const project = await client.createProject(image, {
      source: { type: "S3", location: `${bucket}/s.zip`, buildspec: "version: 0.2" },
      artifacts: { type: "S3", location: bucket, overrideArtifactName: true },
    });
    const { id } = await client.startBuild(
      project,
      phases(
        {
          install: { "run-as": "root", commands: ["id -un; mkdir made; FROM=root"] },
          build: {
            commands: ["id -un; echo more >>deep/file.txt; echo $FROM >made/by-builder", "export BY=$(id -un)"],
          },
        },
        {
          "run-as": "builder",
          env: { "exported-variables": ["BY"] },
          artifacts: { files: ["**/*"], name: "made-by-$(id -un)" },
        },
      ),
    );
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(outputLines(await client.logOf(build))).toEqual(["root", "builder"]);
    expect(build.exportedEnvironmentVariables).toEqual([{ name: "BY", value: "builder" }]);
    expect((await listKeys(client, bucket)).toSorted()).toEqual([
      "made-by-builder/deep/file.txt",
      "made-by-builder/made/by-builder",
      "s.zip",
    ]);
  });

  it("fails the phase of a user that is not there, of which no command has run", async () => {
    const { client } = service;
    const build = await client.run(
      image,
      phases({
        build: { "run-as": "nobody-here", commands: ["echo never"], finally: ["echo never"] },
        post_build: { commands: ["echo $CODEBUILD_BUILD_SUCCEEDING"] },
      }),
    );
    expect(phaseStatuses(build)).toMatchObject({ PRE_BUILD: "SUCCEEDED", BUILD: "FAILED", POST_BUILD: "SUCCEEDED" });
    expect(contextOf(build, "BUILD")).toEqual([
      "COMMAND_EXECUTION_ERROR",
      "Error while executing command: echo never. Reason: user: unknown user nobody-here",
    ]);
    expect(build.buildStatus).toBe("FAILED");
    const log = await client.logOf(build);
    expect(outputLines(log)).toEqual(["0"]);
    expect(log).not.toContain("Running command echo never");
  });

  it("is carried on with by the next process of the endpoint", async () => {
    const project = await service.client.createProject(image);
    const { id } = await service.client.startBuild(
      project,
      phases({
        pre_build: { "run-as": "builder", commands: ["echo one; until test -e go; do sleep 0.05; done", "echo two"] },
        build: { commands: ["id -un"] },
        post_build: { "run-as": "builder", commands: ["id -un", "false"] },
      }),
    );
    await untilPrinted(service.client, id, "one");
    service = await service.restart();
    const build = await service.client.getBuild(id);
    docker(
      "exec",
      `codebuild-local-${id.split(":")[1] ?? ""}`,
      "sh",
      "-c",
      "cd /codebuild/output/src*/src && touch go",
    );
    const ended = await service.client.finish(id);
    expect(build.currentPhase).toBe("PRE_BUILD");
    expect(outputLines(await service.client.logOf(ended))).toEqual(["one", "two", "root", "builder"]);
    expect(contextOf(ended, "POST_BUILD")[1]).toBe("Error while executing command: false. Reason: exit status 1");
  });
});
