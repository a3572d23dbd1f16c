import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  DeleteSourceCredentialsCommand,
  ImportSourceCredentialsCommand,
  type AuthType,
  type Build,
  type CreateProjectCommandInput,
  type ServerType,
  type StartBuildCommandInput,
} from "@aws-sdk/client-codebuild";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { git, makeRepository, publish, startGitServer, type GitServer } from "../support/git-server.ts";
import { commands, createBucket, IMAGE, openTestService, type TestService } from "./test-service.ts";

const TOKEN = "a-token-that-nobody-may-see";
const BUILDSPEC = JSON.stringify(
  commands({
    build: ["cat which", "git log -1 --format=%H", "echo $CODEBUILD_RESOLVED_SOURCE_VERSION", "env", "cat .git/config"],
  }),
);

let server: GitServer;
let closed: GitServer;
let service: TestService;
let work: string;
let ids: string[];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "git-sources-"));
  server = await startGitServer();
  closed = await startGitServer({ password: TOKEN });
  ids = makeRepository(join(work, "r"), [
    ["main", { which: "main\n", "buildspec.yml": BUILDSPEC }],
    ["topic", { which: "topic\n" }],
  ]);
  for (const each of [server, closed]) publish(each, "o/r", join(work, "r"), ids[1]);
  service = await openTestService({
    env: { PATH: process.env["PATH"] ?? "" },
    flags: [
      ...["github.com", "git-codecommit.us-east-1.amazonaws.com/v1/repos"].map(
        (host) => `--git-rewrite=https://${host}/=${server.url}/`,
      ),
      ...["bitbucket.org", "gitlab.com", "git.example.com"].map(
        (host) => `--git-rewrite=https://${host}/=${closed.url}/`,
      ),
    ],
  });
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
  expect(complaints).toEqual([]);
});

async function run(
  settings: Partial<CreateProjectCommandInput>,
  start: Partial<StartBuildCommandInput> = {},
): Promise<{ build: Build; log: string; lines: string[] }> {
  const { client } = service;
  const project = await client.createProject(IMAGE, settings);
  const build = await client.finish((await client.startBuild(project, undefined, start)).id);
  const log = await client.logOf(build);
  return { build, log, lines: outputLines(log) };
}

const contextOf = (build: Build): unknown =>
  build.phases?.find(({ phaseType }) => phaseType === "DOWNLOAD_SOURCE")?.contexts?.[0]?.message;

test.each(["https://github.com/o/r", "https://github.com/o/r.git"])(
  "a build of %s finds the repository in its directory, at the version that was asked for",
  async (location) => {
    const { build, log, lines } = await run({ source: { type: "GITHUB", location } }, { sourceVersion: "pr/7" });
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(lines.slice(0, 3)).toEqual(["topic", ids[1], ids[1]]);
    expect(build.resolvedSourceVersion).toBe(ids[1]);
    expect(log).toMatch(/CODEBUILD_SRC_DIR=\/codebuild\/output\/src\d{9}\/src\/github\.com\/o\/r\n/);
    expect(lines).toContain("CODEBUILD_SOURCE_VERSION=pr/7");
    expect(lines).toContain(`CODEBUILD_SOURCE_REPO_URL=${location}`);
  },
);

test("a CodeCommit repository lies in its own directory", async () => {
  const location = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/o/r";
  const { build, log } = await run({ source: { type: "CODECOMMIT", location } });
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(log).toMatch(/\/src\/git-codecommit\.us-east-1\.amazonaws\.com\/v1\/repos\/o\/r\n/);
});

test.each<[ServerType, AuthType, string]>([
  ["BITBUCKET", "BASIC_AUTH", "https://bitbucket.org/o/r"],
  ["GITLAB", "PERSONAL_ACCESS_TOKEN", "https://gitlab.com/o/r"],
  ["GITLAB_SELF_MANAGED", "PERSONAL_ACCESS_TOKEN", "https://git.example.com/o/r"],
  ["GITHUB_ENTERPRISE", "PERSONAL_ACCESS_TOKEN", "https://git.example.com/o/r"],
])("a %s source is fetched with the imported %s, which nobody sees", async (serverType, authType, location) => {
  const { codebuild } = service.client;
  const source = { type: serverType, location } as const;
  expect(contextOf((await run({ source })).build)).toBe("authentication required for primary source");
  const username = authType === "BASIC_AUTH" ? { username: "ann" } : {};
  const importing = { serverType, authType, ...username };
  await codebuild.send(new ImportSourceCredentialsCommand({ ...importing, token: "wrong-token" }));
  const refused = await run({ source }, { sourceVersion: "main" });
  expect(contextOf(refused.build)).toBe("authorization failed for primary source and source version main");
  const { arn } = await codebuild.send(new ImportSourceCredentialsCommand({ ...importing, token: TOKEN }));
  for (const auth of [undefined, { type: "CODECONNECTIONS" as const, resource: arn }]) {
    const { build, log, lines } = await run({ source: { ...source, ...(auth && { auth }) } });
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(lines[0]).toBe("main");
    expect(log + JSON.stringify(build)).not.toContain(TOKEN);
  }
  await codebuild.send(new DeleteSourceCredentialsCommand({ arn }));
  const gone = await run({ source: { ...source, auth: { type: "CODECONNECTIONS", resource: arn } } });
  expect(contextOf(gone.build)).toBe(`Could not find the source credentials ${arn ?? ""}`);
});

