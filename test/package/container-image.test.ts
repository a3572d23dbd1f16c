import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage, debianImage } from "../support/docker-images.ts";
import { createEndpointClient } from "../support/endpoint-client.ts";
import { buildProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

const BASE = "codebuild-local-test/node:24";
const IMAGE = "codebuild-local-test/endpoint:latest";

/** The classic builder: BuildKit is a plugin that not every machine has. */
function dockerBuild(...args: readonly string[]): void {
  execFileSync("docker", ["build", "--quiet", ...args], {
    env: { ...process.env, DOCKER_BUILDKIT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describeWithDocker("the container image", () => {
  const containers: string[] = [];

  beforeAll(() => {
    buildProduct();
    const context = mkdtempSync(join(tmpdir(), "node-base-"));
    try {
      copyFileSync(process.execPath, join(context, "node"));
      writeFileSync(join(context, "Dockerfile"), `FROM ${debianImage()}\nCOPY node /usr/local/bin/node\n`);
      dockerBuild("--tag", BASE, context);
    } finally {
      rmSync(context, { recursive: true, force: true });
    }
    dockerBuild("--build-arg", `BASE=${BASE}`, "--tag", IMAGE, ".");
  });

  afterAll(() => {
    for (const container of containers) docker("rm", "--force", "--volumes", container);
  });

  function run(...options: readonly string[]): string {
    const id = docker("run", "--detach", "--publish", "127.0.0.1::4566", "--health-interval=1s", ...options, IMAGE);
    containers.push(id);
    return id;
  }

  function urlOf(container: string): string {
    return `http://${docker("port", container, "4566").split("\n")[0] ?? ""}`;
  }

  const health = (container: string): string => docker("inspect", "--format", "{{.State.Health.Status}}", container);

  it("runs a build beside the Docker socket, not as root, and builds reach it", async () => {
    const container = run("--volume", "/var/run/docker.sock:/var/run/docker.sock");
    await waitFor("its health check", () => health(container) === "healthy");
    expect(docker("top", container, "-o", "pid,uid").split("\n").slice(1).join()).toMatch(/^\d+ +1000$/);

    const client = createEndpointClient(urlOf(container));
    await client.s3.send(new CreateBucketCommand({ Bucket: "artifacts" }));
    const project = await client.createProject(busyboxImage(), { artifacts: { type: "S3", location: "artifacts" } });
    const { id } = await client.startBuild(project, {
      version: 0.2,
      phases: { build: { commands: ['wget -q -O health.json "$AWS_ENDPOINT_URL/_codebuild-local/health"'] } },
      artifacts: { files: ["health.json"] },
    });
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    const artifact = await client.s3.send(new GetObjectCommand({ Bucket: "artifacts", Key: `${project}/health.json` }));
    expect(JSON.parse((await artifact.Body?.transformToString()) ?? "")).toMatchObject({ status: "ok" });

    docker("stop", container);
    expect(docker("inspect", "--format", "{{.State.ExitCode}}", container)).toBe("0");
  });

  it("serves without a Docker socket too, and its health says what is missing", async () => {
    const container = run();
    await waitFor("its health check", () => health(container) === "healthy");
    const answer = (await (await fetch(`${urlOf(container)}/_codebuild-local/health`)).json()) as { docker: object };
    expect(answer.docker).toMatchObject({ reachable: false });
  });
});
