import { startBare } from "../bare.ts";
import { perSecond, WARM_UPS } from "../compare-rates.ts";
import { notMeasured, percent, toVerdict, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { request } from "../json-request.ts";
import { startProduct } from "../product.ts";
import { projectInput } from "../sample-projects.ts";
import { countProjects } from "../seed-builds.ts";
import { load, NUMBER, wrkMissing } from "../wrk.ts";

/** Far more than one run creates. */
const NUMBERS_A_RUN = 1_000_000;

/**
 * CreateProject of distinct names against a bare server that parses each request and answers a project of the same size.
 * At the end the product is killed, and every project that was answered has to be in its database.
 */
export const createProject: Row = async (bench) => {
  const name = "CreateProject of distinct names";
  const must = "≥ 30 % of bare";
  const missing = wrkMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  const dataDir = bench.freshDirectory();
  await using product = await startProduct(bench, { dataDir });
  const toCall = (project: string) => ({
    target: "CodeBuild_20161006.CreateProject",
    body: JSON.stringify(projectInput(project)),
  });
  const first = toCall("bench-00000000");
  const recorded = await request(product.url, first);
  if (recorded.status !== 200) throw new Error(`CreateProject: ${recorded.status} ${recorded.body.toString()}`);
  await using bare = await startBare(bench, { recorded, first, mode: "create-project" });

  const seconds = bench.quick ? 1 : 2;
  let runs = 0;
  let created = 1;
  const once = async (url: string): Promise<{ rate: number; answers: number; bytesEach: number }> => {
    runs += 1;
    return load(bench, { url, call: toCall(`bench-${NUMBER}`), seconds, firstNumber: runs * NUMBERS_A_RUN });
  };
  const create = async (): Promise<number> => {
    const { rate, answers } = await once(product.url);
    created += answers;
    return rate;
  };
  for (let warmUp = 1; warmUp < WARM_UPS; warmUp += 1) {
    await create();
    await once(bare.url);
  }
  const [warm, bareWarm] = [await once(product.url), await once(bare.url)];
  created += warm.answers;
  if (Math.abs(bareWarm.bytesEach / warm.bytesEach - 1) > 0.02) {
    throw new Error(`the bare server answers ${bareWarm.bytesEach} bytes, the product ${warm.bytesEach}`);
  }
  const values = await measureInterleaved(bench.quick ? 2 : 5, {
    product: create,
    bare: async () => (await once(bare.url)).rate,
  });
  await product.kill();
  const kept = countProjects(dataDir);
  if (kept < created) throw new Error(`${created} projects were answered, ${kept} outlived a kill`);
  const ratio = medianRatio(values.product, values.bare);
  return [
    {
      name,
      must,
      measured: `${perSecond(median(values.product))}, bare ${perSecond(median(values.bare))}; all ${created} outlived a kill`,
      ratio: percent(ratio),
      verdict: toVerdict(ratio >= 0.3),
    },
  ];
};