test("each secondary source has its directory, its variables and its version", async () => {
  const { client } = service;
  const bucket = await createBucket(client, "secondary-sources");
  await client.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "folder/file", Body: "from the folder\n" }));
  const { build, log, lines } = await run({
    source: {
      type: "GITHUB",
      location: "https://github.com/o/r",
      buildspec: JSON.stringify(
        commands({ build: ["cat which $CODEBUILD_SRC_DIR_again/which $CODEBUILD_SRC_DIR_data/file", "env"] }),
      ),
    },
    secondarySources: [
      { type: "GITHUB", location: "https://github.com/o/r", sourceIdentifier: "again" },
      { type: "S3", location: `${bucket}/folder/`, sourceIdentifier: "data" },
    ],
    secondarySourceVersions: [{ sourceIdentifier: "again", sourceVersion: "topic" }],
  });
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(lines.slice(0, 3)).toEqual(["main", "topic", "from the folder"]);
  expect(log).toMatch(/\] .*CODEBUILD_SRC_DIR_again=\/codebuild\/output\/src\d+\/src\/github\.com\/o\/r_again\n/);
  expect(log).toMatch(/\] .*CODEBUILD_SRC_DIR_data=\/codebuild\/output\/src\d+\/src\/s3\/00\n/);
  expect(lines).toContain("CODEBUILD_SOURCE_VERSION_again=topic");
  expect(lines).toContain(`CODEBUILD_SOURCE_REPO_URL_data=s3://${bucket}/folder/`);
  expect(build.secondarySourceVersions).toEqual([{ sourceIdentifier: "again", sourceVersion: "topic" }]);
});

test("a secondary source that isn't there is named", async () => {
  const { build } = await run({
    source: { type: "GITHUB", location: "https://github.com/o/r" },
    secondarySources: [{ type: "GITHUB", location: "https://github.com/o/no", sourceIdentifier: "lib" }],
  });
  expect(contextOf(build)).toBe("repository not found for secondary source lib");
});

test("the versions of secondary sources that an override leaves out don't hinder it", async () => {
  const secondary = (sourceIdentifier: string) => ({
    type: "GITHUB" as const,
    location: "https://github.com/o/r",
    sourceIdentifier,
  });
  const { build, lines } = await run(
    {
      source: {
        type: "NO_SOURCE",
        buildspec: JSON.stringify(
          commands({ build: ["cat $CODEBUILD_SRC_DIR_a/which $CODEBUILD_SRC_DIR_c/which; env | grep SOURCE_V"] }),
        ),
      },
      secondarySources: [secondary("a"), secondary("b")],
      secondarySourceVersions: [
        { sourceIdentifier: "a", sourceVersion: "topic" },
        { sourceIdentifier: "b", sourceVersion: "topic" },
      ],
    },
    { secondarySourcesOverride: [secondary("a"), secondary("c")] },
  );
  expect(build.secondarySourceVersions).toEqual([{ sourceIdentifier: "a", sourceVersion: "topic" }]);
  expect(lines.slice(0, 2)).toEqual(["topic", "main"]);
  expect(lines.slice(2).sort()).toEqual([
    "CODEBUILD_SOURCE_VERSION=",
    "CODEBUILD_SOURCE_VERSION_a=topic",
    "CODEBUILD_SOURCE_VERSION_c=",
  ]);
});

test("StartBuild's source version counts before the project's", async () => {
  const source = { type: "GITHUB" as const, location: "https://github.com/o/r" };
  expect((await run({ source, sourceVersion: "topic" })).lines[0]).toBe("topic");
  const { build, lines } = await run({ source, sourceVersion: "topic" }, { sourceVersion: "refs/heads/main" });
  expect([build.sourceVersion, lines[0]]).toEqual(["refs/heads/main", "main"]);
});

test("a project for an organization's webhooks is built from the repository that StartBuild names", async () => {
  const { client } = service;
  const location = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION";
  const project = await client.createProject(IMAGE, { source: { type: "GITHUB", location } });
  await expect(client.startBuild(project)).rejects.toThrow("sourceLocationOverride must be set");
  const { id } = await client.startBuild(project, undefined, { sourceLocationOverride: "https://github.com/o/r" });
  expect((await client.finish(id)).buildStatus).toBe("SUCCEEDED");
});

test("a CODEPIPELINE project builds what StartBuild's overrides name", async () => {
  const { build, lines } = await run(
    { source: { type: "CODEPIPELINE" }, artifacts: { type: "CODEPIPELINE" } },
    {
      sourceTypeOverride: "GITHUB",
      sourceLocationOverride: "https://github.com/o/r",
      artifactsOverride: { type: "NO_ARTIFACTS" },
    },
  );
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(lines[0]).toBe("main");
  expect(git(join(work, "r"), "rev-parse", "main")).toBe(build.resolvedSourceVersion);
});

test("a secondary source of type CODEPIPELINE is taken from StartBuild's override", async () => {
  const { client } = service;
  const secondary = (type: "CODEPIPELINE" | "GITHUB") => ({
    type,
    sourceIdentifier: "lib",
    ...(type === "GITHUB" && { location: "https://github.com/o/r" }),
  });
  const project = await client.createProject(IMAGE, {
    source: { type: "GITHUB", location: "https://github.com/o/r" },
    secondarySources: [secondary("CODEPIPELINE")],
  });
  await expect(client.startBuild(project)).rejects.toThrow(
    "secondarySourcesOverride must be set when a secondary source has type CODEPIPELINE",
  );
  const { id } = await client.startBuild(project, undefined, { secondarySourcesOverride: [secondary("GITHUB")] });
  expect((await client.finish(id)).buildStatus).toBe("SUCCEEDED");
});
