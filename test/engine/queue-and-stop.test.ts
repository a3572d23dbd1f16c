import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";

import {
  BatchDeleteBuildsCommand,
  BatchGetBuildsCommand,
  RetryBuildCommand,
  StopBuildCommand,
  type Build,
} from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { BuildEnvironment } from "../../src/environment/build-environment.ts";
import { createEndpointClient, outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { refusal } from "../support/sample-projects.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  commands,
  createBucket,
  IMAGE,
  openTestService,
  phaseOf,
  putObject,
  untilPhase,
  untilPrinted,
  type TestService,
} from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

const SLEEPING = commands({ build: ["echo here", "sleep 60"], post_build: ["echo post"] });

let service: TestService;
let hold: PromiseWithResolvers<void> | undefined;
beforeEach(async () => {
  service = await openTestService({
    concurrentBuilds: 2,
    environments: (shells) => ({
      ...shells,
      async provision(spec, signal) {
        if (spec.image === "slow-to-fill:1") return slowToFill(await shells.provision(spec, signal));
        if (spec.image !== "slow:1") return shells.provision(spec, signal);
        // As Docker does: what it makes of an image that came at last is removed when nobody wants it any more.
        await Promise.race([hold?.promise, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
        signal.throwIfAborted();
        return shells.provision(spec, signal);
      },
    }),
  });
});
afterEach(async () => {
  hold?.resolve();
  hold = undefined;
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

/** Bytes of archives that slow environments took. */
let filled = 0;

/** Takes 64 KiB of an archive every 100 ms. */
function slowToFill(environment: BuildEnvironment): BuildEnvironment {
  const putArchive = environment.putArchive.bind(environment);
  environment.putArchive = (directory, tar) =>
    putArchive(
      directory,
      Readable.from(
        (async function* () {
          for await (const piece of tar as AsyncIterable<Buffer>) {
            for (let start = 0; start < piece.length; start += 65_536) {
              yield piece.subarray(start, start + 65_536);
              filled += 65_536;
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
          }
        })(),
      ),
    );
  return environment;
}

async function stop(id: string): Promise<{ build: Build; milliseconds: number }> {
  const began = performance.now();
  const { build } = await service.client.codebuild.send(new StopBuildCommand({ id }));
  if (build === undefined) throw new Error("StopBuild answered no build");
  return { build, milliseconds: performance.now() - began };
}

describe("the queue", () => {
  test("lets so many builds run at once, the others in the order of their coming", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1)
      ids.push((await client.startBuild(project, commands({ build: ["sleep 0.3"] }))).id);
    let most = 0;
    await waitFor("the end of all", async () => {
      const { builds } = await client.codebuild.send(new BatchGetBuildsCommand({ ids }));
      const running = builds?.filter((build) => build.buildComplete === false && build.currentPhase !== "QUEUED") ?? [];
      most = Math.max(most, running.length);
      return builds?.every((build) => build.buildComplete === true);
    });
    expect(most).toBe(2);
    const ended = await Promise.all(ids.map((id) => client.getBuild(id)));
    const starts = ended.map((build) => phaseOf(build, "PROVISIONING").startTime?.getTime() ?? 0);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(ended.map(({ buildStatus }) => buildStatus)).toEqual(ids.map(() => "SUCCEEDED"));
  });

  test("holds five times as many as may run, and refuses the next one with AccountLimitExceededException", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const started = [];
    for (let count = 0; count < 12; count += 1) started.push(await client.startBuild(project, SLEEPING));
    const refused = await refusal(client.startBuild(project, SLEEPING));
    expect(refused).toEqual([
      "AccountLimitExceededException",
      "Cannot have more than 10 builds in queue for the account",
    ]);
    for (const { id } of started.reverse()) expect((await stop(id)).build.buildStatus).toBe("STOPPED");
    const next = await client.run(IMAGE, commands({ build: ["true"] }));
    expect(next.buildStatus).toBe("SUCCEEDED");
  });

  test("knows a project's concurrentBuildLimit: what is beyond it is refused, other projects are not", async () => {
    const { client } = service;
    const limited = await client.createProject(IMAGE, { concurrentBuildLimit: 1 });
    const { id } = await client.startBuild(limited, SLEEPING);
    expect(await refusal(client.startBuild(limited, SLEEPING))).toEqual([
      "AccountLimitExceededException",
      "Cannot have more than 1 active builds for the project",
    ]);
    expect((await client.run(IMAGE, commands({ build: ["true"] }))).buildStatus).toBe("SUCCEEDED");
    await stop(id);
    const { id: after } = await client.startBuild(limited, commands({ build: ["true"] }));
    expect((await client.finish(after)).buildNumber).toBe(2);
  });
});

describe("StopBuild", () => {
  test("answers within 200 ms with the ended build, and its commands end at once", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(
      project,
      commands({ build: ["trap '' TERM; echo here; sleep 60; echo not-this"], post_build: ["echo post"] }),
    );
    await untilPrinted(client, id, "here");
    const { build, milliseconds } = await stop(id);
    expect(milliseconds).toBeLessThan(200);
    expect(build).toMatchObject({ buildStatus: "STOPPED", buildComplete: true, currentPhase: "COMPLETED" });
    expect(Object.keys(phaseStatuses(build)).slice(-2)).toEqual(["BUILD", "COMPLETED"]);
    expect(phaseOf(build, "BUILD")).toMatchObject({ phaseStatus: "STOPPED", endTime: build.endTime });
    expect(phaseOf(build, "BUILD").contexts).toBeUndefined();
    await waitFor("the end of its processes", () => service.shells.builds.length === 0, 2_000);
    expect(await client.getBuild(id)).toEqual(build);
    expect(outputLines(await client.logOf(build))).toEqual(["here"]);
  });

  test("ends a queued build, which then never runs", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const ahead = [await client.startBuild(project, SLEEPING), await client.startBuild(project, SLEEPING)];
    const { id } = await client.startBuild(project, SLEEPING);
    const { build, milliseconds } = await stop(id);
    expect(milliseconds).toBeLessThan(200);
    expect(phaseStatuses(build)).toEqual({ SUBMITTED: "SUCCEEDED", QUEUED: "STOPPED", COMPLETED: undefined });
    for (const other of ahead) await stop(other.id);
    await service.service.engine.idle();
    expect(await client.getBuild(id)).toEqual(build);
  });

  test("ends a build whose image is on its way, and frees its place", async () => {
    const { client } = service;
    hold = Promise.withResolvers();
    const project = await client.createProject("slow:1");
    const builds = [await client.startBuild(project), await client.startBuild(project)];
    for (const { id } of builds) {
      await untilPhase(client, id, "PROVISIONING");
      const { build, milliseconds } = await stop(id);
      expect(milliseconds).toBeLessThan(200);
      expect(phaseStatuses(build)).toEqual({
        SUBMITTED: "SUCCEEDED",
        QUEUED: "SUCCEEDED",
        PROVISIONING: "STOPPED",
        COMPLETED: undefined,
      });
    }
    expect((await client.run(IMAGE, commands({ build: ["true"] }))).buildStatus).toBe("SUCCEEDED");
    expect(service.shells.builds).toEqual([]);
  });

  test("ends a build in the middle of its source, which is large", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "large-sources");
    await putObject(client, bucket, "source.zip", await zipOf({ noise: randomBytes(4_000_000).toString("latin1") }));
    const project = await client.createProject("slow-to-fill:1", {
      source: { type: "S3", location: `${bucket}/source.zip` },
    });
    const { id } = await client.startBuild(project);
    await untilPhase(client, id, "DOWNLOAD_SOURCE");
    await waitFor("the first of its source", () => filled > 100_000);
    const { build } = await stop(id);
    expect(phaseStatuses(build)).toMatchObject({ DOWNLOAD_SOURCE: "STOPPED", COMPLETED: undefined });
    await waitFor("the end of its environment", () => service.shells.builds.length === 0, 2_000);
    expect(await client.getBuild(id)).toEqual(build);
  });

  test("changes nothing the second time, nor after the end", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(project, SLEEPING);
    await untilPhase(client, id, "BUILD");
    const first = await stop(id);
    expect((await stop(id)).build).toEqual(first.build);
    const ended = await client.run(IMAGE, commands({ build: ["true"] }));
    expect((await stop(ended.id ?? "")).build).toEqual(ended);
  });

  test("at whatever moment leaves a stopped build, nothing running and a place for the next one", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    for (let delay = 0; delay <= 120; delay += 8) {
      const { id } = await client.startBuild(project, SLEEPING);
      await new Promise((resolve) => setTimeout(resolve, delay)); // the moment is what varies here
      const { build } = await stop(id);
      expect(build).toMatchObject({ buildStatus: "STOPPED", buildComplete: true });
      expect(await client.getBuild(id)).toEqual(build);
    }
    await waitFor("the end of all", () => service.shells.builds.length === 0, 5_000);
    await service.service.engine.idle();
    expect(service.service.engine.queue).toMatchObject({ running: 0, waiting: 0 });
  });

  test("lets a stopped build be retried and deleted while it is being cleaned up", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id, arn } = await client.startBuild(project, commands({ build: ["echo once", "sleep 0.2"] }));
    await untilPhase(client, id, "BUILD");
    await stop(id);
    const { build: retried } = await client.codebuild.send(new RetryBuildCommand({ id }));
    expect(await client.codebuild.send(new BatchDeleteBuildsCommand({ ids: [id] }))).toMatchObject({
      buildsDeleted: [arn],
      buildsNotDeleted: [],
    });
    const build = await client.finish(retried?.id ?? "");
    expect(build).toMatchObject({ buildStatus: "SUCCEEDED", buildNumber: 2 });
    await service.service.engine.idle();
    expect(service.shells.builds).toEqual([]);
  });
});

