import { createBuildProject, phaseTime, runBuild } from "../builds.ts";
import { IMAGE, imageMissing } from "../busybox-image.ts";
import { runContainer } from "../docker-api.ts";
import { milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { median } from "../interleaved.ts";
import { startProduct } from "../product.ts";

const COMMANDS = 1_000;

/** The length of phase BUILD of a build of 1,000 commands, by its record; beside it a container that runs them in one shell. */
export const manyCommands: Row = async (bench) => {
  const name = `${COMMANDS.toLocaleString("en")} one-line commands in one build, each`;
  const must = "≤ 3 ms";
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  await using product = await startProduct(bench);
  const commands = Array.from({ length: COMMANDS }, (_, index) => `echo line ${index}`);
  const project = await createBuildProject(product.url, "bench-many-commands", commands);
  const builds: number[] = [];
  const shells: number[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
    builds.push(phaseTime(await runBuild(product.url, project, 50, 120_000), "BUILD"));
    shells.push(await runContainer({ image: IMAGE, command: ["/bin/sh", "-c", commands.join("\n")], hostConfig: {} }));
  }
  const each = median(builds) / COMMANDS;
  return [
    { name, must, measured: milliseconds(each), ratio: "", verdict: toVerdict(each <= 3) },
    {
      name: "· the same in one shell, container included",
      must: "",
      measured: milliseconds(median(shells) / COMMANDS),
      ratio: times(median(builds) / median(shells)),
      verdict: "reference",
    },
  ];
};
