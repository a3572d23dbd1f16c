import { spawnSync } from "node:child_process";

import { describe, expect, it } from "vitest";

/** The script where it may not bring a Docker engine: DOCKER_HOST names one that is not there. */
function setUp(...args: readonly string[]): { status: number | null; said: string } {
  const run = spawnSync("sh", ["scripts/setup", ...args], {
    encoding: "utf8",
    env: { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" },
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe("scripts/setup without a Docker engine", () => {
  it("fails and says in one sentence what is missing and how to get it", () => {
    const { status, said } = setUp();
    expect(status).toBe(1);
    expect(said).toMatch(
      /^setup: No Docker engine answers at unix:\/\/\/nowhere\/docker\.sock: .+; DOCKER_HOST names an engine .+\.$/m,
    );
  });

  it("lets the tests run, and says that some will be skipped", () => {
    const { status, said } = setUp("--for-tests");
    expect(status).toBe(0);
    expect(said).toContain("The tests that need Docker will be skipped.");
  });
});

it("refuses a flag that it does not know", () => {
  expect(setUp("--fortests")).toEqual({ status: 2, said: "usage: sh scripts/setup [--for-tests]\n" });
});
