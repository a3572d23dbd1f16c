import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";

import { ImportSourceCredentialsCommand, StopBuildCommand, type ProjectSource } from "@aws-sdk/client-codebuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { makeRepository, publish, startGitServer, type GitServer } from "../support/git-server.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, IMAGE, openTestService, untilPrinted, type TestService } from "./test-service.ts";

const TOKEN = "a-token-that-nobody-may-see";
const BUILDSPEC = JSON.stringify(commands({ build: ["echo running"] }));

interface Told {
  readonly path: string;
  readonly authorization: string;
  readonly body: Record<string, string>;
}

/** A host of repositories: git, and beside it an API that remembers what it was told. */
interface Host extends AsyncDisposable {
  readonly url: string;
  readonly told: Told[];
  /** Codes to answer with, in turn; then 201. `0` closes the connection. */
  readonly answers: number[];
}

let git: GitServer;
let host: Host;
let work: string;
let commit: string;
let service: TestService;

beforeAll(async () => {
  git = await startGitServer();
  work = mkdtempSync(join(tmpdir(), "commit-statuses-"));
  const ids = makeRepository(join(work, "r"), [["main", { "buildspec.yml": BUILDSPEC }]]);
  commit = ids[0] ?? "";
  publish(git, "o/r", join(work, "r"), undefined);
  publish(git, "group/sub/r", join(work, "r"), undefined);
  publish(git, "other/r", join(work, "r"), undefined);
});
afterAll(async () => {
  await git[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
});
beforeEach(async () => {
  host = await startHost();
  service = await openTestService({
    env: { PATH: process.env["PATH"] ?? "" },
    flags: [
      `--data-dir=${mkdtempSync(join(work, "data-"))}`,
      ...["github.com", "bitbucket.org", "gitlab.com", "git.example.com"].map(
        (name) => `--git-rewrite=https://${name}/=${host.url}/`,
      ),
      `--git-rewrite=https://github.com/on/disk=${join(work, "r")}`,
    ],
  });
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await host[Symbol.asyncDispose]();
});

async function startHost(): Promise<Host> {
  const told: Told[] = [];
  const answers: number[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    if (!/^\/(api|2\.0)\//.test(path)) {
      const onward = forward(git.url + path, { method: request.method, headers: request.headers }, (answered) => {
        response.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(response);
      });
      request.pipe(onward);
      return;
    }
    told.push({
      path,
      authorization: request.headers.authorization ?? "",
      body: (await json(request)) as Record<string, string>,
    });
    const code = answers.shift() ?? 201;
    if (code === 0) request.socket.destroy();
    else response.writeHead(code, { "Content-Type": "application/json" }).end(`{"message":"${TOKEN}"}`);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Type = "GITHUB" | "GITHUB_ENTERPRISE" | "GITLAB" | "BITBUCKET";

async function prepare(type: Type, location: string, more: Partial<ProjectSource> = {}): Promise<string> {
  await service.client.codebuild.send(
    new ImportSourceCredentialsCommand({ serverType: type, authType: "PERSONAL_ACCESS_TOKEN", token: TOKEN }),
  );
  return service.client.createProject(IMAGE, {
    name: "told",
    source: { type, location, reportBuildStatus: true, ...more },
  });
}

async function run(project: string, buildspec?: object): Promise<{ status: string | undefined; log: string }> {
  const build = await service.client.finish((await service.client.startBuild(project, buildspec)).id);
  await service.service.engine.idle();
  return { status: build.buildStatus, log: await service.client.logOf(build) };
}

test.each<[Type, string, string, (state: string) => Record<string, string>, [string, string, string]]>([
  [
    "GITHUB",
    "https://github.com/o/r.git",
    "/api/v3/repos/o/r/statuses/COMMIT",
    (state) => ({ state, context: "AWS CodeBuild us-east-1 (told)" }),
    ["pending", "success", "failure"],
  ],
  [
    "GITHUB_ENTERPRISE",
    "https://git.example.com/o/r.git",
    "/api/v3/repos/o/r/statuses/COMMIT",
    (state) => ({ state, context: "AWS CodeBuild us-east-1 (told)" }),
    ["pending", "success", "failure"],
  ],
  [
    "GITLAB",
    "https://gitlab.com/group/sub/r.git",
    "/api/v4/projects/group%2Fsub%2Fr/statuses/COMMIT",
    (state) => ({ state, name: "AWS CodeBuild us-east-1 (told)" }),
    ["running", "success", "failed"],
  ],
  [
    "BITBUCKET",
    "https://bitbucket.org/o/r.git",
    "/2.0/repositories/o/r/commit/COMMIT/statuses/build",
    (state) => ({ state, name: "AWS CodeBuild us-east-1 (told)" }),
    ["INPROGRESS", "SUCCESSFUL", "FAILED"],
  ],
])("the host of a %s source is told of a build's start and end", async (type, location, path, body, states) => {
  const [running, succeeded, failed] = states;
  const project = await prepare(type, location);
  expect(await run(project)).toMatchObject({ status: "SUCCEEDED" });
  expect(host.told).toMatchObject(
    [running, succeeded].map((state) => ({
      path: path.replace("COMMIT", commit),
      authorization: `Bearer ${TOKEN}`,
      body: {
        ...body(state),
        description: expect.stringMatching(/^Build (started|succeeded) for project told$/) as string,
      },
    })),
  );
  host.told.length = 0;
  expect(await run(project, commands({ build: ["false"] }))).toMatchObject({ status: "FAILED" });
  expect(host.told.map((each) => each.body["state"])).toEqual([running, failed]);
  expect(service.complaints).toEqual([]);
});

test("context and target may hold CodeBuild's own variables", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r", {
    buildStatusConfig: {
      context: "nightly $CODEBUILD_BUILD_NUMBER of $HOME",
      targetUrl: "https://ci.example.com/${CODEBUILD_BUILD_ID}?commit=$CODEBUILD_RESOLVED_SOURCE_VERSION",
    },
  });
  await run(project);
  expect(host.told).toHaveLength(2);
  for (const { body } of host.told) {
    expect(body["context"]).toBe("nightly 1 of $HOME");
    expect(body["target_url"]).toMatch(
      new RegExp(`^https://ci\\.example\\.com/told:[0-9a-f-]{36}\\?commit=${commit}$`),
    );
  }
});

