import { beforeAll, expect, it } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { type DriverRun, runPlan, toPlan } from "../support/driver-run.ts";
import { createProvider, never, toSpec } from "./docker-builds.ts";

const TMP = "/codebuild/output/tmp";
/** Prints a mark as the driver would: the nonce is in its files, and the number is that of the next mark. */
const forge = (words: string): string =>
  `n=$(sed -n "s/.*codebuild-local \\([^ ]*\\) %s phase-start.*/\\1/p" ${TMP}/driver/supervisor.sh | head -n 1); ` +
  `s=$(sed -n 's/^CODEBUILD_DRIVER_SEQUENCE=\\([0-9]*\\).*/\\1/p' ${TMP}/driver/position); ` +
  `printf '\\036codebuild-local %s %s ${words}\\n' "$n" "$s"`;

describeWithDocker("commands that mean the driver ill", () => {
  const provider = createProvider();
  let image: string;
  beforeAll(() => {
    image = busyboxImage("codebuild-local-test/busybox:1");
  });
  const run = async (
    phases: Parameters<typeof toPlan>[0],
    spec: Parameters<typeof toSpec>[1] = {},
  ): Promise<DriverRun> => {
    await using environment = await provider.provision(toSpec(image, spec), never);
    return await runPlan(environment, toPlan(phases));
  };

  it("misstate their own status with its nonce, no more, and no build ends well by it", async () => {
    const lie = await run({ BUILD: [`${forge("command-end 0 0")}; exit 5`, "echo never"] });
    expect(lie.course).toEqual(["INSTALL ended", "PRE_BUILD ended", "BUILD 0: 0"]);
    expect(lie).toMatchObject({ finished: false, exitCode: 0 });
    const skip = await run({ BUILD: [`${forge("finished")}; false`, "echo never"] });
    expect(skip.course).toContain("BUILD failed");
    expect(skip.output).toMatch(/finished\n/);
  });

  it.each([
    ["remove its files", `rm -rf ${TMP}`],
    ["remove where it is in the plan", `rm ${TMP}/driver/position`],
    ["empty where it is in the plan", `: >${TMP}/driver/position`],
    ["send it elsewhere", `echo CODEBUILD_DRIVER_BLOCK=q >${TMP}/driver/position`],
  ])("end it with the build when they %s", async (_, command) => {
    const { finished, course } = await run({ BUILD: [command, "exit 1", "echo never"] });
    expect(finished).toBe(false);
    expect(course).not.toContain("BUILD ended");
  });

  it("run in their thousands", async () => {
    const commands = Array.from({ length: 3_000 }, (_, index) => `i=$((i + 1)); test $i = ${index + 1}`);
    const { course, finished } = await run({ BUILD: [...commands, "echo $i"] });
    expect(course.filter((line) => line.endsWith(": 0"))).toHaveLength(3_001);
    expect(finished).toBe(true);
  });

  it("end alone when they take all memory", async () => {
    const { course, finished } = await run(
      { BUILD: { commands: ["x=x; while :; do x=$x$x; done"], finally: ["echo on"] }, POST_BUILD: ["echo on"] },
      { limits: { memoryBytes: 64 * 2 ** 20, cpus: 1 } },
    );
    expect(course).toContain("BUILD 0: 137");
    expect(course.slice(-2)).toEqual(["POST_BUILD 0: 0", "POST_BUILD ended"]);
    expect(finished).toBe(true);
  });
});
