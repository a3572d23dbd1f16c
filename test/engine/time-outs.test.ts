import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { commands, contextOf, IMAGE, openTestService, phaseOf, type TestService } from "./test-service.ts";
import { startScriptedServer, type ScriptedServer } from "./scripted-server.ts";

/** A minute is short here: five of them, the least that the API takes, are over soon. */
const MINUTE = 160;
const TIME_OUT = 5 * MINUTE;
const TIMED_OUT = ["BUILD_TIMED_OUT", "Build has timed out. "];
const BEFORE = { SUBMITTED: "SUCCEEDED", QUEUED: "SUCCEEDED" };
const PREPARED = { ...BEFORE, PROVISIONING: "SUCCEEDED", DOWNLOAD_SOURCE: "SUCCEEDED" };
const END = { FINALIZING: "SUCCEEDED", COMPLETED: undefined };

let service: TestService;
let silentS3: ScriptedServer;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "time-outs-"));
  silentS3 = await startScriptedServer();
  service = await openTestService({
    minute: MINUTE,
    flags: ["--s3-endpoint", silentS3.url],
    environments: (shells) => ({
      ...shells,
      async provision(spec, signal) {
        if (spec.image !== "never-there:1") return shells.provision(spec, signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        });
      },
    }),
  });
  // A foreign S3 takes the process's own credentials.
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  await silentS3[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true });
  expect(complaints).toEqual([]);
});

async function timeOut(project: string, buildspec?: object): Promise<{ build: Build; log: string }> {
  const { client } = service;
  const { id } = await client.startBuild(project, buildspec, { timeoutInMinutesOverride: 5 });
  const build = await client.finish(id);
  return { build, log: await client.logOf(build) };
}

function expectTimedOutIn(build: Build, phase: string): void {
  expect(build).toMatchObject({ buildStatus: "TIMED_OUT", buildComplete: true });
  expect(contextOf(build, phase)).toEqual(TIMED_OUT);
  const took = (build.endTime?.getTime() ?? 0) - (phaseOf(build, "PROVISIONING").startTime?.getTime() ?? 0);
  expect(took).toBeGreaterThanOrEqual(TIME_OUT - 20);
  expect(took).toBeLessThan(TIME_OUT + 2_000);
  expect(service.shells.builds).toEqual([]);
}

