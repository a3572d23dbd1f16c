import { compareRates, perSecond, ratios } from "../compare-rates.ts";
import { notMeasured, toVerdict, type Row } from "../figure.ts";
import { startProduct } from "../product.ts";
import { requireBuild, seedBuilds } from "../seed-builds.ts";
import { wrkMissing } from "../wrk.ts";
import { getBuild } from "./reads.ts";

const MANY = 100_000;
const FEW = 100;

/** BatchGetBuilds of one id where 100,000 builds are stored, against one where 100 are. */
export const manyBuilds: Row = async (bench) => {
  const name = `BatchGetBuilds of one, ${MANY.toLocaleString("en")} stored against ${FEW}`;
  const must = "≥ 90 % of the rate";
  const missing = wrkMissing();
  if (missing !== undefined) return [notMeasured(name, must, missing)];
  const [manyDir, fewDir] = [bench.freshDirectory(), bench.freshDirectory()];
  bench.say(`storing ${MANY} builds`);
  const [manyIds, fewIds] = [seedBuilds(manyDir, MANY), seedBuilds(fewDir, FEW)];
  await using many = await startProduct(bench, { dataDir: manyDir });
  await using few = await startProduct(bench, { dataDir: fewDir });
  const [manyId, fewId] = [manyIds[MANY >> 1] ?? "", fewIds[FEW >> 1] ?? ""];
  await requireBuild(many.url, manyId);
  await requireBuild(few.url, fewId);
  const comparison = await compareRates(bench, {
    many: { server: many, call: getBuild(manyId), sameBytes: true },
    few: { server: few, call: getBuild(fewId), sameBytes: true },
  });
  return [
    {
      name,
      must,
      measured: `${perSecond(comparison.rates["many"])} against ${perSecond(comparison.rates["few"])}`,
      ratio: ratios(comparison, "few"),
      verdict: toVerdict(comparison.ratioTo("few") >= 0.9),
    },
  ];
};
