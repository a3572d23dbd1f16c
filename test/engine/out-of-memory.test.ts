import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker, itButPodman } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { commands, contextOf, openTestService, untilPrinted, type TestService } from "./test-service.ts";

let service: TestService;
let image: string;

function containersOf(build: Build): string[] {
  return docker("ps", "-aq", "--filter", `label=codebuild-local.build=${build.arn ?? ""}`)
    .split("\n")
    .filter(Boolean);
}

/** Runs a build of which `greedy` is a command, its container with 48 MB: a compute type's 4 GB would take long to fill. */
async function run(greedy: string): Promise<{ build: Build; log: string }> {
  const { client } = service;
  const { id } = await client.startBuild(
    await client.createProject(image),
    commands({
      pre_build: ["echo before", "until [ -e /tmp/go ]; do sleep 0.05; done"],
      build: ["echo one", greedy, "echo never"],
      post_build: ["echo after $CODEBUILD_BUILD_SUCCEEDING"],
    }),
  );
  const [container = ""] = containersOf(await untilPrinted(client, id, "before"));
  docker("update", "--memory", "48m", "--memory-swap", "48m", container);
  docker("exec", container, "touch", "/tmp/go");
  const build = await client.finish(id);
  return { build, log: await client.logOf(build) };
}

describeWithDocker("a build whose memory runs out", () => {
  beforeAll(async () => {
    image = busyboxImage(ALPINE);
    service = await openTestService({ environments: "docker" });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it.each([
    ["a program", "tail /dev/zero"],
    ["the build's shell itself", "x=$(head -c 200000000 /dev/zero | tr '\\0' x)"],
  ])("by %s loses that command, as any that is killed, and goes on with its next phase", async (_who, command) => {
    const { build, log } = await run(command);
    expect(outputLines(log).filter((line) => line !== "Killed")).toEqual(["before", "one", "after 0"]);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).toMatchObject({ BUILD: "FAILED", POST_BUILD: "SUCCEEDED", FINALIZING: "SUCCEEDED" });
    expect(contextOf(build, "BUILD")).toEqual([
      "COMMAND_EXECUTION_ERROR",
      `Error while executing command: ${command}. Reason: exit status 137`,
    ]);
    expect(containersOf(build)).toEqual([]);
  });

  itButPodman(
    "whose main process is killed for it fails in that phase, in AWS's words, with all of its log",
    "Podman 4.3 does not say that memory ran out",
    async () => {
      // The memory is a file's, so that no process has much of it, and the kernel chooses as it is told.
      const { build, log } = await run("echo 1000 >/proc/1/oom_score_adj; head -c 60000000 /dev/zero >/dev/shm/file");
      expect(outputLines(log).filter((line) => line !== "Killed")).toEqual(["before", "one"]);
      expect(build.buildStatus).toBe("FAILED");
      const statuses = phaseStatuses(build);
      expect(statuses).toMatchObject({ BUILD: "FAILED", FINALIZING: "SUCCEEDED" });
      expect(statuses).not.toHaveProperty("POST_BUILD");
      const [code, message] = contextOf(build, "BUILD");
      expect(code).toBe("CLIENT_ERROR");
      expect(message).toMatch(
        /^Build container found dead before completing the build\. build container died because it was out of memory, or the Docker image is not supported\. ErrorCode: 500 \(out of memory, in phase BUILD\)$/,
      );
      expect(log).toContain("Phase complete: BUILD State: FAILED\n");
      expect(containersOf(build)).toEqual([]);
    },
  );
});
