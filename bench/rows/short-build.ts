import { setTimeout as sleep } from "node:timers/promises";
import { createBuildProject, runBuild, startBuild } from "../builds.ts";
import { IMAGE, imageMissing } from "../busybox-image.ts";
import { findHostConfig, runContainer } from "../docker-api.ts";
import { milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { call } from "../json-request.ts";
import { startProduct } from "../product.ts";

/**
 * StartBuild of a project with one command `true` until BatchGetBuilds, asked every 5 ms, says SUCCEEDED, against
 * create + start + wait + remove of a container of the same image and the same limits that runs `true`.
 */
export const shortBuild: Row = async (bench) => {
  const name = "StartBuild → SUCCEEDED, one `true`";
  const must = "≤ 1.5 × the container alone";
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  await using product = await startProduct(bench);
  const hostConfig = await hostConfigOfBuilds(product.url);
  const project = await createBuildProject(product.url, "bench-short", ["true"]);
  const build = async (): Promise<number> => (await runBuild(product.url, project)).took;
  const alone = (): Promise<number> => runContainer({ image: IMAGE, command: ["/bin/sh", "-c", "true"], hostConfig });
  await build();
  await alone();
  const values = await measureInterleaved(bench.quick ? 3 : 9, { build, alone });
  const ratio = medianRatio(values.build, values.alone);
  return [
    {
      name,
      must,
      measured: `${milliseconds(median(values.build))}, alone ${milliseconds(median(values.alone))}`,
      ratio: times(ratio),
      verdict: toVerdict(ratio <= 1.5),
    },
  ];
};

/** What the product creates its containers with, read from one that runs. */
async function hostConfigOfBuilds(url: string): Promise<object> {
  const project = await createBuildProject(url, "bench-waiting", ["sleep 30"]);
  const { id } = await startBuild(url, project);
  const until = performance.now() + 15_000;
  let found: object | undefined;
  while (found === undefined && performance.now() < until) {
    await sleep(50);
    found = await findHostConfig(id.slice(id.indexOf(":") + 1));
  }
  await call(url, "CodeBuild_20161006.StopBuild", { id });
  if (found === undefined) throw new Error(`no container with a label of build ${id} within 15 s`);
  await sleep(2_000);
  return found;
}
