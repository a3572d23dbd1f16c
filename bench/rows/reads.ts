import { startBareLike } from "../bare.ts";
import { compareRates, perSecond, type Contender } from "../compare-rates.ts";
import { notMeasured, percent, times, toVerdict, type Bench, type Figure, type Row } from "../figure.ts";
import { call, type JsonRequest } from "../json-request.ts";
import { motoMissing, startMoto } from "../moto.ts";
import { LIST_PROJECTS, startProduct } from "../product.ts";
import { createProjects } from "../sample-projects.ts";
import { requireBuild, seedBuilds } from "../seed-builds.ts";
import { wrkMissing } from "../wrk.ts";

const BARE = 0.6;
const MOTO = 15;
const MUST_BARE = "≥ 60 % of bare";
const MUST_MOTO = "≥ 15 × moto";

/** ListProjects with 100 projects and BatchGetBuilds of one build, against the bare server and against moto. */
export const reads: Row = async (bench) => {
  const missing = wrkMissing();
  if (missing !== undefined)
    return ["ListProjects (100)", "BatchGetBuilds of one"].map((name) => notMeasured(name, MUST_BARE, missing));
  const dataDir = bench.freshDirectory();
  const [id = ""] = seedBuilds(dataDir, 1);
  const noMoto = motoMissing();
  await using servers = new AsyncDisposableStack();
  const product = servers.use(await startProduct(bench, { dataDir }));
  await createProjects(product.url, 100);
  await requireBuild(product.url, id);
  const moto = noMoto === undefined ? servers.use(await startMoto()) : undefined;
  const motoBuild = moto && (await startMotoBuild(moto.url));

  return [
    ...(await measure(
      bench,
      "ListProjects (100)",
      product.url,
      LIST_PROJECTS,
      moto && { url: moto.url, call: LIST_PROJECTS },
      noMoto,
    )),
    ...(await measure(
      bench,
      "BatchGetBuilds of one",
      product.url,
      getBuild(id),
      moto && { url: moto.url, call: getBuild(motoBuild ?? "") },
      noMoto,
    )),
  ];
};

async function measure(
  bench: Bench,
  name: string,
  url: string,
  asked: JsonRequest,
  moto: { readonly url: string; readonly call: JsonRequest } | undefined,
  noMoto: string | undefined,
): Promise<readonly Figure[]> {
  await using bare = await startBareLike(bench, url, asked);
  const contenders: Record<string, Contender> = {
    product: { url, call: asked, sameBytes: true },
    bare: { url: bare.url, call: asked, sameBytes: true },
    ...(moto && { moto: { ...moto, sameBytes: false } }),
  };
  const { rates, ratioTo } = await compareRates(bench, contenders);
  return [
    {
      name,
      must: MUST_BARE,
      measured: `${perSecond(rates["product"])}, bare ${perSecond(rates["bare"])}`,
      ratio: percent(ratioTo("bare")),
      verdict: toVerdict(ratioTo("bare") >= BARE),
    },
    moto === undefined
      ? notMeasured(`· ${name}, moto`, MUST_MOTO, noMoto ?? "")
      : {
          name: `· ${name}, moto`,
          must: MUST_MOTO,
          measured: `${perSecond(rates["product"])}, moto ${perSecond(rates["moto"])}`,
          ratio: times(ratioTo("moto")),
          verdict: toVerdict(ratioTo("moto") >= MOTO),
        },
  ];
}

export function getBuild(id: string): JsonRequest {
  return { target: "CodeBuild_20161006.BatchGetBuilds", body: JSON.stringify({ ids: [id] }) };
}

async function startMotoBuild(url: string): Promise<string> {
  const [projectName] = await createProjects(url, 100);
  const { build } = await call<{ build: { id: string } }>(url, "CodeBuild_20161006.StartBuild", { projectName });
  return build.id;
}
