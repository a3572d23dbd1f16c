import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

import { BatchGetProjectsCommand, ListBuildsCommand, ListProjectsCommand, type Build } from "@aws-sdk/client-codebuild";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi, type TestContext } from "vitest";

import { isStorageUnavailable } from "../../src/store/storage-unavailable.ts";
import { eventsOf, startEventReceiver, toWord } from "../events/event-receiver.ts";
import { outputLines, type EndpointClient } from "../support/endpoint-client.ts";
import { createLocalShellProvider } from "../support/local-shell-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { createFastClock } from "./fast-clock.ts";
import { startScriptedServer } from "./scripted-server.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  putObject,
  untilPhase,
  untilPrinted,
  type TestService,
} from "./test-service.ts";

let disk: string;
let service: TestService | undefined;

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "full-disk-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await service?.[Symbol.asyncDispose]();
  spawnSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

test("a full disk: what can't be stored is refused, the API stays up, nothing that was acknowledged is lost, and builds end once there is room", async (context) => {
  mountSmallDisk(context);
  const ballast = join(disk, "ballast");
  const go = join(disk, "go");
  service = await openTestService({
    flags: ["--data-dir", join(disk, "data")],
    concurrentBuilds: 1,
    minute: 400,
  });
  const { client, complaints } = service;
  const project = await client.createProject(IMAGE, { description: "x".repeat(200) });
  const bucket = await createBucket(client, "small-disk");
  await putObject(client, bucket, "before", "before");
  const running = await client.startBuild(
    project,
    commands({ build: ["echo here", `until [ -e ${go} ]; do sleep 0.05; done`, "echo there"] }),
  );
  await untilPrinted(client, running.id, "here");
  const waiting = await client.startBuild(project, commands({ build: ["echo second"] }));
  const late = await client.startBuild(project, undefined, { queuedTimeoutInMinutesOverride: 5 });
  const builds = [running.id, waiting.id, late.id];

  fill(ballast);
  const acknowledged = [project];
  const refused = await waitFor("a refusal", async () => {
    const name = `project-${acknowledged.length}`;
    try {
      acknowledged.push(await client.createProject(IMAGE, { name, description: "x".repeat(200) }));
      return undefined;
    } catch (error) {
      return { name, error };
    }
  });
  expect(refused.error).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
  await expect(client.startBuild(project)).rejects.toMatchObject({ name: "InternalFailure" });
  await expect(putObject(client, bucket, "large", "x".repeat(100_000))).rejects.toMatchObject({
    name: "InternalError",
  });
  await waitFor("the queue's time-out, which can't be written", () =>
    complaints.some(({ message }) => message.startsWith("the queue could not go on")),
  );
  await expectKept();
  expect((await client.getBuild(late.id)).buildComplete).toBe(false);

  rmSync(ballast);
  expect((await client.finish(late.id)).buildStatus).toBe("TIMED_OUT");
  writeFileSync(go, "");
  const first = await client.finish(running.id);
  expect(first.buildStatus, JSON.stringify(first.phases)).toBe("SUCCEEDED");
  const second = await client.finish(waiting.id);
  expect(second.buildStatus, JSON.stringify(second.phases)).toBe("SUCCEEDED");
  expect(outputLines(await client.logOf(first))).toEqual(["here", "there"]);
  expect(outputLines(await client.logOf(second))).toEqual(["second"]);
  acknowledged.push(await client.createProject(IMAGE, { name: refused.name }));
  await expectKept();
  service = await service.restart();
  await expectKept();

  async function expectKept(): Promise<void> {
    const { codebuild } = service?.client ?? client;
    const { projects } = await codebuild.send(new ListProjectsCommand({}));
    expect([...(projects ?? [])].sort()).toEqual([...acknowledged].sort());
    const found = await codebuild.send(new BatchGetProjectsCommand({ names: acknowledged }));
    expect(found.projects).toHaveLength(acknowledged.length);
    expect([...((await codebuild.send(new ListBuildsCommand({}))).ids ?? [])].sort()).toEqual([...builds].sort());
    expect(await listKeys(service?.client ?? client, bucket)).toEqual(["before"]);
  }
});

