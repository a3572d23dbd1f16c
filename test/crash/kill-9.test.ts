import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { StopBuildCommand, type Build } from "@aws-sdk/client-codebuild";
import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterEach, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, phaseStatuses, type EndpointClient } from "../support/endpoint-client.ts";
import { startProduct, type Product } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";
import { ALL_PHASES, RUN_PHASES } from "../support/build-phases.ts";

const LINES = 15;
/** Large enough for the upload to be caught. */
const ARTIFACT_BYTES = 40_000_000;

/** Every phase prints numbered lines for about half a second. */
function counting(): object {
  const loop = (phase: string): string =>
    `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo ${phase}-$i; sleep 0.04; done`;
  return {
    version: 0.2,
    phases: Object.fromEntries(
      ["install", "pre_build", "build", "post_build"].map((phase) => [
        phase,
        { commands: [`echo first-of-${phase}`, loop(phase)] },
      ]),
    ),
    artifacts: { files: ["big"] },
  };
}

function expectWholeLog(log: string): void {
  const lines = log.split("\n");
  for (const phase of ["install", "pre_build", "build", "post_build"]) {
    const printed = lines.filter((line) => new RegExp(`^${phase}-\\d+$`).test(line));
    expect(printed).toEqual(Array.from({ length: LINES }, (_, index) => `${phase}-${index + 1}`));
    expect(lines.filter((line) => line === `first-of-${phase}`)).toHaveLength(1);
  }
  const own = lines
    .filter((line) => line.startsWith("[Container]"))
    .map((line) => line.replace(/^\[Container\] \S+ \S+ /, ""));
  for (const phase of ALL_PHASES.slice(4, 8))
    expect(own.filter((line) => line === `Entering phase ${phase}`)).toHaveLength(1);
  for (const phase of ALL_PHASES.slice(2, 9))
    expect(own.filter((line) => line === `Phase complete: ${phase} State: SUCCEEDED`)).toHaveLength(1);
}

function expectWholeRecord(build: Build): void {
  expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
  expect(Object.keys(phaseStatuses(build))).toEqual(ALL_PHASES);
  const phases = build.phases ?? [];
  for (const [index, phase] of phases.slice(0, -1).entries())
    expect(phase.endTime).toEqual(phases[index + 1]?.startTime);
}

function containersOf(build: { readonly arn?: string | undefined }): string[] {
  return docker("ps", "-aq", "--filter", `label=codebuild-local.build=${build.arn ?? ""}`)
    .split("\n")
    .filter(Boolean);
}

