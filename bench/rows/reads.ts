import { startBareLike } from "../bare.ts";
import { compareRates, perSecond, ratios, type Contender } from "../compare-rates.ts";
import { notMeasured, times, toVerdict, type Bench, type Figure, type Row } from "../figure.ts";
import { call, type JsonRequest } from "../json-request.ts";
import { motoMissing, startMoto } from "../moto.ts";
import { LIST_PROJECTS, startProduct } from "../product.ts";
import { createProjects } from "../sample-projects.ts";
import { requireBuild, seedBuilds } from "../seed-builds.ts";
import type { ServerProcess } from "../server-process.ts";
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

  const against = (motoCall: JsonRequest): Contender | string =>
    moto === undefined ? (noMoto ?? "") : { server: moto, call: motoCall, sameBytes: false };

  return [
    ...(await measure(bench, "ListProjects (100)", { server: product, call: LIST_PROJECTS }, against(LIST_PROJECTS))),
    ...(await measure(
      bench,
      "BatchGetBuilds of one",
      { server: product, call: getBuild(id) },
      against(getBuild(motoBuild ?? "")),
    )),
  ];
};

/** @param moto the reason where it is missing */
async function measure(
  bench: Bench,
  name: string,
  product: { readonly server: ServerProcess; readonly call: JsonRequest },
  moto: Contender | string,
): Promise<readonly Figure[]> {
  await using bare = await startBareLike(bench, product.server.url, product.call);
  const contenders: Record<string, Contender> = {
    product: { ...product, sameBytes: true },
    bare: { server: bare, call: product.call, sameBytes: true },
    ...(typeof moto === "object" && { moto }),
  };
  const comparison = await compareRates(bench, contenders);
  return [
    {
      name,
      must: MUST_BARE,
      measured: `${perSecond(comparison.rates["product"])}, bare ${perSecond(comparison.rates["bare"])}`,
      ratio: ratios(comparison, "bare"),
      verdict: toVerdict(comparison.ratioTo("bare") >= BARE),
    },
    typeof moto === "string"
      ? notMeasured(`· ${name}, moto`, MUST_MOTO, moto)
      : {
          name: `· ${name}, moto`,
          must: MUST_MOTO,
          measured: `${perSecond(comparison.rates["product"])}, moto ${perSecond(comparison.rates["moto"])}`,
          ratio: times(comparison.ratioTo("moto")),
          verdict: toVerdict(comparison.ratioTo("moto") >= MOTO),
        },
  ];
}

export function getBuild(id: string): JsonRequest {
  return { target: "CodeBuild_20161006.BatchGetBuilds", body: JSON.stringify({ ids: [id] }) };
}

async function startMotoBuild(url: string): Promise<string> {
  // moto wants a location even of NO_SOURCE, and has an account of its own.
  const more = {
    source: { type: "S3", location: "bucket/source.zip" },
    serviceRole: "arn:aws:iam::123456789012:role/codebuild-role",
  };
  const [projectName] = await createProjects(url, 100, more);
  const { build } = await call<{ build: { id: string } }>(url, "CodeBuild_20161006.StartBuild", { projectName });
  return build.id;
}
