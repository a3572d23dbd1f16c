import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BatchGetBuildsCommand, ListBuildsCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";

import { systemClock, type Clock } from "../../src/common/clock.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  commands,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  untilPhase,
  type TestService,
} from "./test-service.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** The system's clock, so many milliseconds ahead; the sweep's hour is a second. */
function ahead(milliseconds: number): Clock {
  return {
    ...systemClock,
    now: () => Date.now() + milliseconds,
    after: (delay, callback) => systemClock.after(delay === HOUR ? 1000 : delay, callback),
  };
}

const idsOf = async ({ client }: TestService): Promise<string[]> =>
  (await client.codebuild.send(new ListBuildsCommand({}))).ids ?? [];

test("builds that ended too long ago are removed at the start and later on; their artifacts and logs stay", async () => {
  using data = mkdtempDisposableSync(join(tmpdir(), "retention-"));
  const flags = ["--data-dir", data.path, "--build-retention-days", "10"];
  let old: string;
  let artifacts: string;
  let logged;
  {
    await using service = await openTestService({ flags, concurrentBuilds: 4 });
    const { client } = service;
    artifacts = await createBucket(client, "kept");
    const project = await client.createProject(IMAGE, {
      artifacts: { type: "S3", location: artifacts },
      name: "retained",
    });
    const spec = commands({ build: ["echo one >one"] }, { artifacts: { files: ["one"] } });
    const startOne = async (): Promise<void> => {
      const { id } = await client.startBuild(project, undefined, { artifactsOverride: { type: "NO_ARTIFACTS" } });
      await client.finish(id);
    };
    // More than one transaction takes.
    for (let tens = 0; tens < 6; tens += 1) await Promise.all(Array.from({ length: 10 }, startOne));
    logged = await client.finish((await client.startBuild(project, spec)).id);
    old = logged.id ?? "";
    expect(await idsOf(service)).toHaveLength(61);
  }
  {
    await using service = await openTestService({ flags, clock: ahead(9 * DAY) });
    const { client } = service;
    const young = await client.finish((await client.startBuild("retained")).id);
    expect((await idsOf(service)).length).toBe(62);
    expect(young.buildNumber).toBe(62);
  }
  {
    await using service = await openTestService({ flags, clock: ahead(11 * DAY) });
    const { client } = service;
    await waitFor("the old builds' end", async () => (await idsOf(service)).length === 1);
    const { buildsNotFound } = await client.codebuild.send(new BatchGetBuildsCommand({ ids: [old] }));
    expect(buildsNotFound).toEqual([old]);
    expect(await listKeys(client, artifacts)).toContain("retained/one");
    expect(await client.logOf(logged)).toContain("echo one");
    // Numbers go on.
    const { id, buildNumber } = await client.startBuild("retained");
    expect(buildNumber).toBe(63);
    await client.finish(id);
    expect(service.complaints).toEqual([]);
  }
});

test("a build that runs is never too old", async () => {
  let shift = 0;
  const clock: Clock = { ...ahead(0), now: () => Date.now() + shift };
  await using service = await openTestService({ flags: ["--build-retention-days", "1"], clock });
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const ended = await client.finish((await client.startBuild(project)).id);
  const { id } = await client.startBuild(project, commands({ build: ["sleep 60"] }), {
    timeoutInMinutesOverride: 2160,
  });
  await untilPhase(client, id, "BUILD");
  shift = 1.2 * DAY;
  await waitFor("the ended build's end", async () => !(await idsOf(service)).includes(ended.id ?? ""));
  expect(await idsOf(service)).toEqual([id]);
});

test("0 days keep builds for ever", async () => {
  const isSwept = async (days: string): Promise<boolean> => {
    const armed = new Set<number>();
    const clock: Clock = {
      ...systemClock,
      after(delay, callback) {
        armed.add(delay);
        return systemClock.after(delay, callback);
      },
    };
    await using service = await openTestService({ flags: ["--build-retention-days", days], clock });
    const { id } = await service.client.startBuild(await service.client.createProject(IMAGE));
    await service.client.finish(id);
    return armed.has(HOUR);
  };
  expect([await isSwept("1"), await isSwept("0")]).toEqual([true, false]);
});
