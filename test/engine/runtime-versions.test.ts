import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Build } from "@aws-sdk/client-codebuild";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it, test } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { contextOf, IMAGE, openTestService, untilPrinted, type TestService } from "./test-service.ts";

/** As the curated images have it: what switches a runtime is run in the build's own shell, and what it exports stays. */
const CATALOG = `version: 0.1
runtimes:
  java:
    versions:
      corretto17:
        commands:
          - echo "Installing Corretto(OpenJDK) version 17 ..."
          - export JAVA_HOME="/usr/lib/jvm/17"
  python:
    versions:
      3.10: {commands: ["ln -s python3.10 /usr/bin/python", "echo python of $SOME_VARIABLE"]}
      3.9: {commands: [echo old]}
      default: {commands: ['echo "Installing custom Python version $VERSION ..."', "VERSION_BEFORE=\${VERSION:-unset}"]}
  ruby:
    versions:
      3.4: {commands: [echo before, exit 3, echo never]}
  slow:
    versions:
      1: {commands: [echo slow, sleep 1.5, export SWITCHED=yes]}
`;
const TAG = "codebuild-local-test/runtimes:1";

/** A buildspec with these runtimes. */
const withRuntimes = (runtimes: Readonly<Record<string, string>>, commands: readonly string[], more: object = {}) => ({
  version: 0.2,
  phases: { install: { "runtime-versions": runtimes }, build: { commands } },
  ...more,
});

