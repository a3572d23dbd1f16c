import { milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { startBare } from "../bare.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { LIST_PROJECTS, startProduct } from "../product.ts";
import { motoMissing, startMoto } from "../moto.ts";
import type { ServerProcess } from "../server-process.ts";

/** From the start of the process to the first whole answer to ListProjects; the client tries again every 2 ms. */
export const startTime: Row = async (bench) => {
  const compileCache = bench.freshDirectory();
  const time = async (start: () => Promise<ServerProcess>): Promise<number> => {
    await using server = await start();
    return server.startTime;
  };
  const product = (): Promise<ServerProcess> => startProduct(bench, { compileCache });
  const cold = await time(product);
  await using recorded = await product();
  const recordedAnswer = recorded.firstAnswer;
  const values = await measureInterleaved(bench.quick ? 3 : 9, {
    product: () => time(product),
    bare: () => time(() => startBare(bench, { recorded: recordedAnswer, first: LIST_PROJECTS })),
  });
  const ratio = medianRatio(values.product, values.bare);
  const missing = motoMissing();
  const name = "start of the process → first answered request";
  return [
    {
      name,
      must: "≤ 2.5 × bare",
      measured: `${milliseconds(median(values.product))}, bare ${milliseconds(median(values.bare))}`,
      ratio: times(ratio),
      verdict: toVerdict(ratio <= 2.5),
    },
    {
      name: "· the very first start (nothing in the compile cache)",
      must: "",
      measured: milliseconds(cold),
      ratio: times(cold / median(values.bare)),
      verdict: "reference",
    },
    missing === undefined
      ? {
          name: "· moto_server",
          must: "",
          measured: milliseconds(await time(startMoto)),
          ratio: "",
          verdict: "reference",
        }
      : notMeasured("· moto_server", "", missing),
  ];
};
