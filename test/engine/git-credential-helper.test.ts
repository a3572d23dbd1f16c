import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ImportSourceCredentialsCommand, type Build, type ProjectSource } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, it, test } from "vitest";

import { toGitCredentialFiles } from "../../src/engine/git-credentials.ts";
import { describeWithDocker, docker, isPodman } from "../support/docker-engine.ts";
import { debianImage } from "../support/docker-images.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { makeRepository, publish, startGitServer, type GitServer } from "../support/git-server.ts";
import { commands, contextOf, openTestService, untilPrinted, type TestService } from "./test-service.ts";

const TOKEN = "a-token-that-nobody-may-see";
const OTHER_TOKEN = "the-token-of-another-host";
const HELPER = { env: { "git-credential-helper": "yes" } };
/** What git would say without a prompt that nobody answers. */
const NO_PROMPT = "export GIT_TERMINAL_PROMPT=0";

describeWithDocker("git in a build with git-credential-helper: yes", () => {
  const directory = mkdtempSync(join(tmpdir(), "git-credential-helper-"));
  let image: string;
  let server: GitServer;
  let other: GitServer;
  let open: GitServer;
  let service: TestService;

  beforeAll(async () => {
    image = debianImage();
    const host = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
    server = await startGitServer({ password: TOKEN, host });
    other = await startGitServer({ password: OTHER_TOKEN, host });
    open = await startGitServer();
    makeRepository(join(directory, "r"), [["main", { which: "main\n" }]]);
    for (const each of [server, other, open])
      for (const name of ["o/r", "o/private"]) publish(each, name, join(directory, "r"), undefined);
    service = await openTestService({
      environments: "docker",
      env: { PATH: process.env["PATH"] ?? "" },
      flags: ["--data-dir", join(directory, "data"), `--git-rewrite=https://bitbucket.org/=${open.url}/`],
    });
    for (const [serverType, token] of [
      ["GITHUB_ENTERPRISE", TOKEN],
      ["GITLAB_SELF_MANAGED", OTHER_TOKEN],
    ] as const) {
      await service.client.codebuild.send(
        new ImportSourceCredentialsCommand({ serverType, authType: "PERSONAL_ACCESS_TOKEN", token }),
      );
    }
  }, 300_000);
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await open[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(build: readonly string[], more: object, secondarySources: ProjectSource[] = []) {
    const project = await service.client.createProject(image, {
      source: {
        type: "GITHUB_ENTERPRISE",
        location: `${server.url}/o/r`,
        buildspec: JSON.stringify(commands({ build: [NO_PROMPT, ...build] }, more)),
      },
      secondarySources,
    });
    return service.client.startBuild(project);
  }

  async function run(...parameters: Parameters<typeof start>): Promise<{ build: Build; log: string; lines: string[] }> {
    const build = await service.client.finish((await start(...parameters)).id);
    const log = await service.client.logOf(build);
    return { build, log, lines: outputLines(log) };
  }

  it("is let into the source's host with what the source was fetched with, and into no other", async () => {
    const { build, log, lines } = await run(
      [
        `git clone -q ${server.url}/o/private /tmp/private && cat /tmp/private/which`,
        "git ls-remote -q origin main | cut -c 42-",
        `git ls-remote ${other.url}/o/private 2>&1 | cut -d ' ' -f 1-4`,
      ],
      HELPER,
    );
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(lines).toEqual(["main", "refs/heads/main", "fatal: could not read"]);
    expect(log).toContain("Git credential helper enabled");
  });

  it("is let into a secondary source's host as that was fetched", async () => {
    const { build, lines } = await run(
      [`git ls-remote ${other.url}/o/private main | cut -c 42-`, `git ls-remote ${server.url}/o/r main | cut -c 42-`],
      HELPER,
      [{ type: "GITLAB_SELF_MANAGED", location: `${other.url}/o/r`, sourceIdentifier: "second" }],
    );
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(lines).toEqual(["refs/heads/main", "refs/heads/main"]);
  });

  it("is let into nothing without the key", async () => {
    const { build, lines, log } = await run([`git ls-remote ${server.url}/o/r`], {});
    expect(build.buildStatus).toBe("FAILED");
    expect(lines.join()).toContain("could not read Username");
    expect(log).not.toContain("Git credential");
  });

  it("works for a phase's own user too", async () => {
    const { lines } = await run(
      [`su nobody -s /bin/sh -c 'HOME=/tmp git ls-remote ${server.url}/o/private main' | cut -c 42-`],
      HELPER,
    );
    expect(lines).toEqual(["refs/heads/main"]);
  });

  it("shows the token in no log, inspection, process list, environment, file of ours or record", async () => {
    const { id, arn } = await start(
      [
        "cat /codebuild/readonly/git-credential-*.sh | grep password | cut -d ' ' -f 3-",
        "printf 'protocol=http\\nhost=%s\\n' \"$(git remote get-url origin | cut -d / -f 3)\" | git credential fill",
        "printf x-access-token:a-token-that-; sleep 0.2; echo nobody-may-see",
        "printf 'x-access-token:%s' \"$(sh /codebuild/readonly/git-credential-0.sh get | sed -n s/password=//p)\" | base64 -w 0; echo",
        "tr '\\0' '\\n' </proc/1/environ; tr '\\0' ' ' </proc/1/cmdline; env",
        "GIT_TRACE_REDACT=0 GIT_TRACE_CURL=1 git ls-remote origin 2>&1",
        "echo printed",
        "sleep 1",
      ],
      HELPER,
    );
    const build = await untilPrinted(service.client, id, "printed");
    const container = docker("ps", "-q", "--filter", `label=codebuild-local.build=${arn}`);
    const seen = [
      docker("inspect", container),
      // Podman would have the container's own ps tell.
      isPodman
        ? execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
        : docker("top", container, "-eo", "pid,args"),
      await service.client.logOf(await service.client.finish(id)),
      JSON.stringify(await service.client.getBuild(id)),
      ...readdirSync(join(directory, "data"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")),
    ];
    expect(build.arn).toBe(arn);
    for (const text of seen) {
      for (const secret of [TOKEN, Buffer.from(`x-access-token:${TOKEN}`).toString("base64")])
        expect(text.includes(secret)).toBe(false);
    }
    expect(seen[2]).toContain("password=***");
    expect(seen[2]).toContain("x-access-token:***");
    expect(seen[2]).toContain("Authorization: Basic ***");
  });

  it("says of a source that no credential is known for that there is none", async () => {
    const project = await service.client.createProject(image, {
      source: { type: "BITBUCKET", location: "https://bitbucket.org/o/r", buildspec: "version: 0.2\nphases: {}\n" },
    });
    const { id } = await service.client.startBuild(project, commands({ build: ["cat /etc/gitconfig"] }, HELPER));
    const build = await service.client.finish(id);
    const log = await service.client.logOf(build);
    expect(contextOf(build, "BUILD")[0]).toBe("COMMAND_EXECUTION_ERROR");
    expect(log).toContain("BITBUCKET Git credential unavailable.");
  });
});

test("of two credentials for one host the first counts, and quotes in them stay what they are", () => {
  const text = toGitCredentialFiles([
    { origins: ["https://one.example"], username: "ann", password: "it's $(reboot) \"`" },
    { origins: ["https://two.example", "https://one.example"], username: "bob", password: "b" },
  ]);
  expect(text.match(/\[credential "https:\/\/one\.example"\]/g)).toHaveLength(1);
  expect(text.match(/\[credential "https:\/\/two\.example"\]/g)).toHaveLength(1);
  expect(toGitCredentialFiles([])).toBe("");
});
