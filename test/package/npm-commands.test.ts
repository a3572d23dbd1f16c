import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { waitFor } from "../support/wait-for.ts";

interface Command {
  readonly pid: number;
  said(): string;
  readonly ended: Promise<number | null>;
}

const BUILD_ARN = "arn:aws:codebuild:us-east-1:000000000000:build/";

const running: ChildProcess[] = [];
const folders: string[] = [];

/** Runs `npm ...` as a process group of its own, as a terminal or a test harness does. */
function npm(...args: readonly string[]): Command {
  const child = spawn("npm", args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { pid: child.pid ?? 0, said: () => said, ended };
}

function dataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), "npm-commands-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const { pid, exitCode, signalCode } of running.splice(0)) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("npm start", () => {
  it("serves until SIGTERM, ends with 0, and passes on that a start was refused", async () => {
    const data = dataDirectory();
    const first = npm("start", "--", "--port", "0", "--data-dir", data);
    const url = await waitFor("its address", () => /listening on (\S+)/.exec(first.said())?.[1]);
    expect((await fetch(`${url}/_codebuild-local/health`)).status).toBe(200);

    const second = npm("start", "--", "--port", "0", "--data-dir", data);
    expect(await second.ended).toBe(2);
    expect(second.said()).toContain("is in use by another codebuild-local");

    process.kill(-first.pid, "SIGTERM");
    expect(await first.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it("ends with 0 at Ctrl-C, although the signal comes twice: from the terminal and from npm", async () => {
    const started = npm("start", "--", "--port", "0", "--data-dir", dataDirectory());
    await waitFor("its address", () => /listening on (\S+)/.exec(started.said())?.[1]);
    process.kill(-started.pid, "SIGINT");
    expect(await started.ended, started.said()).toBe(0);
  });
});

describeWithDocker("npm run quickstart", () => {
  it("runs a real build, shows its log and its artifact, and with --exit ends there", async () => {
    busyboxImage();
    const quickstart = npm("run", "quickstart", "--", "--exit", "--port", "0", "--data-dir", dataDirectory());
    expect(await quickstart.ended, quickstart.said()).toBe(0);
    expect(quickstart.said()).toMatch(/^ {2}Building in Linux \w+ as root, build quickstart:[0-9a-f-]{36}$/m);
    expect(quickstart.said()).toContain("Build number 1: SUCCEEDED");
    expect(quickstart.said()).toContain("Its artifact is s3://quickstart-artifacts/quickstart/hello.txt, and reads:");
    expect(quickstart.said()).toContain("Hello from a build that really ran, number 1.");
  });

  it("keeps serving after its build, and Ctrl-C ends it", async () => {
    busyboxImage();
    const quickstart = npm("run", "quickstart", "--", "--port", "0", "--data-dir", dataDirectory());
    const url = await waitFor(
      "what to do next",
      () => /keeps serving at (http:\S+[^.\s])/.exec(quickstart.said())?.[1],
    );
    expect((await fetch(`${url}/_codebuild-local/health`)).status).toBe(200);
    process.kill(-quickstart.pid, "SIGINT");
    expect(await quickstart.ended, quickstart.said()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each(["SIGINT", "SIGKILL"] as const)("leaves no endpoint behind when %s ends it in mid-build", async (signal) => {
    busyboxImage();
    const quickstart = npm("run", "quickstart", "--", "--port", "0", "--data-dir", dataDirectory());
    const url = await waitFor("its address", () => /listens on (http:\S+)/.exec(quickstart.said())?.[1]);
    await waitFor("the build's second word", () => /^ {2}log$/m.test(quickstart.said()));
    process.kill(-quickstart.pid, signal);
    expect(await quickstart.ended, quickstart.said()).not.toBe(0);
    await waitFor("the endpoint's end", () =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    );
    // The build goes on without the endpoint, and nobody will take it up from the folder that is removed now.
    const id = /Started build (\S+);/.exec(quickstart.said())?.[1] ?? "";
    docker("rm", "-f", docker("ps", "-aq", "--filter", `label=codebuild-local.build=${BUILD_ARN}${id}`));
  });
});