test("nobody is told where the project does not ask for it", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r", { reportBuildStatus: false });
  expect(await run(project)).toMatchObject({ status: "SUCCEEDED" });
  expect(host.told).toEqual([]);
});

test("each source that asks for it has the status of its own commit", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  const build = await service.client.startBuild(project, undefined, {
    secondarySourcesOverride: [
      {
        type: "GITHUB",
        location: "https://github.com/other/r",
        sourceIdentifier: "other",
        reportBuildStatus: true,
        buildStatusConfig: { context: "other" },
      },
    ],
  });
  await service.client.finish(build.id);
  await service.service.engine.idle();
  expect(
    host.told.map(({ path, body }) => [path.split("/").slice(-4, -2).join("/"), body["context"], body["state"]]),
  ).toEqual(
    ["pending", "success"].flatMap((state) => [
      ["o/r", "AWS CodeBuild us-east-1 (told)", state],
      ["other/r", "other", state],
    ]),
  );
});

test("Gitea's API is found, which lies elsewhere than GitHub Enterprise's", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  host.answers.push(404, 201, 404, 201);
  await run(project);
  expect(host.told.map(({ path, body }) => [path.slice(0, 7), body["state"]])).toEqual([
    ["/api/v3", "pending"],
    ["/api/v1", "pending"],
    ["/api/v3", "success"],
    ["/api/v1", "success"],
  ]);
  expect(service.complaints).toEqual([]);
});

test("a host that refuses holds no build back, and is named without the token", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  host.answers.push(403, 403);
  const { status, log } = await run(project);
  expect(status).toBe("SUCCEEDED");
  const where = new URL(host.url).host;
  expect(log).toContain(
    `WARNING: The build status could not be reported to the source provider: ${where} answered 403\n`,
  );
  expect(log).not.toContain(TOKEN);
  expect(service.complaints).toMatchObject([
    { level: "warn", message: "a build's status could not be reported to its source provider" },
  ]);
  expect(host.told).toHaveLength(2);
});

test("the end is told again to a host that was away", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  host.answers.push(201, 0, 503);
  await run(project);
  expect(host.told.map(({ body }) => body["state"])).toEqual(["pending", "success", "success", "success"]);
  expect(service.complaints).toEqual([]);
});

test("a repository on this machine's disk has no host: the log says so, and the host of its name is not asked", async () => {
  const project = await prepare("GITHUB", "https://github.com/on/disk");
  const { status, log } = await run(project);
  expect(status).toBe("SUCCEEDED");
  expect(log).toContain("could not be reported to the source provider: its repository is a path of this machine");
  expect(host.told).toEqual([]);
});

test("a stopped build's host is told that it came to no result", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  const { id } = await service.client.startBuild(project, commands({ build: ["echo waiting", "sleep 60"] }));
  await untilPrinted(service.client, id, "waiting");
  await service.client.codebuild.send(new StopBuildCommand({ id }));
  await waitFor("the host to be told", () => host.told.length === 2 || undefined);
  expect(host.told.map(({ body }) => body["state"])).toEqual(["pending", "error"]);
});

test("an endpoint that ends before its host took the end of a build tells it at its next start", async () => {
  const project = await prepare("GITHUB", "https://github.com/o/r");
  host.answers.push(201, ...Array<number>(2).fill(503));
  const { id } = await service.client.startBuild(project);
  await service.client.finish(id);
  expect(service.service.engine.queue.running).toBe(0);
  await waitFor("a try at the end", () => host.told.length === 2 || undefined);
  host.answers.length = 0;
  service = await service.restart();
  await waitFor("the end to be told", () => host.told.length === 3 || undefined);
  expect(host.told.at(-1)?.body["state"]).toBe("success");
});
