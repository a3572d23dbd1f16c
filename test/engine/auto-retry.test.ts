import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Build } from "@aws-sdk/client-codebuild";
import { ListBuildsForProjectCommand, RetryBuildCommand, StopBuildCommand } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, test } from "vitest";

import { phaseStatuses } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { contextOf, commands, IMAGE, openTestService, untilPhase, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

/** All builds of a project, oldest first, when the engine has nothing left to do. */
async function chain(project: string, first: string): Promise<Build[]> {
  const { client } = service;
  await client.finish(first);
  await service.service.engine.idle();
  const { ids = [] } = await client.codebuild.send(
    new ListBuildsForProjectCommand({ projectName: project, sortOrder: "ASCENDING" }),
  );
  return Promise.all(ids.map((id) => client.getBuild(id)));
}

const FAILING = commands({ build: ["echo flaky on the net", "false"], post_build: ["true"] });

test("a build that fails is started again up to the project's limit, each linked to the next", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, { autoRetryLimit: 2 });
  const { id } = await client.startBuild(project, FAILING);
  const builds = await chain(project, id);
  expect(builds.map(({ buildStatus, buildNumber }) => [buildStatus, buildNumber])).toEqual([
    ["FAILED", 1],
    ["FAILED", 2],
    ["FAILED", 3],
  ]);
  const [one, two, three] = builds;
  expect(builds.map(({ autoRetryConfig }) => autoRetryConfig)).toEqual([
    { autoRetryLimit: 2, autoRetryNumber: 0, nextAutoRetry: two?.arn },
    { autoRetryLimit: 2, autoRetryNumber: 1, previousAutoRetry: one?.arn, nextAutoRetry: three?.arn },
    { autoRetryLimit: 2, autoRetryNumber: 2, previousAutoRetry: two?.arn },
  ]);
  const again = await client.codebuild.send(new RetryBuildCommand({ id: three?.id }));
  expect(again.build?.autoRetryConfig).toEqual({ autoRetryLimit: 2, autoRetryNumber: 0 });
});

test("the override of the limit is for one build and its retries; a build that succeeds is not retried", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, { autoRetryLimit: 3 });
  const none = await client.startBuild(project, FAILING, { autoRetryLimitOverride: 0 });
  expect(await chain(project, none.id)).toHaveLength(1);
  const well = await client.startBuild(project, commands({ build: ["true"] }));
  expect(await chain(project, well.id)).toHaveLength(2);
});

test("a build that was stopped is not retried", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, { autoRetryLimit: 1 });
  const { id } = await client.startBuild(project, commands({ build: ["sleep 60"] }));
  await untilPhase(client, id, "BUILD");
  await client.codebuild.send(new StopBuildCommand({ id }));
  expect(await chain(project, id)).toHaveLength(1);
});

test.each<[rule: string, builds: number]>([
  ["RETRY", 4],
  ["RETRY-0", 1],
  ["RETRY-1", 2],
  ["RETRY-1-flaky.*net", 2],
  ["RETRY-2-exit status 1$", 3],
  ["RETRY-other", 1],
  ["RETRY-flaky", 4],
])("on-failure: %s makes %i builds, each ended as under ABORT", async (rule, count) => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(project, {
    version: 0.2,
    phases: {
      build: { commands: ["echo flaky on the net", "false"], "on-failure": rule, finally: ["echo other"] },
      post_build: { commands: ["true"] },
    },
  });
  const builds = await chain(project, id);
  expect(builds).toHaveLength(count);
  for (const build of builds) {
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).not.toHaveProperty("POST_BUILD");
  }
});

test("only the phase that has the rule is a reason to retry", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(project, {
    version: 0.2,
    phases: { install: { commands: ["true"], "on-failure": "RETRY" }, build: { commands: ["false"] } },
  });
  expect(await chain(project, id)).toHaveLength(1);
});

test("a pattern that would take for ever counts as no match, the endpoint answering meanwhile", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(project, {
    version: 0.2,
    phases: { build: { commands: [`echo ${"a".repeat(60)}!`, "false"], "on-failure": "RETRY-1-^(a+)+$" } },
  });
  let longest = 0;
  await waitFor("the build's end", async () => {
    const start = performance.now();
    const build = await client.getBuild(id);
    longest = Math.max(longest, performance.now() - start);
    return build.buildComplete;
  });
  expect(longest).toBeLessThan(1_500);
  expect(await chain(project, id)).toHaveLength(1);
  expect(service.complaints.map(({ message }) => message)).toEqual([
    "the pattern of on-failure: RETRY took too long and counts as no match",
  ]);
});

test("a pattern that is none fails the build", async () => {
  const { client } = service;
  const build = await client.run(IMAGE, {
    version: 0.2,
    phases: { build: { commands: ["true"], "on-failure": "RETRY-(" } },
  });
  expect(contextOf(build, "DOWNLOAD_SOURCE")[0]).toBe("YAML_FILE_ERROR");
});

test("a build that is carried on after a restart has one retry, and so has that", async () => {
  using directory = mkdtempDisposableSync(join(tmpdir(), "auto-retry-"));
  let own = await openTestService({ flags: ["--data-dir", directory.path], concurrentBuilds: 1 });
  try {
    const project = await own.client.createProject(IMAGE, { autoRetryLimit: 2 });
    const { id } = await own.client.startBuild(project, commands({ build: ["sleep 1", "false"] }));
    await untilPhase(own.client, id, "BUILD");
    own = await own.restart();
    const first = await own.client.finish(id);
    const second = first.autoRetryConfig?.nextAutoRetry?.split(":build/")[1] ?? "";
    await untilPhase(own.client, second, "BUILD");
    own = await own.restart();
    await own.client.finish(second);
    await own.service.engine.idle();
    const { ids = [] } = await own.client.codebuild.send(
      new ListBuildsForProjectCommand({ projectName: project, sortOrder: "ASCENDING" }),
    );
    const builds = await Promise.all(ids.map((one) => own.client.getBuild(one)));
    expect(builds.map(({ buildStatus, autoRetryConfig }) => [buildStatus, autoRetryConfig?.autoRetryNumber])).toEqual([
      ["FAILED", 0],
      ["FAILED", 1],
      ["FAILED", 2],
    ]);
  } finally {
    await own[Symbol.asyncDispose]();
  }
});
