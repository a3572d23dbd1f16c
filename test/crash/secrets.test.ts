import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, outputLines } from "../support/endpoint-client.ts";
import { startProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describeWithDocker("a build with secrets whose endpoint is killed", () => {
  it("keeps the secrets out of the log, the data directory and docker inspect, before and after", async () => {
    const data = mkdtempSync(join(tmpdir(), "crash-"));
    const files = (): string[] =>
      readdirSync(data, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "lock")
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => readFileSync(path).includes("sealed-value"));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => {
      rmSync(data, { recursive: true, force: true });
    });
    const first = stack.use(await startProduct({ args: ["--data-dir", data] }));
    const put = async (url: string, Value: string): Promise<void> => {
      const ssm = new SSMClient({
        endpoint: url,
        region: "us-east-1",
        credentials: { accessKeyId: "000000000000", secretAccessKey: "test" },
      });
      await ssm.send(new PutParameterCommand({ Name: "/s", Value, Type: "SecureString", Overwrite: true }));
      ssm.destroy();
    };
    await put(first.url, "sealed-value-1");
    const before = createEndpointClient(first.url);
    const project = await before.createProject(busyboxImage(ALPINE));
    const { id, arn } = await before.startBuild(project, {
      version: 0.2,
      env: { "parameter-store": { SECRET: "/s" } },
      phases: {
        build: {
          commands: ["echo first $SECRET", "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo $i $SECRET; sleep 0.1; done"],
        },
      },
    });
    await waitFor("some lines", async () => (await before.logOf(await before.getBuild(id))).includes("5 ***\n"));
    const container = docker("ps", "-aq", "--filter", `label=codebuild-local.build=${arn}`);
    expect(container).not.toBe("");
    expect(docker("inspect", container)).not.toContain("sealed-value");
    await put(first.url, "another-value");
    await first.kill9();
    expect(files()).toEqual([]);

    const second = stack.use(await startProduct({ args: ["--data-dir", data] }));
    const after = createEndpointClient(second.url);
    const build = await after.finish(id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(outputLines(await after.logOf(build))).toEqual([
      "first ***",
      ...Array.from({ length: 40 }, (_, index) => `${index + 1} ***`),
    ]);
    expect(files()).toEqual([]);
    expect(first.log() + second.log()).not.toContain("sealed-value");
  }, 90_000);
});