test("who polls hard never sees a record that contradicts itself", async () => {
  const clients = Array.from({ length: 4 }, () => createEndpointClient(service.url));
  const [client] = clients;
  if (client === undefined) throw new Error("no client");
  const project = await client.createProject(IMAGE);
  const ids: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    ids.push((await client.startBuild(project, commands({ build: [count % 3 === 0 ? "exit 1" : "true"] }))).id);
  }
  const contradictions: unknown[] = [];
  let records = 0;
  const poll = async ({ codebuild }: typeof client): Promise<void> => {
    for (;;) {
      const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids }));
      for (const build of builds) {
        records += 1;
        const problem = contradiction(build);
        if (problem !== undefined) contradictions.push([problem, build]);
      }
      if (builds.every((build) => build.buildComplete === true)) return;
    }
  };
  const [stopped] = ids.slice(-1);
  await Promise.all([...clients.map(poll), stop(stopped ?? "")]);
  expect(contradictions).toEqual([]);
  expect(records).toBeGreaterThan(200);
});

function contradiction(build: Build): string | undefined {
  const last = build.phases?.at(-1);
  const isEnded = build.buildStatus !== "IN_PROGRESS";
  if (build.buildComplete !== isEnded) return "buildComplete and buildStatus";
  if (isEnded !== (build.endTime !== undefined)) return "endTime";
  if (isEnded !== (build.currentPhase === "COMPLETED")) return "currentPhase and buildStatus";
  if (last?.phaseType !== build.currentPhase) return "currentPhase and phases";
  if (last?.phaseStatus !== undefined || last?.endTime !== undefined) return "the running phase has ended";
  if (build.phases?.slice(0, -1).some((phase) => phase.phaseStatus === undefined || phase.endTime === undefined))
    return "an earlier phase has not ended";
  const failed = build.phases?.some((phase) => phase.phaseStatus === "FAILED");
  return isEnded && (build.buildStatus === "FAILED") !== failed ? "a failed phase and buildStatus" : undefined;
}