describe("a build that runs out of time", () => {
  test("in BUILD ends there: its command is killed, no other command and no phase runs beside it", async () => {
    const marker = join(scratch, "written-late");
    const { build, log } = await timeOut(
      await service.client.createProject(IMAGE),
      commands({
        build: [
          `trap '' TERM INT; echo running; sleep ${(TIME_OUT + 300) / 1000}; touch ${marker}`,
          "echo next-command",
        ],
        post_build: ["echo next-phase"],
      }),
    );
    expectTimedOutIn(build, "BUILD");
    expect(phaseStatuses(build)).toEqual({
      ...PREPARED,
      INSTALL: "SUCCEEDED",
      PRE_BUILD: "SUCCEEDED",
      BUILD: "TIMED_OUT",
      ...END,
    });
    expect(outputLines(log)).toEqual(["running"]);
    expect(log).toContain("Phase complete: BUILD State: TIMED_OUT\n");
    expect(log).toContain("Phase context status code: BUILD_TIMED_OUT Message: Build has timed out. \n");
    await new Promise((resolve) => setTimeout(resolve, 600)); // by then the killed command would have written
    expect(existsSync(marker)).toBe(false);
  });

  test("in INSTALL neither runs what is in finally nor goes on", async () => {
    const { build, log } = await timeOut(await service.client.createProject(IMAGE), {
      version: 0.2,
      phases: {
        install: { commands: ["sleep 60"], finally: ["echo finally"], "on-failure": "CONTINUE" },
        build: { commands: ["echo build"] },
      },
    });
    expectTimedOutIn(build, "INSTALL");
    expect(phaseStatuses(build)).toEqual({ ...PREPARED, INSTALL: "TIMED_OUT", ...END });
    expect(outputLines(log)).toEqual([]);
  });

  test("over several phases does so in the one that runs by then: the time is the build's, not the phase's", async () => {
    const { build } = await timeOut(
      await service.client.createProject(IMAGE),
      commands({
        install: ["sleep 0.35"],
        pre_build: ["sleep 0.35"],
        build: ["sleep 0.35"],
        post_build: ["sleep 0.35"],
      }),
    );
    expect(build.buildStatus).toBe("TIMED_OUT");
    expectTimedOutIn(build, build.phases?.at(-3)?.phaseType ?? "");
    expect(["PRE_BUILD", "BUILD"]).toContain(build.phases?.at(-3)?.phaseType);
  });

  test("while it prints without an end stops printing", async () => {
    const { build, log } = await timeOut(
      await service.client.createProject(IMAGE),
      commands({ build: ["while :; do echo spam; sleep 0.001; done"] }),
    );
    expectTimedOutIn(build, "BUILD");
    expect(log.trimEnd().split("\n").at(-1)).toContain("BUILD_TIMED_OUT");
  });

  test("in PROVISIONING, as an image does not come", async () => {
    const { build } = await timeOut(await service.client.createProject("never-there:1"));
    expectTimedOutIn(build, "PROVISIONING");
    expect(phaseStatuses(build)).toEqual({ ...BEFORE, PROVISIONING: "TIMED_OUT", COMPLETED: undefined });
  });

  test("in DOWNLOAD_SOURCE, as S3 does not answer", async () => {
    const { build } = await timeOut(
      await service.client.createProject(IMAGE, { source: { type: "S3", location: "bucket/source.zip" } }),
    );
    expectTimedOutIn(build, "DOWNLOAD_SOURCE");
    expect(phaseStatuses(build)).toEqual({
      ...BEFORE,
      PROVISIONING: "SUCCEEDED",
      DOWNLOAD_SOURCE: "TIMED_OUT",
      ...END,
    });
  });

  test("in DOWNLOAD_SOURCE, as S3 does not give the buildspec", async () => {
    const { build } = await timeOut(
      await service.client.createProject(IMAGE, {
        source: { type: "NO_SOURCE", buildspec: "arn:aws:s3:::bucket/buildspec.yml" },
      }),
    );
    expectTimedOutIn(build, "DOWNLOAD_SOURCE");
  });

  test.each(["NONE", "ZIP"] as const)("in UPLOAD_ARTIFACTS, as S3 does not take them (%s)", async (packaging) => {
    const project = await service.client.createProject(IMAGE, {
      artifacts: { type: "S3", location: "bucket", packaging, name: "a" },
    });
    const { build } = await timeOut(project, commands({ build: ["echo x >x"] }, { artifacts: { files: ["x"] } }));
    expectTimedOutIn(build, "UPLOAD_ARTIFACTS");
    expect(phaseStatuses(build)).toMatchObject({ POST_BUILD: "SUCCEEDED", UPLOAD_ARTIFACTS: "TIMED_OUT", ...END });
  });
});

describe("a queued build", () => {
  test("that waits too long is TIMED_OUT in QUEUED, and never runs", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const ahead = [
      await client.startBuild(project, commands({ build: ["sleep 60"] })),
      await client.startBuild(project, commands({ build: ["sleep 60"] })),
    ];
    const { id } = await client.startBuild(project, commands({ build: ["echo not-this"] }), {
      queuedTimeoutInMinutesOverride: 5,
    });
    const build = await client.finish(id);
    expect(build).toMatchObject({ buildStatus: "TIMED_OUT", currentPhase: "COMPLETED" });
    expect(phaseStatuses(build)).toEqual({ SUBMITTED: "SUCCEEDED", QUEUED: "TIMED_OUT", COMPLETED: undefined });
    expect(contextOf(build, "QUEUED")).toEqual(TIMED_OUT);
    for (const other of ahead) service.service.engine.stop(other.arn);
    await Promise.all(ahead.map((other) => client.finish(other.id)));
  });

  test("has its whole time from when it begins to run", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const long = commands({ build: ["sleep 0.6"] });
    const ids = [];
    // Two at a time, the last has waited longer than its time-out when it begins; each has three times what it needs.
    for (let count = 0; count < 10; count += 1)
      ids.push((await client.startBuild(project, long, { timeoutInMinutesOverride: 12 })).id);
    const ended = await Promise.all(ids.map((id) => client.finish(id)));
    expect(ended.map(({ buildStatus }) => buildStatus)).toEqual(ids.map(() => "SUCCEEDED"));
  });
});
