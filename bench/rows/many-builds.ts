import { compareRates, perSecond } from "../compare-rates.ts";
import { notMeasured, percent, toVerdict, type Row } from "../figure.ts";
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
  const { rates, ratioTo } = await compareRates(bench, {
    many: { url: many.url, call: getBuild(manyId), sameBytes: true },
    few: { url: few.url, call: getBuild(fewId), sameBytes: true },
  });
  return [
    {
      name,
      must,
      measured: `${perSecond(rates["many"])} against ${perSecond(rates["few"])}`,
      ratio: percent(ratioTo("few")),
      verdict: toVerdict(ratioTo("few") >= 0.9),
    },
  ];
};
