import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BatchGetProjectsCommand, ListBuildsCommand, ListProjectsCommand } from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  commands,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  putObject,
  untilPrinted,
  type TestService,
} from "./test-service.ts";

let disk: string;
let service: TestService | undefined;

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "full-disk-"));
});
afterEach(async () => {
  await service?.[Symbol.asyncDispose]();
  spawnSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

test("a full disk: what can't be stored is refused, the API stays up, nothing that was acknowledged is lost, and builds end once there is room", async (context) => {
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], { encoding: "utf8" });
  if (mounted.status !== 0) context.skip(`no small disk can be mounted here: ${mounted.stderr.trim()}`);
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
