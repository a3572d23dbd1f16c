import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  BatchGetProjectsCommand,
  CreateProjectCommand,
  DeleteProjectCommand,
  StopBuildCommand,
  UpdateProjectCommand,
  type ProjectBadge,
} from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, test } from "vitest";

import { refusal } from "../support/sample-projects.ts";
import { createEndpointClient } from "../support/endpoint-client.ts";
import { commands, IMAGE, openTestService, untilPhase, type TestService } from "./test-service.ts";

const LOCATION = "https://github.com/o/r.git";
let directory: string;
let service: TestService;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "badges-"));
  const git = (...args: string[]): void => {
    const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    execFileSync("git", ["-C", directory, ...identity, ...args], { stdio: "pipe" });
  };
  git("init", "-q", "-b", "main");
  writeFileSync(join(directory, "buildspec.yml"), JSON.stringify(commands({ build: ["true"] })));
  git("add", ".");
  git("commit", "-qm", "one");
  git("branch", "feature/x");
  git("tag", "v1");
  service = await openTestService({ flags: ["--git-rewrite", `${LOCATION}=${directory}`] });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

function createProject(more: { readonly sourceVersion?: string; readonly name?: string } = {}): Promise<string> {
  return service.client.createProject(IMAGE, {
    source: { type: "GITHUB", location: LOCATION },
    badgeEnabled: true,
    ...more,
  });
}

async function badgeOf(project: string, client = service.client): Promise<ProjectBadge & { badgeRequestUrl: string }> {
  const { projects } = await client.codebuild.send(new BatchGetProjectsCommand({ names: [project] }));
  const { badgeEnabled, badgeRequestUrl = "" } = projects?.[0]?.badge ?? {};
  return { badgeEnabled, badgeRequestUrl };
}

/** What the image says. */
async function read(url: string): Promise<string | undefined> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/svg+xml");
  expect(answer.headers.get("cache-control")).toContain("no-cache");
  return /<title>build: ([a-z ]+)<\/title>/.exec(await answer.text())?.[1];
}

const withQuery = (url: string, query: string): string => url.replace(/&branch=.*/, query);

test("a badge says how the newest build of its branch went", async () => {
  const { client } = service;
  const project = await createProject();
  const { badgeEnabled, badgeRequestUrl: url } = await badgeOf(project);
  expect(badgeEnabled).toBe(true);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/badges\?uuid=[\w-]{80,}&branch=master$/);
  const branch = withQuery(url, "&branch=feature/x");
  expect(await read(url)).toBe("unknown");

  const long = await client.startBuild(project, commands({ build: ["sleep 60"] }));
  await untilPhase(client, long.id, "BUILD");
  expect(await read(url)).toBe("in progress");
  await client.codebuild.send(new StopBuildCommand({ id: long.id }));
  expect(await read(url)).toBe("failing");
  await client.finish((await client.startBuild(project)).id);
  expect(await read(url)).toBe("passing");
  // The default branch is called main or master; another branch is another badge.
  expect(await read(withQuery(url, "&branch=main"))).toBe("passing");
  expect(await read(withQuery(url, ""))).toBe("passing");
  expect(await read(branch)).toBe("unknown");

  const bad = commands({ build: ["false"] });
  await client.finish((await client.startBuild(project, bad, { sourceVersion: "refs/heads/feature/x" })).id);
  expect([await read(branch), await read(url)]).toEqual(["failing", "passing"]);
  await client.finish((await client.startBuild(project, undefined, { sourceVersion: "feature/x" })).id);
  expect(await read(branch)).toBe("passing");
  await client.finish((await client.startBuild(project, bad, { sourceVersion: "v1" })).id);
  expect(await read(withQuery(url, "&tag=v1"))).toBe("failing");
  // A build without the repository is no build of a branch.
  const other = { sourceTypeOverride: "NO_SOURCE", sourceLocationOverride: "" } as const;
  await client.finish((await client.startBuild(project, bad, other)).id);
  expect(await read(url)).toBe("passing");
});

test("the URL is that of the project's branch, stays over updates, and has the name that the client calls", async () => {
  const { client } = service;
  const project = await createProject({ sourceVersion: "refs/heads/develop" });
  const { badgeRequestUrl: url } = await badgeOf(project);
  expect(new URL(url).searchParams.get("branch")).toBe("develop");
  const { project: updated } = await client.codebuild.send(
    new UpdateProjectCommand({ name: project, description: '"badgeRequestUrl":"x' }),
  );
  expect(updated?.badge?.badgeRequestUrl).toBe(url);
  expect(updated?.description).toBe('"badgeRequestUrl":"x');
  const byName = createEndpointClient(service.url.replace("127.0.0.1", "localhost"));
  expect((await badgeOf(project, byName)).badgeRequestUrl).toBe(url.replace("127.0.0.1", "localhost"));
  expect((await badgeOf(project)).badgeRequestUrl).toBe(url);
});

