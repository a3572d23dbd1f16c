import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  DeleteProjectCommand,
  InvalidateProjectCacheCommand,
  type Build,
  type CreateProjectCommandInput,
  type StartBuildCommandInput,
} from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, expect, test } from "vitest";

import { git, makeRepository, publish, startGitServer, writeFiles, type GitServer } from "../support/git-server.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, createBucket, IMAGE, openTestService, putObject, type TestService } from "./test-service.ts";

const SIZE = 200_000;
const BUILDSPEC = JSON.stringify(commands({ build: ["cat which", "git rev-parse HEAD", "git fsck --no-dangling"] }));
const CACHED: Partial<CreateProjectCommandInput> = {
  source: { type: "GITHUB", location: "https://github.com/o/r" },
  secondarySources: [{ type: "GITHUB", location: "https://github.com/o/lib", sourceIdentifier: "lib" }],
  cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] },
};

let server: GitServer;
let service: TestService;
let work: string;
let data: string;

beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), "source-cache-"));
  data = join(work, "data");
  server = await startGitServer();
  for (const name of ["r", "lib"]) {
    makeRepository(join(work, name), [
      ["main", { which: "first\n", noise: randomBytes(SIZE).toString("latin1"), "buildspec.yml": BUILDSPEC }],
    ]);
    publish(server, `o/${name}`, join(work, name), undefined);
  }
  service = await openTestService({
    env: { PATH: process.env["PATH"] ?? "" },
    flags: ["--data-dir", data, `--git-rewrite=https://github.com/=${server.url}/`],
  });
});
afterEach(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
  expect(complaints).toEqual([]);
});

/** How much the server sent for a build that succeeded. */
async function run(
  project: string,
  start: Partial<StartBuildCommandInput> = {},
): Promise<{ sent: number; build: Build; lines: string[]; log: string }> {
  const { client } = service;
  const before = server.sent;
  const build = await client.finish((await client.startBuild(project, undefined, start)).id);
  const log = await client.logOf(build);
  expect(build.buildStatus, log).toBe("SUCCEEDED");
  return { sent: server.sent - before, build, lines: outputLines(log), log };
}

function push(): string {
  const directory = join(work, "r");
  writeFiles(directory, { which: "second\n" });
  git(directory, "commit", "--quiet", "--all", "--message", "second");
  git(directory, "push", "--quiet", join(server.root, "o/r.git"), "main");
  return git(directory, "rev-parse", "HEAD");
}

const mirrors = (): string[] => readdirSync(join(data, "git"));

test("the sources of later builds are fetched by the difference, also after a restart", async () => {
  const project = await service.client.createProject(IMAGE, CACHED);
  expect((await run(project)).sent).toBeGreaterThan(2 * SIZE);
  const commit = push();
  const second = await run(project);
  expect(second.lines).toEqual(["second", commit]);
  expect(second.build.resolvedSourceVersion).toBe(commit);
  expect(second.sent).toBeLessThan(SIZE / 10);
  service = await service.restart();
  expect((await run(project)).sent).toBeLessThan(SIZE / 10);
});

test("InvalidateProjectCache drops them, and so does DeleteProject", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, CACHED);
  await run(project);
  await client.codebuild.send(new InvalidateProjectCacheCommand({ projectName: project }));
  expect((await run(project)).sent).toBeGreaterThan(2 * SIZE);
  await waitFor("the removal of the dropped ones", () => Promise.resolve(mirrors().length === 1 || undefined));
  expect((await run(project)).sent).toBeLessThan(SIZE / 10);
  await client.codebuild.send(new DeleteProjectCommand({ name: project }));
  await waitFor("the removal of all", () => Promise.resolve(mirrors().length === 0 || undefined));
  await client.createProject(IMAGE, { ...CACHED, name: project });
  expect((await run(project)).sent).toBeGreaterThan(2 * SIZE);
});

test("builds without the mode keep nothing, nor do those of other sources", async () => {
  const { client } = service;
  const bucket = await createBucket(client, "source-cache");
  await putObject(client, bucket, "folder/buildspec.yml", JSON.stringify(commands({ build: ["true"] })));
  const plain = await client.createProject(IMAGE, { source: { type: "GITHUB", location: "https://github.com/o/r" } });
  expect((await run(plain)).sent).toBeGreaterThan(SIZE);
  expect((await run(plain)).sent).toBeGreaterThan(SIZE);
  const folder = await client.createProject(IMAGE, {
    ...CACHED,
    source: { type: "S3", location: `${bucket}/folder/` },
    secondarySources: [],
  });
  await run(folder);
  expect(mirrors()).toEqual([]);
  expect((await run(plain, { cacheOverride: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] } })).sent).toBeGreaterThan(
    SIZE,
  );
  expect(mirrors()).toHaveLength(1);
});