describeWithDocker("in an image that has a file of runtimes", () => {
  const directory = mkdtempSync(join(tmpdir(), "runtimes-"));
  let service: TestService;

  beforeAll(async () => {
    const context = mkdtempSync(join(tmpdir(), "runtimes-image-"));
    writeFileSync(join(context, "runtimes.yml"), CATALOG);
    writeFileSync(
      join(context, "Dockerfile"),
      `FROM ${busyboxImage()}\nCOPY runtimes.yml /codebuild/image/config/runtimes.yml\n`,
    );
    docker("build", "--quiet", "--tag", TAG, context);
    rmSync(context, { recursive: true });
    service = await openTestService({ environments: "docker", flags: ["--data-dir", directory] });
  });
  afterAll(async () => {
    const { complaints } = service;
    await service[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
    expect(complaints).toEqual([]);
  });

  async function run(buildspec: object): Promise<{ build: Build; log: string; output: string[] }> {
    const build = await service.client.run(TAG, buildspec);
    const log = await service.client.logOf(build);
    return { build, log, output: outputLines(log) };
  }

  it("a build is switched to its runtimes before INSTALL, and what that sets stays for all phases", async () => {
    const { build, log, output } = await run(
      withRuntimes({ java: "corretto17", python: "3.x" }, ["readlink /usr/bin/python", "echo $JAVA_HOME"], {
        env: { variables: { SOME_VARIABLE: "the-build" } },
      }),
    );
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(output).toEqual([
      "Installing Corretto(OpenJDK) version 17 ...",
      "python of the-build",
      "python3.10",
      "/usr/lib/jvm/17",
    ]);
    const at = [
      "Selecting 'java' runtime version 'corretto17' based on manual selections...",
      "Resolved 'python' runtime alias '3.x' to '3.10'.",
      "Selecting 'python' runtime version '3.10' based on manual selections...",
      'Running command echo "Installing Corretto(OpenJDK) version 17 ..."',
      "Running command ln -s python3.10 /usr/bin/python",
      "Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED",
      "Entering phase INSTALL",
    ].map((line) => log.indexOf(line));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(log).not.toContain("Entering phase DOWNLOAD_SOURCE");
    expect(log.match(/Phase complete: DOWNLOAD_SOURCE/g)).toHaveLength(1);
  });

  it("a version may come from a variable, and be one that the image can install but does not have", async () => {
    const { build, output } = await run(
      withRuntimes({ python: "$PYTHON.$MINOR" }, ['echo "$VERSION_BEFORE"'], {
        env: { variables: { PYTHON: "3.11", MINOR: "4" } },
      }),
    );
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(output).toEqual(["Installing custom Python version 3.11.4 ...", "unset"]);
  });

  it.each([
    [
      { nodejs: "20" },
      "Unknown runtime named 'nodejs'. This build image has the following runtimes: java, python, ruby, slow",
    ],
    [
      { java: "8" },
      "Unknown runtime version named '8' of java. This build image has the following versions: corretto17",
    ],
    [
      { ruby: "$NOT_SET" },
      "Unknown runtime version named '' of ruby. This build image has the following versions: 3.4",
    ],
  ])("%j fails the build in DOWNLOAD_SOURCE: %s", async (runtimes, message) => {
    const { build, log } = await run(withRuntimes(runtimes, ["true"]));
    expect(contextOf(build, "DOWNLOAD_SOURCE")).toEqual(["YAML_FILE_ERROR", message]);
    expect(phaseStatuses(build)).not.toHaveProperty("INSTALL");
    expect(log).toContain("based on manual selections...");
  });

  it("a command of the image's that fails ends the build in DOWNLOAD_SOURCE", async () => {
    const { build, output } = await run(withRuntimes({ ruby: "latest" }, ["echo never"]));
    expect(build.buildStatus).toBe("FAILED");
    expect(contextOf(build, "DOWNLOAD_SOURCE")).toEqual([
      "COMMAND_EXECUTION_ERROR",
      "Error while executing command: exit 3. Reason: exit status 3",
    ]);
    expect(phaseStatuses(build)).toMatchObject({ DOWNLOAD_SOURCE: "FAILED", FINALIZING: "SUCCEEDED" });
    expect(phaseStatuses(build)).not.toHaveProperty("INSTALL");
    expect(output).toEqual(["before"]);
  });

  it("an endpoint that ends while the image is switched takes the build up again", async () => {
    const project = await service.client.createProject(TAG);
    const { id } = await service.client.startBuild(project, withRuntimes({ slow: "1" }, ["echo $SWITCHED"]));
    await untilPrinted(service.client, id, "slow");
    service = await service.restart();
    const build = await service.client.finish(id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    const log = await service.client.logOf(build);
    expect(outputLines(log)).toEqual(["slow", "yes"]);
    expect(log.match(/Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED/g)).toHaveLength(1);
  });

  it("a version does not come from a secret, which log and record would tell", async () => {
    const ssm = new SSMClient({
      endpoint: service.url,
      region: "us-east-1",
      credentials: { accessKeyId: "000000000000", secretAccessKey: "test" },
    });
    await ssm.send(new PutParameterCommand({ Name: "version", Value: "secret-18", Type: "SecureString" }));
    ssm.destroy();
    const { build, log } = await run(
      withRuntimes({ python: "$FROM_A_SECRET" }, ["true"], {
        env: { "parameter-store": { FROM_A_SECRET: "version" } },
      }),
    );
    expect(contextOf(build, "DOWNLOAD_SOURCE")[1]).toMatch(/^Unknown runtime version named '' of python\./);
    expect(log).not.toContain("secret-18");
  });

  it("a build without runtimes has what the image has", async () => {
    const { build, log } = await run({ version: 0.2, phases: { build: { commands: ["true"] } } });
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(log).not.toContain("runtime");
  });
});

test("another image only makes a warning", async () => {
  await using service = await openTestService();
  const build = await service.client.run(IMAGE, withRuntimes({ nodejs: "20" }, ["echo ran"]));
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(await service.client.logOf(build)).toContain(
    "Skipping install of runtimes. Runtime version selection is not supported by this build image",
  );
});

test("a curated image says when no runtime is chosen; the oldest ones begin no build then", async () => {
  await using service = await openTestService();
  const buildspec = { version: 0.2, phases: { build: { commands: ["echo ran"] } } };
  const build = await service.client.run("aws/codebuild/standard:7.0", buildspec);
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(await service.client.logOf(build)).toContain("No runtime version selected in buildspec.");
  expect(contextOf(await service.client.run("aws/codebuild/standard:2.0", buildspec), "DOWNLOAD_SOURCE")).toEqual([
    "YAML_FILE_ERROR",
    "This build image requires selecting at least one runtime version.",
  ]);
});
