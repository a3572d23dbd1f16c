import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, outputLines } from "../support/endpoint-client.ts";
import { startProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describeWithDocker("a paused build whose endpoint is killed", () => {
  it("is resumed while no endpoint runs, and told whole by the next", async () => {
    const data = mkdtempSync(join(tmpdir(), "crash-"));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => {
      rmSync(data, { recursive: true, force: true });
    });
    const first = stack.use(await startProduct({ args: ["--data-dir", data] }));
    const before = createEndpointClient(first.url);
    const { id } = await before.startBuild(
      await before.createProject(busyboxImage(ALPINE)),
      { version: 0.2, phases: { build: { commands: ["echo one", "codebuild-breakpoint", "echo two; exit 3"] } } },
      { debugSessionEnabled: true },
    );
    const container = `codebuild-local-${id.split(":")[1] ?? ""}`;
    await waitFor("the pause", async () => {
      const build = await before.getBuild(id);
      if (build.logs?.streamName === undefined) return undefined;
      return (await before.logOf(build)).includes(`docker exec -it ${container} /bin/sh`) &&
        (await before.logOf(build)).includes("codebuild-breakpoint: the build is paused")
        ? true
        : undefined;
    });
    await first.kill9();
    expect(docker("exec", container, "codebuild-resume")).toBe("codebuild-resume: the build goes on.");
    const second = stack.use(await startProduct({ args: ["--data-dir", data] }));
    const client = createEndpointClient(second.url);
    const ended = await client.finish(id);
    const lines = outputLines(await client.logOf(ended));
    expect([lines[0], ...lines.slice(-2)]).toEqual(["one", "codebuild-breakpoint: the build goes on.", "two"]);
    expect(lines.filter((line) => line.includes("is paused"))).toHaveLength(1);
    expect(ended.phases?.find(({ phaseType }) => phaseType === "BUILD")?.contexts?.[0]?.message).toBe(
      "Error while executing command: echo two; exit 3. Reason: exit status 3",
    );
    expect(ended.debugSession?.sessionEnabled).toBe(true);
  });
});
