import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StopBuildCommand } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { commitImage, debianWithDockerImage } from "../support/docker-images.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { openPrivilegedEngine, type PrivilegedEngine } from "../support/privileged-containers.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, contextOf, openTestService, untilPrinted, type TestService } from "./test-service.ts";

const PRIVILEGED = { privilegedModeOverride: true };

const containersOf = (arn: string): string => docker("ps", "-aq", "--filter", `label=codebuild-local.build=${arn}`);

/** The volumes of the build's container, once it is there. */
function volumesOf(arn: string): Promise<string[]> {
  return waitFor("the build's container", () => {
    const format = "{{range .Mounts}}{{.Name}} {{end}}";
    return docker("inspect", "--format", format, containersOf(arn)).split(" ").filter(Boolean);
  });
}

function isGone(arn: string, volumes: readonly string[]): boolean {
  const left = docker("volume", "ls", "--quiet").split("\n");
  return containersOf(arn) === "" && !volumes.some((volume) => left.includes(volume));
}

describeWithDocker("A privileged build", () => {
  let directory: string;
  let service: TestService;
  let image: string;
  let engine: PrivilegedEngine;
  const made: string[] = [];
  beforeAll(async () => {
    image = debianWithDockerImage();
    engine = await openPrivilegedEngine();
    directory = mkdtempSync(join(tmpdir(), "docker-in-docker-"));
    service = await openTestService({
      environments: "docker",
      flags: ["--data-dir", directory, ...(engine.host === undefined ? [] : ["--docker-host", engine.host])],
    });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
    for (const tag of made) docker("rmi", tag);
  });

  /** An image of the test's own: the same with another ENTRYPOINT. */
  function withEntrypoint(name: string, entrypoint: readonly string[]): string {
    const tag = `codebuild-local-test/${name}:${randomBytes(4).toString("hex")}`;
    const container = docker("create", image, "true");
    commitImage(container, tag, [`ENTRYPOINT ${JSON.stringify(entrypoint)}`]);
    docker("rm", container);
    made.push(tag);
    return tag;
  }

  it("finds the engine of its image's entrypoint running, and builds and runs an image with it", async () => {
    const { client } = service;
    const { id, arn } = await client.startBuild(
      await client.createProject(image),
      commands({
        install: ["docker version --format '{{.Server.Os}}'", "tr '\\000' ' ' </proc/1/cmdline; echo"],
        build: [
          "cp /bin/busybox .",
          String.raw`printf 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "/bin"]\nRUN echo layer >/made\n' >Dockerfile`,
          "docker build --quiet --tag inner . >id",
          "docker run --rm inner cat /made",
          "docker run --rm --network host inner sh -c 'echo inside $(hostname) >&2; exit 7' || echo status $?",
        ],
      }),
      PRIVILEGED,
    );
    const volumes = await volumesOf(arn);
    expect(volumes).toHaveLength(1);
    const build = await client.finish(id);
    const log = await client.logOf(build);
    expect(build.buildStatus, log).toBe("SUCCEEDED");
    const lines = outputLines(log);
    expect(lines).toContain("linux");
    expect(lines.filter((line) => line.startsWith("/bin/sh /codebuild/output/tmp/"))).toHaveLength(1);
    expect(lines).toContain("layer");
    expect(lines.some((line) => line.startsWith("inside "))).toBe(true);
    expect(lines.at(-1)).toBe("status 7");
    expect(isGone(arn, volumes)).toBe(true);
  });

  it("fails when the entrypoint can't start its engine, with what that said", async () => {
    const broken = withEntrypoint("cannot-start", [
      "sh",
      "-c",
      "echo no engine for you >&2; exit 3",
      "/x/dockerd-entrypoint.sh",
    ]);
    const build = await service.client.run(broken, commands({ build: ["echo never"] }), PRIVILEGED);
    expect(build.buildStatus).toBe("FAILED");
    const [code, message] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(
      /^Build container found dead before completing the build\..*\(exit code 3, in phase DOWNLOAD_SOURCE\)$/,
    );
    const log = outputLines(await service.client.logOf(build));
    expect(log).toEqual(["no engine for you"]);
  });

  it("starts the engine itself where its image has another entrypoint, which is left out", async () => {
    const custom = withEntrypoint("custom", ["/bin/false"]);
    const build = await service.client.run(
      custom,
      commands({
        install: [
          "nohup dockerd --host=unix:///var/run/docker.sock >/dev/null 2>&1 &",
          'timeout 15 sh -c "until docker info >/dev/null 2>&1; do sleep 0.1; done"',
        ],
        build: ["docker info --format '{{.ServerVersion}}'"],
      }),
      PRIVILEGED,
    );
    const log = await service.client.logOf(build);
    expect(build.buildStatus, log).toBe("SUCCEEDED");
    expect(outputLines(log).at(-1)).toMatch(/^\d+\.\d+/);
  });

  it("that is not privileged has no engine, in Docker's words", async () => {
    const build = await service.client.run(image, commands({ build: ["docker ps 2>&1"] }));
    expect(contextOf(build, "BUILD")[1]).toContain("exit status 1");
    expect(await service.client.logOf(build)).toContain("Cannot connect to the Docker daemon");
  });

  it("keeps its engine when the endpoint is restarted, and leaves nothing behind when it is stopped", async () => {
    const { id, arn } = await service.client.startBuild(
      await service.client.createProject(image),
      commands({
        build: ["echo up", "until test -e /go; do sleep 0.1; done; docker info >/dev/null && echo still", "sleep 300"],
      }),
      PRIVILEGED,
    );
    await untilPrinted(service.client, id, "up");
    service = await service.restart();
    const volumes = await volumesOf(arn);
    docker("exec", containersOf(arn), "touch", "/go");
    await untilPrinted(service.client, id, "still");
    await service.client.codebuild.send(new StopBuildCommand({ id }));
    expect((await service.client.finish(id)).buildStatus).toBe("STOPPED");
    await waitFor("the end of the container and its volume", () => isGone(arn, volumes));
  });
});
