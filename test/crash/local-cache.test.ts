import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DeleteProjectCommand } from "@aws-sdk/client-codebuild";
import { expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, outputLines } from "../support/endpoint-client.ts";
import { startProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describeWithDocker("a local cache over a kill -9", () => {
  it("is what the adopted build leaves; nothing is left of one that was killed before", async () => {
    const directory = mkdtempSync(join(tmpdir(), "local-cache-kill-"));
    const image = busyboxImage(ALPINE);
    const start = () => startProduct({ args: ["--data-dir", directory, "--port", "0"] });
    const volumes = (): string[] =>
      docker(
        "volume",
        "ls",
        "-q",
        "--filter",
        `label=codebuild-local.instance=${readFileSync(join(directory, "instance"), "utf8")}`,
      )
        .split("\n")
        .filter((name) => name !== "" && !name.endsWith("-work"));
    const spec = (text: string, seconds: number) => ({
      version: 0.2,
      phases: {
        build: {
          commands: [
            "cat /root/.m2/stamp 2>/dev/null || echo cold",
            `sleep ${seconds}`,
            `echo ${text} >/root/.m2/stamp`,
          ],
        },
      },
      cache: { paths: ["/root/.m2/**/*"] },
    });
    let product = await start();
    let client = createEndpointClient(product.url);
    const project = await client.createProject(image, { cache: { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] } });
    const { id } = await client.startBuild(project, spec("one", 1.5));
    await waitFor("the BUILD phase", async () => {
      const { currentPhase } = await client.getBuild(id);
      return currentPhase === "BUILD" ? true : undefined;
    });
    await product.kill9();
    product = await start();
    client = createEndpointClient(product.url);
    expect((await client.finish(id)).buildStatus).toBe("SUCCEEDED");
    const second = await client.startBuild(project, spec("two", 0));
    expect(outputLines(await client.logOf(await client.finish(second.id)))).toEqual(["one"]);

    // A volume that a process left which was killed before it could say of it that it is somebody's.
    const instance = readFileSync(join(directory, "instance"), "utf8");
    docker(
      "volume",
      "create",
      "--label",
      `codebuild-local.instance=${instance}`,
      `codebuild-local-cache-left-${project}`,
    );
    await product.kill9();
    product = await start();
    client = createEndpointClient(product.url);
    await waitFor("the removal of what was left", () =>
      Promise.resolve(volumes().some((name) => name.includes("left")) ? undefined : true),
    );
    expect(volumes()).toHaveLength(2);
    const third = await client.startBuild(project, spec("three", 0));
    expect(outputLines(await client.logOf(await client.finish(third.id)))).toEqual(["two"]);
    await client.codebuild.send(new DeleteProjectCommand({ name: project }));
    await waitFor("the removal of the project's cache", () => Promise.resolve(volumes().length > 0 ? undefined : true));
    await product.kill9();
    rmSync(directory, { recursive: true });
  });
});