test.for(["CloudWatch Logs", "S3"])(
  "a build that ends while the disk is full waits with its end, however long, and has its whole log in %s then",
  async (place, context) => {
    mountSmallDisk(context);
    const ballast = join(disk, "ballast");
    await using receiver = await startEventReceiver();
    // A minute, after which a log service is given up, takes a second and a half.
    const clock = createFastClock(40);
    service = await openTestService({
      flags: ["--data-dir", join(disk, "data"), "--events-url", receiver.url],
      clock,
      shells: createLocalShellProvider({ now: () => clock.now() }),
      minute: 60_000,
    });
    const { client, complaints } = service;
    const bucket = await createBucket(client, "small-disk-logs");
    const project = await client.createProject(IMAGE, {
      logsConfig:
        place === "S3"
          ? { cloudWatchLogs: { status: "DISABLED" }, s3Logs: { status: "ENABLED", location: bucket } }
          : {},
    });
    const go = join(disk, "go");
    const { id } = await client.startBuild(
      project,
      commands({
        install: ["echo here"],
        build: [`until [ -e ${go} ]; do sleep 0.05; done`, "for i in $(seq 1 2000); do echo line-$i; done"],
        post_build: ["echo last"],
      }),
    );
    const late = await client.startBuild(
      project,
      commands({ build: ["echo begun", "while true; do sleep 0.1; done"] }),
      { timeoutInMinutesOverride: 5 },
    );
    await untilPhase(client, id, "BUILD");
    await untilPhase(client, late.id, "BUILD");
    fill(ballast);
    await untilRefused(service);
    mkdirSync(go);
    if (place === "S3") await waitFor("a run that broke off", () => complaints.some(hasBrokenOff));
    const { startTime } = late;
    await waitFor("six minutes", () => clock.now() - Number(startTime) > 360_000 || undefined);
    for (const one of [id, late.id]) expect((await client.getBuild(one)).buildComplete).toBe(false);

    rmSync(ballast);
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    const logOf = async (ended: Build): Promise<string> =>
      place === "S3"
        ? gunzipSync(await readBytes(client, bucket, `${ended.id?.split(":")[1] ?? ""}.gz`)).toString()
        : client.logOf(ended);
    const log = await logOf(build);
    expect(outputLines(log)).toEqual(["here", ...Array.from({ length: 2000 }, (_, i) => `line-${i + 1}`), "last"]);
    expect(log.match(/Phase complete: BUILD State: SUCCEEDED/g)).toHaveLength(1);
    const timedOut = await client.finish(late.id);
    expect(timedOut.buildStatus, JSON.stringify(timedOut.phases)).toBe("TIMED_OUT");
    const itsLog = await logOf(timedOut);
    expect(outputLines(itsLog)).toEqual(["begun"]);
    expect(itsLog.match(/Phase complete: BUILD State: TIMED_OUT/g)).toHaveLength(1);
    const words = await waitFor("the last event", () => {
      const told = eventsOf(receiver.taken, build.arn ?? "").map(toWord);
      return told.at(-1) === "SUCCEEDED" ? told : undefined;
    });
    expect(words.filter((word) => word.startsWith("BUILD "))).toEqual(["BUILD SUCCEEDED"]);
  },
);

test("a build whose end can't be stored when its container is gone already ends as it failed", async (context) => {
  mountSmallDisk(context);
  const ballast = join(disk, "ballast");
  service = await openTestService({
    flags: ["--data-dir", join(disk, "data")],
    environments: (shells) => ({
      ...shells,
      async provision(spec, signal) {
        const environment = await shells.provision(spec, signal);
        const remove = environment[Symbol.asyncDispose].bind(environment);
        environment[Symbol.asyncDispose] = async () => {
          await remove();
          fill(ballast);
          if (service !== undefined) await untilRefused(service);
        };
        return environment;
      },
    }),
  });
  const { client, complaints, shells } = service;
  const { id } = await client.startBuild(await client.createProject(IMAGE), commands({ build: ["true"] }), {
    logsConfigOverride: { s3Logs: { status: "ENABLED", location: "no-such-bucket" } },
  });
  await waitFor("an end that was refused", () => complaints.some(hasBrokenOff));
  expect(shells.builds).toEqual([]);
  expect((await client.getBuild(id)).buildComplete).toBe(false);
  rmSync(ballast);
  // What has failed has failed, whatever would become of it now.
  await createBucket(client, "no-such-bucket");
  const build = await client.finish(id);
  expect(build.buildStatus).toBe("FAILED");
  expect(contextOf(build, "FINALIZING")).toEqual([
    "CLIENT_ERROR",
    expect.stringContaining("Failed to upload the build log") as string,
  ]);
});

test("a log that has reached S3 when the disk is full is still whole there after it", async (context) => {
  mountSmallDisk(context);
  const ballast = join(disk, "ballast");
  const uploads: string[] = [];
  await using s3 = await startScriptedServer((request, response) => {
    void buffer(request).then(async (body) => {
      uploads.push(gunzipSync(body).toString());
      if (uploads.length === 1) {
        fill(ballast);
        if (service !== undefined) await untilRefused(service);
      }
      response.writeHead(200).end();
    });
  });
  vi.stubEnv("AWS_ACCESS_KEY_ID", "000000000000");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  service = await openTestService({ flags: ["--data-dir", join(disk, "data"), "--s3-endpoint", s3.url] });
  const { client, complaints } = service;
  const { id } = await client.startBuild(await client.createProject(IMAGE), commands({ build: ["echo one"] }), {
    logsConfigOverride: {
      cloudWatchLogs: { status: "DISABLED" },
      s3Logs: { status: "ENABLED", location: "logs" },
    },
  });
  await waitFor("a run that broke off", () => complaints.some(hasBrokenOff));
  rmSync(ballast);
  expect((await client.finish(id)).buildStatus).toBe("SUCCEEDED");
  expect(uploads[0]).toMatch(/^\[Container\] .*Running on codebuild-local\n[^]*\none\n/);
  expect(uploads).toHaveLength(2);
  expect(uploads[1]).toBe(uploads[0]);
  expect(readdirSync(join(disk, "data", "logs"))).toEqual([]);
});

/** Uses up what is left in the database's write-ahead log. */
async function untilRefused({ client }: TestService): Promise<void> {
  await waitFor("a refusal", () =>
    client.createProject(IMAGE, { description: "x".repeat(200) }).then(
      () => undefined,
      () => true,
    ),
  );
}

function hasBrokenOff({ message, error }: TestService["complaints"][number]): boolean {
  return message.startsWith("a build's run broke off") && isStorageUnavailable(error);
}

function mountSmallDisk(context: TestContext): void {
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], { encoding: "utf8" });
  if (mounted.status !== 0) context.skip(`no small disk can be mounted here: ${mounted.stderr.trim()}`);
}

async function readBytes({ s3 }: EndpointClient, bucket: string, key: string): Promise<Uint8Array> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await body?.transformToByteArray()) ?? new Uint8Array();
}

/** Takes all that is free on the disk of this file. */
function fill(file: string): void {
  const megabyte = Buffer.alloc(1_000_000);
  for (const piece of [megabyte, megabyte.subarray(0, 4096)]) {
    try {
      for (;;) writeFileSync(file, piece, { flag: "a" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}