describeWithDocker("a build whose endpoint is killed", () => {
  let product: Product | undefined;
  const directories: string[] = [];
  afterEach(async () => {
    await product?.[Symbol.asyncDispose]();
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  async function start(dataDirectory: string, port = "0", args: readonly string[] = []): Promise<EndpointClient> {
    product = await startProduct({ args: ["--data-dir", dataDirectory, "--port", port, ...args] });
    return createEndpointClient(product.url);
  }

  async function prepare(): Promise<{
    client: EndpointClient;
    data: string;
    port: string;
    project: string;
    image: string;
  }> {
    const image = busyboxImage(ALPINE);
    const data = mkdtempSync(join(tmpdir(), "crash-"));
    directories.push(data);
    const client = await start(data);
    await client.s3.send(new CreateBucketCommand({ Bucket: "artifacts" }));
    const project = await client.createProject(image, { artifacts: { type: "S3", location: "artifacts" } });
    return { client, data, port: new URL(product?.url ?? "").port, project, image };
  }

  /** The same build, with an artifact large enough that its upload is caught. */
  const spec = (): object => {
    const base = counting() as { phases: Record<string, { commands: string[] }> };
    base.phases["install"]?.commands.push(`head -c ${ARTIFACT_BYTES} /dev/urandom >big`);
    return base;
  };

  it.each(RUN_PHASES)("in %s goes on to its true end, with its whole log, and leaves no container", async (phase) => {
    const { client, data, port, project } = await prepare();
    const started = await client.startBuild(project, spec());
    await waitFor(
      `the phase ${phase}`,
      async () => {
        const { currentPhase } = await client.getBuild(started.id);
        return ALL_PHASES.indexOf(currentPhase ?? "") >= ALL_PHASES.indexOf(phase);
      },
      60_000,
      1,
    );
    await product?.kill9();
    const again = await start(data, port);
    const build = await again.finish(started.id, 90_000);
    expectWholeRecord(build);
    expectWholeLog(await again.logOf(build));
    await waitFor("the container's end", () => containersOf(build).length === 0, 10_000);
    const { Contents: objects } = await again.s3.send(new ListObjectsV2Command({ Bucket: "artifacts" }));
    expect(objects?.map((object) => [object.Key, object.Size])).toEqual([[`${project}/big`, ARTIFACT_BYTES]]);
  });

  it("is carried on by one process after the other, however often they are killed", async () => {
    const { client, data, port, project } = await prepare();
    const started = await client.startBuild(project, spec());
    let again = client;
    for (const milliseconds of [50, 700, 300, 900, 150, 1200, 500]) {
      await sleep(milliseconds); // the moment of a crash is what varies here
      await product?.kill9();
      again = await start(data, port);
    }
    const build = await again.finish(started.id, 90_000);
    expectWholeRecord(build);
    expectWholeLog(await again.logOf(build));
    expect(containersOf(build)).toEqual([]);
  });

  it("has exactly the log of a build that was let alone: binary output, a line of a megabyte, unfinished lines", async () => {
    const { client, data, port, image } = await prepare();
    const project = await client.createProject(image);
    const exact = {
      version: 0.2,
      phases: {
        install: { commands: ["printf 'unfinished'; sleep 0.3; printf ' line'"] },
        pre_build: {
          commands: ["i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf '%03o' $i)\"; i=$((i+1)); done; sleep 0.3"],
        },
        build: {
          commands: [
            "yes '€uro-ünd-😀' | head -n 55000 | tr -d '\\n'; sleep 0.3; echo end-of-the-long-line",
            "head -c 300000 /dev/zero | tr '\\0' '\\377'; sleep 0.3; printf 'a\\r\\nb\\rc\\n\\n\\n'",
          ],
        },
        post_build: { commands: ["printf '\\036codebuild-local '; sleep 0.3; echo '[Container] imitated'"] },
      },
    };
    const logOf = async (from: EndpointClient, id: string): Promise<string> => {
      const build = await from.finish(id, 60_000);
      expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
      return (await from.logOf(build))
        .replaceAll(/^(\[Container\]) \d{4}\S+ \S+ /gm, "$1 ")
        .replaceAll(/src\d{9}/g, "src");
    };
    const whole = await logOf(client, (await client.startBuild(project, exact)).id);
    expect(whole).toContain(`${"€uro-ünd-😀".repeat(55_000)}end-of-the-long-line\n`);

    const { id } = await client.startBuild(project, exact);
    let again = client;
    for (const milliseconds of [500, 400, 300, 500, 200]) {
      await sleep(milliseconds); // the moment of a crash is what varies here
      await product?.kill9();
      again = await start(data, port);
    }
    expect(await logOf(again, id)).toBe(whole);
  });

  it("leaves those that wait behind it in the queue, and they run in their order", async () => {
    const image = busyboxImage(ALPINE);
    const data = mkdtempSync(join(tmpdir(), "crash-"));
    directories.push(data);
    const args = ["--max-concurrent-builds", "1"];
    const client = await start(data, "0", args);
    const project = await client.createProject(image);
    const commands = { version: 0.2, phases: { build: { commands: ["sleep 0.8", "echo $CODEBUILD_BUILD_NUMBER"] } } };
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await client.startBuild(project, commands)).id);
    await waitFor("BUILD", async () => (await client.getBuild(ids[0] ?? "")).currentPhase === "BUILD");
    await product?.kill9();
    const again = await start(data, new URL(product?.url ?? "").port, args);
    const builds = [];
    for (const id of ids) builds.push(await again.finish(id));
    expect(builds.map(({ buildStatus }) => buildStatus)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
    for (const [index, build] of builds.entries()) {
      expect((await again.logOf(build)).split("\n").filter((line) => /^\d+$/.test(line))).toEqual([String(index + 1)]);
      const before = builds[index - 1]?.endTime?.getTime() ?? 0;
      const provisioning = build.phases?.find(({ phaseType }) => phaseType === "PROVISIONING");
      expect(provisioning?.startTime?.getTime()).toBeGreaterThanOrEqual(before);
    }
  });

  it("ends STOPPED without its container when it was stopped right before", async () => {
    const { client, data, port, image } = await prepare();
    const project = await client.createProject(image);
    const started = await client.startBuild(project, {
      version: 0.2,
      phases: { build: { commands: ["echo here", "sleep 600"] } },
    });
    await waitFor("BUILD", async () => (await client.getBuild(started.id)).currentPhase === "BUILD");
    await client.codebuild.send(new StopBuildCommand({ id: started.id }));
    await product?.kill9();
    const again = await start(data, port);
    expect((await again.getBuild(started.id)).buildStatus).toBe("STOPPED");
    await waitFor("the container's end", () => containersOf(started).length === 0, 10_000);
  });

  it("becomes FAULT when its container is gone at the next start, and the next build works", async () => {
    const { client, data, port, project, image } = await prepare();
    const started = await client.startBuild(project, { version: 0.2, phases: { build: { commands: ["sleep 600"] } } });
    await waitFor("BUILD", async () => (await client.getBuild(started.id)).currentPhase === "BUILD");
    await product?.kill9();
    docker("rm", "-f", ...containersOf(started));
    const again = await start(data, port);
    const build = await again.finish(started.id);
    expect(build).toMatchObject({ buildStatus: "FAULT", currentPhase: "COMPLETED" });
    expect((await again.run(image, { version: 0.2, phases: { build: { commands: ["true"] } } })).buildStatus).toBe(
      "SUCCEEDED",
    );
  });
});
