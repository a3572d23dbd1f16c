import { startBareLike } from "../bare.ts";
import { compareRates, perSecond, ratios } from "../compare-rates.ts";
import { notMeasured, toVerdict, type Row } from "../figure.ts";
import { startProduct } from "../product.ts";
import { createProjects } from "../sample-projects.ts";
import { wrkMissing } from "../wrk.ts";

/** BatchGetProjects of 100 projects where 100 are stored. */
export const batchGetProjects: Row = async (bench) => {
  const name = "BatchGetProjects (100 of 100)";
  const must = "≥ 30 % of bare";
  const missing = wrkMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  await using product = await startProduct(bench);
  const names = await createProjects(product.url, 100);
  const call = { target: "CodeBuild_20161006.BatchGetProjects", body: JSON.stringify({ names }) };
  await using bare = await startBareLike(bench, product.url, call);
  const comparison = await compareRates(bench, {
    product: { server: product, call, sameBytes: true },
    bare: { server: bare, call, sameBytes: true },
  });
  return [
    {
      name,
      must,
      measured: `${perSecond(comparison.rates["product"])}, bare ${perSecond(comparison.rates["bare"])} (${bare.firstAnswer.body.length} bytes each)`,
      ratio: ratios(comparison, "bare"),
      verdict: toVerdict(comparison.ratioTo("bare") >= 0.3),
    },
  ];
};
