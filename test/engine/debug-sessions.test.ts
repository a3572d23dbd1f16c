import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { RetryBuildCommand, StopBuildCommand, type Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker, isPodman } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, openTestService, phaseOf, type TestService } from "./test-service.ts";

const PAUSED = /^codebuild-breakpoint: the build is paused\. Enter its container by: docker exec -it (\S+) \/bin\/sh$/m;

describeWithDocker("a debug session", () => {
  const directory = mkdtempSync(join(tmpdir(), "debug-sessions-"));
  let image: string;
  let project: string;
  let service: TestService;
  beforeAll(async () => {
    image = busyboxImage(ALPINE);
    service = await openTestService({
      environments: "docker",
      flags: ["--data-dir", directory],
      // Time-outs have five minutes at the least.
      minute: 600,
    });
    project = await service.client.createProject(image, { timeoutInMinutes: 100 });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
  });

  /** The name of the container in which a command has paused, as the log tells it. */
  const untilPaused = (id: string): Promise<string> =>
    waitFor(`the pause of ${id}`, async () => {
      const build = await service.client.getBuild(id);
      if (build.buildComplete === true) throw new Error(`it has ended: ${JSON.stringify(build.phases)}`);
      return build.logs?.streamName === undefined ? undefined : PAUSED.exec(await service.client.logOf(build))?.[1];
    });
  const enter = (container: string, command: string): string => docker("exec", container, "/bin/sh", "-c", command);
  const start = (buildspec: object): Promise<Build & { id: string }> =>
    service.client.startBuild(project, buildspec, { debugSessionEnabled: true });

  it("pauses at codebuild-breakpoint, can be entered, and goes on after codebuild-resume", async () => {
    const { client } = service;
    const build = await start(
      commands(
        {
          pre_build: [
            "export SEEN=\"$(printf 'it is\\nthis')\"; mkdir d; cd d",
            "echo before; codebuild-breakpoint; echo after $(cat x)",
          ],
          build: ["sh -c 'codebuild-breakpoint'", "codebuild-resume"],
        },
        { env: { variables: { FROM: "the buildspec" } } },
      ),
    );
    expect(build.debugSession).toEqual({ sessionEnabled: true });
    const container = await untilPaused(build.id);
    const paused = await client.getBuild(build.id);
    expect(paused.debugSession).toEqual({
      sessionEnabled: true,
      sessionTarget: `codebuild:${build.id.split(":")[1] ?? ""}`,
    });
    expect(paused).toMatchObject({ currentPhase: "PRE_BUILD", buildStatus: "IN_PROGRESS" });
    expect(await client.logOf(paused)).toContain(
      `Session debugging is enabled: enter the build by docker exec -it ${container} /bin/sh\n`,
    );

    expect(enter(container, '. /codebuild/output/tmp/env.sh; echo "$FROM, $SEEN"; touch x; echo seen >x; pwd')).toMatch(
      /^the buildspec, it is\nthis\n\/codebuild\/output\/src\d+\/src\/d$/,
    );
    expect(enter(container, "codebuild-resume")).toBe("codebuild-resume: the build goes on.");
    // The next one, in a program of the command.
    await waitFor("the second pause", async () => {
      const log = await client.logOf(await client.getBuild(build.id));
      return log.split(PAUSED).length === 5 ? true : undefined;
    });
    expect(enter(container, "codebuild-resume")).toBe("codebuild-resume: the build goes on.");
    const ended = await client.finish(build.id);
    expect(ended.buildStatus, JSON.stringify(ended.phases)).toBe("SUCCEEDED");
    expect(ended.debugSession).toEqual(paused.debugSession);
    const printed = outputLines(await client.logOf(ended)).filter((line) => !/is paused|There, /.test(line));
    expect(printed).toEqual([
      "before",
      "codebuild-breakpoint: the build goes on.",
      "after seen",
      "codebuild-breakpoint: the build goes on.",
      "codebuild-resume: the build is not paused.",
    ]);
  });

  it("pauses for commands of other users than root, who may resume too", async () => {
    const { id } = await start({
      version: 0.2,
      "run-as": "builder",
      phases: { build: { commands: ["export BY=builder; codebuild-breakpoint", "id -un"] } },
    });
    const container = await untilPaused(id);
    expect(
      docker(
        "exec",
        "--user",
        "builder",
        container,
        "/bin/sh",
        "-c",
        ". /codebuild/output/tmp/env.sh; echo $BY; codebuild-resume",
      ),
    ).toBe("builder\ncodebuild-resume: the build goes on.");
    const ended = await service.client.finish(id);
    expect(outputLines(await service.client.logOf(ended)).at(-1)).toBe("builder");
  });

  it("that was not asked for leaves both commands without effect", async () => {
    const { client } = service;
    const build = await client.run(image, commands({ build: ["codebuild-breakpoint; codebuild-resume", "echo on"] }));
    expect(build).toMatchObject({ buildStatus: "SUCCEEDED" });
    expect(build.debugSession).toBeUndefined();
    expect(outputLines(await client.logOf(build))).toEqual([
      "codebuild-breakpoint: ignored, as the build was started without debugSessionEnabled",
      "codebuild-resume: ignored, as the build was started without debugSessionEnabled",
      "on",
    ]);
  });

  it("is carried on with by the next process of the endpoint, and ended by StopBuild; RetryBuild has one too", async () => {
    const { id } = await start(commands({ build: ["echo one; codebuild-breakpoint; echo never"] }));
    const container = await untilPaused(id);
    service = await service.restart();
    const { client } = service;
    expect((await client.getBuild(id)).buildStatus).toBe("IN_PROGRESS");
    await client.codebuild.send(new StopBuildCommand({ id }));
    const stopped = await client.finish(id);
    expect(stopped.buildStatus).toBe("STOPPED");
    await waitFor("the end of its container", async () => {
      await Promise.resolve();
      return docker("ps", "-aq", "--filter", `name=${container}`) === "" ? true : undefined;
    });

    const { build: retry } = await client.codebuild.send(new RetryBuildCommand({ id }));
    expect(retry?.debugSession).toEqual({ sessionEnabled: true });
    const next = await untilPaused(retry?.id ?? "");
    expect(next).not.toBe(container);
    enter(next, "codebuild-resume");
    expect(outputLines(await client.logOf(await client.finish(retry?.id ?? ""))).at(-1)).toBe("never");
  });

  it("does not stop the clock of the build's time-out", async () => {
    const { client } = service;
    const { id } = await client.startBuild(project, commands({ build: ["codebuild-breakpoint"] }), {
      debugSessionEnabled: true,
      timeoutInMinutesOverride: 5,
    });
    await untilPaused(id);
    const ended = await client.finish(id);
    expect(ended.buildStatus).toBe("TIMED_OUT");
    expect(phaseStatuses(ended)).toMatchObject({ BUILD: "TIMED_OUT" });
  });

  it("goes on by itself after the time that --breakpoint-minutes gives a pause, and before, if it is resumed", async () => {
    await using limited = await openTestService({
      environments: "docker",
      flags: ["--breakpoint-minutes", "3"],
      minute: 1000,
    });
    const { client } = limited;
    const build = await client.run(image, commands({ build: ["codebuild-breakpoint", "echo on"] }), {
      debugSessionEnabled: true,
      timeoutInMinutesOverride: 100,
    });
    expect(build.buildStatus).toBe("SUCCEEDED");
    const log = await client.logOf(build);
    expect(log).toContain("codebuild-resume lets it go on. After 3 seconds it goes on by itself.\n");
    expect(outputLines(log).slice(-3)).toEqual([
      "codebuild-breakpoint: nobody has resumed the build.",
      "codebuild-breakpoint: the build goes on.",
      "on",
    ]);
    const { startTime, endTime } = phaseOf(build, "BUILD");
    const took = Number(endTime) - Number(startTime);
    expect(took).toBeGreaterThanOrEqual(isPodman ? 2000 : 3000); // Podman's times are whole seconds
    expect(took).toBeLessThan(6000);

    const { id } = await client.startBuild(
      await client.createProject(image),
      commands({ build: ["(sleep 1; codebuild-resume) & codebuild-breakpoint; wait"] }),
      { debugSessionEnabled: true, timeoutInMinutesOverride: 100 },
    );
    expect(
      outputLines(await client.logOf(await client.finish(id)))
        .slice(-2)
        .sort(),
    ).toEqual(["codebuild-breakpoint: the build goes on.", "codebuild-resume: the build goes on."]);
  });
});
