import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StopBuildCommand, type Build } from "@aws-sdk/client-codebuild";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { describeWithDocker, docker, isPodman } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { openDockerFront, type DockerFront } from "./docker-front.ts";
import { startScriptedServer } from "./scripted-server.ts";
import {
  commands,
  contextOf,
  createBucket,
  openTestService,
  putObject,
  readObject,
  untilPrinted,
  type TestService,
  type TestServiceOptions,
} from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

const TRUE = commands({ build: ["true"] });
const COUNTED = 40;
/** Prints numbered lines for about so many milliseconds. */
const counting = (name: string, milliseconds: number): string =>
  `i=0; while [ $i -lt ${COUNTED} ]; do i=$((i+1)); echo ${name}-$i; sleep ${milliseconds / COUNTED / 1000}; done`;
const counted = (...names: string[]): string[] =>
  names.flatMap((name) => Array.from({ length: COUNTED }, (_, index) => `${name}-${index + 1}`));

let directory: string;
let front: DockerFront;
let service: TestService;
let image: string;

function containersOf(build: Pick<Build, "arn">): string[] {
  return docker("ps", "-aq", "--filter", `label=codebuild-local.build=${build.arn ?? ""}`)
    .split("\n")
    .filter(Boolean);
}

describeWithDocker("the Docker engine", () => {
  beforeAll(() => {
    image = busyboxImage(ALPINE);
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "docker-engine-"));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await front.mend();
    await service[Symbol.asyncDispose]();
    await front[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
  });

  async function open(options: { readonly closed?: boolean } & TestServiceOptions = {}): Promise<TestService> {
    front = await openDockerFront(join(directory, "docker.sock"), options);
    service = await openTestService({
      environments: "docker",
      ...options,
      flags: ["--docker-host", front.host, ...(options.flags ?? [])],
    });
    return service;
  }

  async function startCounting(
    more: Parameters<TestService["client"]["createProject"]>[1] = {},
    list = [counting("one", 1_500), counting("two", 500)],
  ) {
    const { client } = service;
    const project = await client.createProject(image, more);
    return client.startBuild(
      project,
      commands({ build: list, post_build: ["echo >result made"] }, { artifacts: { files: ["result"] } }),
    );
  }

  it("that is away fails a build and says so, the API stays up, and the next build works once it is there", async () => {
    const { client, url } = await open({ closed: true });
    const build = await client.run(image, TRUE);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).toEqual({
      SUBMITTED: "SUCCEEDED",
      QUEUED: "SUCCEEDED",
      PROVISIONING: "FAILED",
      COMPLETED: undefined,
    });
    const [code, message] = contextOf(build, "PROVISIONING");
    expect(code).toBe("BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE");
    expect(message).toContain(`Cannot connect to the Docker daemon at ${front.host}. Is the docker daemon running?`);
    const health = (await (await fetch(`${url}/_codebuild-local/health`)).json()) as {
      docker: { reachable: boolean; reason?: string };
    };
    expect(health.docker).toMatchObject({ reachable: false, reason: expect.stringContaining(front.host) as string });
    await front.mend();
    expect((await client.run(image, TRUE)).buildStatus).toBe("SUCCEEDED");
  });

  it("goes away in mid-build and comes back: the build goes on to its true end, with its whole log", async () => {
    const { client } = await open();
    const bucket = await createBucket(client, "artifacts");
    const { id } = await startCounting({ artifacts: { type: "S3", location: bucket, name: "out" } });
    await untilPrinted(client, id, "one-5");
    for (let times = 0; times < 3; times += 1) {
      await front.cut();
      await new Promise((resolve) => setTimeout(resolve, 250)); // how long it is away
      await front.mend();
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(outputLines(await client.logOf(build))).toEqual(counted("one", "two"));
    expect(await readObject(client, bucket, "out/result")).toBe("made\n");
    expect(containersOf(build)).toEqual([]);
    expect((await client.run(image, TRUE)).buildStatus).toBe("SUCCEEDED");
  });

  it("goes away while the build ends: its true end is found when the engine is back", async () => {
    const { client } = await open();
    const bucket = await createBucket(client, "artifacts");
    const { id, arn } = await startCounting({ artifacts: { type: "S3", location: bucket, name: "out" } }, [
      counting("one", 400),
      "exit 3",
    ]);
    await untilPrinted(client, id, "one-5");
    await front.cut();
    await waitFor(
      "the end of the container",
      () => docker("inspect", "--format", "{{.State.Running}}", ...containersOf({ arn })) === "false",
    );
    expect((await client.getBuild(id)).buildStatus).toBe("IN_PROGRESS");
    await front.mend();
    const build = await client.finish(id);
    expect(phaseStatuses(build)).toMatchObject({
      BUILD: "FAILED",
      POST_BUILD: "SUCCEEDED",
      UPLOAD_ARTIFACTS: "SUCCEEDED",
    });
    expect(contextOf(build, "BUILD")[1]).toBe("Error while executing command: exit 3. Reason: exit status 3");
    expect(outputLines(await client.logOf(build))).toEqual(counted("one"));
    expect(containersOf(build)).toEqual([]);
  });

  it("goes away while an image is pulled: the build fails and says so, and the next one works", async () => {
    await using registry = await startScriptedServer();
    const { client } = await open();
    const project = await client.createProject(`${new URL(registry.url).host}/no-answer/image:1`);
    const { id } = await client.startBuild(project, TRUE);
    await waitFor("the pull", () => registry.requests.length > 0);
    await front.cut();
    const build = await client.finish(id);
    expect(phaseStatuses(build)).toMatchObject({ PROVISIONING: "FAILED", COMPLETED: undefined });
    const [code, message] = contextOf(build, "PROVISIONING");
    expect(code).toBe("BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE");
    expect(message).toContain(`Cannot connect to the Docker daemon at ${front.host}. Is the docker daemon running?`);
    await front.mend();
    expect((await client.run(image, TRUE)).buildStatus).toBe("SUCCEEDED");
  });

  it("goes away while the source is fetched: the build is prepared anew, and nothing in its log is doubled", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "000000000000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    const zip = await zipOf({
      "buildspec.yml": "version: 0.2\nphases:\n  build:\n    commands: [cat file]\n",
      file: "from the source\n",
    });
    const release = Promise.withResolvers<void>();
    await using s3 = await startScriptedServer((_request, response) => {
      void release.promise.then(() => response.writeHead(200, { "content-length": zip.length }).end(zip));
    });
    const { client } = await open({ flags: ["--s3-endpoint", s3.url] });
    const project = await client.createProject(image, { source: { type: "S3", location: "bucket/source.zip" } });
    const { id } = await client.startBuild(project);
    await waitFor("the fetching of the source", () => s3.requests.length > 0);
    await front.cut();
    release.resolve();
    await waitFor("a complaint", () =>
      service.complaints.some(({ message }) => message === "waiting for the container engine"),
    );
    await front.mend();
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    const log = await client.logOf(build);
    expect(outputLines(log)).toEqual(["from the source"]);
    const own = log.split("\n").flatMap((line) => /^\[Container\] \S+ \S+ (?!Phase context)(.*)/.exec(line)?.[1] ?? []);
    expect(own.filter((line, index) => own.indexOf(line) !== index)).toEqual([]);
    expect(containersOf(build)).toEqual([]);
  });

  it("is away when a build is stopped or runs out of time: its container goes when the engine is back", async () => {
    const { client } = await open({ minute: 800 });
    const project = await client.createProject(image);
    const sleeping = commands({ build: ["echo here", "sleep 600"] });
    const stopped = await client.startBuild(project, sleeping);
    const late = await client.startBuild(project, sleeping, { timeoutInMinutesOverride: 5 });
    await untilPrinted(client, stopped.id, "here");
    await untilPrinted(client, late.id, "here");
    await front.cut();
    const { build } = await client.codebuild.send(new StopBuildCommand({ id: stopped.id }));
    expect(build?.buildStatus).toBe("STOPPED");
    await waitFor("the time-out", () =>
      service.complaints.some(({ message }) => message.startsWith("a container could not be killed")),
    );
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // both are over by then
    expect(containersOf(stopped)).toHaveLength(1);
    expect(containersOf(late)).toHaveLength(1);
    await front.mend();
    expect(await client.finish(late.id)).toMatchObject({ buildStatus: "TIMED_OUT" });
    await waitFor("the containers' end", () => containersOf(stopped).length + containersOf(late).length === 0, 15_000);
  });

  it("is away when a container is to be removed: the build ends, and the container goes later", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "000000000000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    // The artifact's upload ends after the engine went away, so what is left to do is the removal.
    const release = Promise.withResolvers<void>();
    await using s3 = await startScriptedServer((request, response) => {
      request.resume();
      void release.promise.then(() => response.writeHead(200, { etag: '"0"' }).end());
    });
    const { client } = await open({ flags: ["--s3-endpoint", s3.url] });
    const environmentVariables = [{ name: "MINE", value: "secret-of-the-project" }];
    const { id } = await startCounting(
      {
        artifacts: { type: "S3", location: "bucket" },
        environment: {
          type: "LINUX_CONTAINER",
          image,
          computeType: "BUILD_GENERAL1_SMALL",
          environmentVariables,
        },
      },
      ['[ "$MINE" = secret-of-the-project ]'],
    );
    await waitFor("the upload", () => s3.requests.length > 0);
    await front.cut();
    release.resolve();
    const build = await client.finish(id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    const left = containersOf(build);
    expect(left).toHaveLength(1);
    expect(docker("inspect", ...left)).not.toContain("secret-of");
    await front.mend();
    await waitFor("the container's end", () => containersOf(build).length === 0, 15_000);
  });

  it("loses a container that somebody removes: the build is FAULT, and the next one works", async () => {
    const { client } = await open();
    const { id, arn } = await startCounting();
    await untilPrinted(client, id, "one-1");
    docker("rm", "-f", ...containersOf({ arn }));
    const build = await client.finish(id);
    expect(build.buildStatus).toBe("FAULT");
    expect(phaseStatuses(build)).toMatchObject({ BUILD: "FAULT", FINALIZING: "SUCCEEDED" });
    expect(contextOf(build, "BUILD")).toEqual([
      "INTERNAL_SERVICE_ERROR",
      "The build's container is gone: something other than this endpoint removed it",
    ]);
    expect((await client.run(image, TRUE)).buildStatus).toBe("SUCCEEDED");
  });

  it("kills a container, or somebody does: the build has FAILED in AWS's words", async () => {
    const { client } = await open();
    const { id, arn } = await startCounting();
    await untilPrinted(client, id, "one-1");
    docker("kill", ...containersOf({ arn }));
    const build = await client.finish(id);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).toMatchObject({ BUILD: "FAILED", FINALIZING: "SUCCEEDED" });
    expect(phaseStatuses(build)).not.toHaveProperty("POST_BUILD");
    expect(contextOf(build, "BUILD")[1]).toMatch(
      /^Build container found dead before completing the build\. build container died because it was out of memory, or the Docker image is not supported\. ErrorCode: 500 \(exit code 137, in phase BUILD\)$/,
    );
    expect(containersOf(build)).toEqual([]);
  });

  it("shows nobody the values of a build's variables, and gives its commands no others than are meant", async () => {
    const { client } = await open();
    vi.stubEnv("CODEBUILD_LOCAL_TEST_SECRET", "secret-of-the-endpoint");
    const project = await client.createProject(image, {
      environment: {
        type: "LINUX_CONTAINER",
        image,
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [{ name: "MINE", value: "secret-of-the-project" }],
      },
    });
    const { id, arn } = await client.startBuild(
      project,
      {
        ...commands({ build: ["env | cut -d= -f1 | sort", "sleep 600"] }),
        env: { variables: { TOO: "secret-of-the-buildspec" } },
      },
      {
        environmentVariablesOverride: [{ name: "AND", value: "secret-of-the-override" }],
      },
    );
    const build = await untilPrinted(client, id, "TOO");
    const [container = ""] = containersOf({ arn });
    expect(docker("inspect", container)).not.toContain("secret-of");
    expect(docker("top", container, "-eo", "pid,args")).not.toContain("secret-of");
    const names = outputLines(await client.logOf(build)).filter((name) => !name.startsWith("CODEBUILD_"));
    const ofPodman = ["TERM", "container"];
    expect(names.filter((name) => !(isPodman && ofPodman.includes(name)))).toEqual([
      "AND",
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_ENDPOINT_URL",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "HOME",
      "HOSTNAME",
      "MINE",
      "OLDPWD",
      "PATH",
      "PWD",
      "SHLVL",
      "TOO",
    ]);
    await client.codebuild.send(new StopBuildCommand({ id }));
    await waitFor("the container's end", () => containersOf({ arn }).length === 0, 2_000);
  });

  it("serves two endpoints that never touch each other's containers", async () => {
    const { client } = await open();
    await using other = await openTestService({ environments: "docker" });
    const sleeping = commands({ build: ["echo here", "sleep 600"] });
    const mine = await client.startBuild(await client.createProject(image, { name: "same-name" }), sleeping);
    const theirs = await other.client.startBuild(
      await other.client.createProject(image, { name: "same-name" }),
      sleeping,
    );
    await untilPrinted(client, mine.id, "here");
    await untilPrinted(other.client, theirs.id, "here");
    await client.codebuild.send(new StopBuildCommand({ id: mine.id }));
    await waitFor("the container's end", () => containersOf(mine).length === 0, 2_000);
    expect(containersOf(theirs)).toHaveLength(1);
    expect((await other.client.getBuild(theirs.id)).currentPhase).toBe("BUILD");
    await other.client.codebuild.send(new StopBuildCommand({ id: theirs.id }));
    await other.service.engine.idle();
    expect(containersOf(theirs)).toEqual([]);
  });

  it("is given a source that is damaged: the build fails, and nothing hangs", async () => {
    const { client } = await open();
    const bucket = await createBucket(client, "damaged");
    const zip = await zipOf({
      "buildspec.yml": "version: 0.2\nphases: {}\n",
      big: Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64"),
    });
    zip.fill(0xff, 20_000, 20_400);
    await putObject(client, bucket, "source.zip", zip);
    const project = await client.createProject(image, { source: { type: "S3", location: `${bucket}/source.zip` } });
    const { id } = await client.startBuild(project);
    const build = await client.finish(id, 20_000);
    expect(phaseStatuses(build)).toMatchObject({ DOWNLOAD_SOURCE: "FAILED", FINALIZING: "SUCCEEDED" });
    expect(contextOf(build, "DOWNLOAD_SOURCE")[0]).toBe("CLIENT_ERROR");
    expect(containersOf(build)).toEqual([]);
  });
});
