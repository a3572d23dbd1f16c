import { startBare } from "../bare.ts";
import { compareRates, perSecond, ratios } from "../compare-rates.ts";
import { notMeasured, toVerdict, type Row } from "../figure.ts";
import { request } from "../json-request.ts";
import { startProduct } from "../product.ts";
import { projectInput } from "../sample-projects.ts";
import { countProjects } from "../seed-builds.ts";
import { NUMBER, wrkMissing } from "../wrk.ts";

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

  const call = toCall(`bench-${NUMBER}`);
  const comparison = await compareRates(bench, {
    product: { server: product, call, sameBytes: true },
    bare: { server: bare, call, sameBytes: true },
  });
  await product.kill();
  const created = comparison.answers + 1;
  const kept = countProjects(dataDir);
  if (kept < created) throw new Error(`${created} projects were answered, ${kept} outlived a kill`);
  return [
    {
      name,
      must,
      measured: `${perSecond(comparison.rates["product"])}, bare ${perSecond(comparison.rates["bare"])}; all ${created.toLocaleString("en")} outlived a kill`,
      ratio: ratios(comparison, "bare"),
      verdict: toVerdict(comparison.ratioTo("bare") >= 0.3),
    },
  ];
};
