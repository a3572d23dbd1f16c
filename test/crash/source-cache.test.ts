import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient } from "../support/endpoint-client.ts";
import { git, makeRepository, publish, startGitServer, writeFiles } from "../support/git-server.ts";
import { startProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

const SIZE = 8_000_000;

describeWithDocker("a source cache over a kill -9", () => {
  it("is the old one or the new one, and the build that was broken off is done", async () => {
    const directory = mkdtempSync(join(tmpdir(), "source-cache-kill-"));
    const [working, data] = [join(directory, "r"), join(directory, "data")];
    await using server = await startGitServer();
    const noise = (): string => randomBytes(SIZE / 2).toString("hex");
    makeRepository(working, [["main", { noise: noise() }]]);
    publish(server, "o/r", working, undefined);
    const push = (): string => {
      writeFiles(working, { more: noise() });
      git(working, "add", "--all");
      git(working, "commit", "--quiet", "--message", "more");
      git(working, "push", "--quiet", join(server.root, "o/r.git"), "main");
      return git(working, "rev-parse", "HEAD");
    };
    const start = () =>
      startProduct({
        args: ["--data-dir", data, "--port", "0", `--git-rewrite=https://github.com/=${server.url}/`],
      });
    let product = await start();
    let client = createEndpointClient(product.url);
    const project = await client.createProject(busyboxImage(ALPINE), {
      source: {
        type: "GITHUB",
        location: "https://github.com/o/r",
        buildspec: JSON.stringify({ version: 0.2, phases: { build: { commands: ["test -s noise"] } } }),
      },
      cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] },
    });
    const finish = async (id: string) => {
      const build = await client.finish(id);
      expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
      return build.resolvedSourceVersion;
    };
    await finish((await client.startBuild(project)).id);
    for (const part of [0.1, 0.9]) {
      const commit = push();
      const before = server.sent;
      const { id } = await client.startBuild(project);
      await waitFor("a part of the difference", () =>
        Promise.resolve(server.sent > before + (part * SIZE) / 2 || undefined),
      );
      await product.kill9();
      product = await start();
      client = createEndpointClient(product.url);
      expect(await finish(id)).toBe(commit);
    }
    const before = server.sent;
    await finish((await client.startBuild(project)).id);
    expect(server.sent - before).toBeLessThan(10_000);
    expect(readdirSync(join(data, "git"))).toHaveLength(1);
    // A git that outlived its endpoint may have put something there after the start; by the next one it is gone.
    await product.kill9();
    product = await start();
    await product.kill9();
    // The git of a process that was killed lives on for a moment, and may make its directory anew: the next start removes it.
    product = await start();
    expect(readdirSync(join(data, "tmp"))).toEqual([]);
    await product.kill9();
    rmSync(directory, { recursive: true });
  });
});
