import { beforeAll, expect, it } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage, debianImage } from "../support/docker-images.ts";
import { type DriverRun, runPlan, SOURCE_DIRECTORY, toPlan } from "../support/driver-run.ts";
import type { BuildPlan } from "../../src/engine/build-plan.ts";
import { createProvider, never, toSpec } from "./docker-builds.ts";

// What is said of shells alone is tested without containers in src/engine/driver/driver-script.test.ts.
describeWithDocker("the driver in a container", () => {
  const provider = createProvider();
  const images: Record<string, string> = {};
  beforeAll(() => {
    images["busybox"] = busyboxImage("codebuild-local-test/busybox:1");
    images["debian"] = debianImage();
  });

  it.each([
    ["busybox", "/bin/sh"],
    ["debian", "/bin/sh"],
    ["debian", "bash"],
  ] as const)("does in %s with %s what it does elsewhere, as process 1", async (image, shell) => {
    const run = async (phases: Parameters<typeof toPlan>[0], more: Partial<BuildPlan> = {}): Promise<DriverRun> => {
      await using environment = await provider.provision(toSpec(images[image] ?? ""), never);
      return await runPlan(environment, toPlan(phases, { shell, ...more }));
    };
    const { course, printed, finished, expanded, exitCode } = await run(
      {
        INSTALL: ["cd /tmp; export E=e; p=p; f() { echo f-$1; }", "f 1; echo $E$p $PWD", "exit 0", "echo $E$p $PWD"],
        // Nobody in a container can kill its process 1, and what is left of a command goes on.
        PRE_BUILD: [
          "kill -9 $PPID; kill -9 1; echo alive",
          "(trap '' HUP TERM; sleep 300) &",
          "cat; echo end of input",
        ],
        BUILD: {
          commands: ["V=1", `echo "${"é".repeat(5000)}"`, "kill -9 $$", "echo never"],
          finally: ["echo $V $CODEBUILD_BUILD_SUCCEEDING"],
        },
        POST_BUILD: ["id -u; echo $HOME; umask; echo $SECRET", "sh -c 'kill -9 -1'", "echo never"],
      },
      {
        environment: new Map([["SECRET", "it's $HOME"]]),
        expansions: new Map([["name", "$(echo v)-$V-$E"]]),
      },
    );
    expect(course.join(", ")).toBe(
      "INSTALL 0: 0, INSTALL 1: 0, INSTALL 2: 0, INSTALL 3: 0, INSTALL ended, " +
        "PRE_BUILD 0: 0, PRE_BUILD 1: 0, PRE_BUILD 2: 0, PRE_BUILD ended, " +
        "BUILD 0: 0, BUILD 1: 0, BUILD 2: 137, BUILD 4: 0, BUILD failed, " +
        "POST_BUILD 0: 0, POST_BUILD 1: 137, POST_BUILD failed",
    );
    expect({ finished, exitCode, expanded }).toEqual({ finished: true, exitCode: 0, expanded: { name: "v-1-e" } });
    expect(printed).toEqual({
      "INSTALL 1": "f-1\nep /tmp\n",
      "INSTALL 3": "ep /tmp\n",
      "PRE_BUILD 0": "alive\n",
      "PRE_BUILD 2": "end of input\n",
      "BUILD 1": `${"é".repeat(5000)}\n`,
      "BUILD 4": "1 0\n",
      "POST_BUILD 0": "0\n/root\n0022\nit's $HOME\n",
    });
  });

  it("ends with what it left in the background", async () => {
    await using environment = await provider.provision(toSpec(images["busybox"] ?? ""), never);
    const started = Date.now();
    const { finished } = await runPlan(
      environment,
      toPlan({ BUILD: ["setsid sh -c \"trap '' TERM HUP; sleep 300\" & true"] }),
    );
    expect(finished).toBe(true);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(await environment.state()).toBe("exited");
  });

  it("makes the source directory where nothing was put into it", async () => {
    await using environment = await provider.provision(toSpec(images["busybox"] ?? ""), never);
    const { printed } = await runPlan(environment, toPlan({ BUILD: ["pwd; touch x; ls"] }));
    expect(printed["BUILD 0"]).toBe(`${SOURCE_DIRECTORY}\nx\n`);
  });
});
