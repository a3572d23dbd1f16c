import { startBareLike } from "../bare.ts";
import { compareRates, perSecond, ratios } from "../compare-rates.ts";
import { notMeasured, toVerdict, type Bench, type Figure, type Row } from "../figure.ts";
import { startProduct } from "../product.ts";
import { createProjects } from "../sample-projects.ts";
import type { ServerProcess } from "../server-process.ts";
import { NUMBER, wrkMissing } from "../wrk.ts";

/**
 * BatchGetProjects of 100 projects where 100 are stored. The product keeps answers that are asked for over and over; beside
 * it 99 of them and a name that is different in each request and not found, so that no answer can have been kept.
 */
export const batchGetProjects: Row = async (bench) => {
  const name = "BatchGetProjects (100 of 100)";
  const must = "≥ 30 % of bare";
  const missing = wrkMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  await using product = await startProduct(bench);
  const names = await createProjects(product.url, 100);
  const { figure, ratio } = await measure(bench, product, name, names);
  const { figure: varied } = await measure(bench, product, "· 99 of 100, another question each time", [
    ...names.slice(1),
    `bench-${NUMBER}`,
  ]);
  return [{ ...figure, must, verdict: toVerdict(ratio >= 0.3) }, varied];
};

async function measure(
  bench: Bench,
  product: ServerProcess,
  name: string,
  names: readonly string[],
): Promise<{ readonly figure: Figure; readonly ratio: number }> {
  const call = { target: "CodeBuild_20161006.BatchGetProjects", body: JSON.stringify({ names }) };
  await using bare = await startBareLike(bench, product.url, call);
  const comparison = await compareRates(bench, {
    product: { server: product, call, sameBytes: true },
    bare: { server: bare, call, sameBytes: true },
  });
  const figure: Figure = {
    name,
    must: "",
    measured: `${perSecond(comparison.rates["product"])}, bare ${perSecond(comparison.rates["bare"])} (${bare.firstAnswer.body.length} bytes each)`,
    ratio: ratios(comparison, "bare"),
    verdict: "reference",
  };
  return { figure, ratio: comparison.ratioTo("bare") };
}