test("a badge that was disabled, of a deleted project, or of nothing is unknown", async () => {
  const { client } = service;
  const project = await createProject();
  const { badgeRequestUrl: url } = await badgeOf(project);
  await client.finish((await client.startBuild(project)).id);
  expect(await read(url)).toBe("passing");

  await client.codebuild.send(new UpdateProjectCommand({ name: project, badgeEnabled: false }));
  expect(await badgeOf(project)).toEqual({ badgeEnabled: false, badgeRequestUrl: "" });
  expect(await read(url)).toBe("unknown");
  await client.codebuild.send(new UpdateProjectCommand({ name: project, badgeEnabled: true }));
  const { badgeRequestUrl: second } = await badgeOf(project);
  expect(second).not.toBe(url);
  expect([await read(url), await read(second)]).toEqual(["unknown", "passing"]);

  await client.codebuild.send(new DeleteProjectCommand({ name: project }));
  expect(await read(second)).toBe("unknown");
  await createProject({ name: project });
  expect(await read(second)).toBe("unknown");
  for (const query of ["", "?uuid=", "?uuid=%00%ff", `?uuid=${"A".repeat(5000)}`, "?uuid=<script>&branch=<script>"])
    expect(await read(`${service.url}/badges${query}`)).toBe("unknown");
});

test("only repositories have badges, in AWS's words", async () => {
  const { codebuild } = service.client;
  const base = {
    name: "no-badge",
    environment: { type: "LINUX_CONTAINER", image: IMAGE, computeType: "BUILD_GENERAL1_SMALL" },
    serviceRole: "arn:aws:iam::000000000000:role/r",
    badgeEnabled: true,
  } as const;
  const none = { type: "NO_ARTIFACTS" } as const;
  const refused = [
    await refusal(
      codebuild.send(
        new CreateProjectCommand({
          ...base,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: none,
        }),
      ),
    ),
    await refusal(
      codebuild.send(
        new CreateProjectCommand({ ...base, source: { type: "S3", location: "b/k.zip" }, artifacts: none }),
      ),
    ),
    await refusal(
      codebuild.send(
        new CreateProjectCommand({ ...base, source: { type: "CODEPIPELINE" }, artifacts: { type: "CODEPIPELINE" } }),
      ),
    ),
  ];
  expect(refused).toEqual([
    ["InvalidInputException", "Build badges are not supported for projects with no source"],
    ["InvalidInputException", "Build badges are not supported for S3 source"],
    ["InvalidInputException", "Build badges are not supported for CodePipeline source"],
  ]);
  const project = await createProject();
  expect(
    await refusal(
      codebuild.send(
        new UpdateProjectCommand({ name: project, source: { type: "NO_SOURCE", buildspec: "version: 0.2" } }),
      ),
    ),
  ).toEqual(["InvalidInputException", "Build badges are not supported for projects with no source"]);
});

test("a Host header with more than a name in it does not get into the URL", async () => {
  const project = await createProject();
  const { port } = new URL(service.url);
  const body = JSON.stringify({ names: [project] });
  const text = await new Promise<string>((resolve, reject) => {
    const headers = {
      host: `evil.example@127.0.0.1:${port}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "CodeBuild_20161006.BatchGetProjects",
    };
    request({ host: "127.0.0.1", port, method: "POST", headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => resolve(Buffer.concat(chunks).toString()));
    })
      .on("error", reject)
      .end(body);
  });
  expect(text).not.toContain("evil");
});

test("a badge is shown on pages of any site, under a name of this endpoint", async () => {
  const { port } = new URL(service.url);
  const statusOf = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, headers }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode));
      })
        .on("error", reject)
        .end();
    });
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://git.example" };
  const host = `localhost:${port}`;
  expect(await statusOf("/badges?uuid=x", { host, ...foreign })).toBe(200);
  expect(await statusOf("/badges?uuid=x", { host: "rebound.example" })).toBe(403);
  expect(await statusOf("/_codebuild-local/health", { host, ...foreign })).toBe(403);
});
