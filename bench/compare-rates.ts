import type { Bench } from "./figure.ts";
import { measureInterleaved, median, medianRatio } from "./interleaved.ts";
import type { JsonRequest } from "./json-request.ts";
import { load } from "./wrk.ts";

export interface Contender {
  readonly url: string;
  readonly call: JsonRequest;
  /** Answers the same bytes as the product: checked. */
  readonly sameBytes: boolean;
}

export interface RateComparison {
  /** Median rate of each, answers a second. */
  readonly rates: Readonly<Record<string, number>>;
  /** The product's rate by the other's, the median over the rounds. */
  readonly ratioTo: (name: string) => number;
}

/** Loads each contender with wrk, in turn, over several rounds after a warm-up. The first one is what the others are compared with. */
export async function compareRates(
  bench: Bench,
  contenders: Readonly<Record<string, Contender>>,
): Promise<RateComparison> {
  const [rounds, seconds] = bench.quick ? [2, 1] : [5, 2];
  const bytes = new Map<string, number>();
  const loads = Object.entries(contenders).map(([name, { url, call }]) => {
    const once = async (): Promise<number> => {
      const { rate, bytesEach } = await load(bench, { url, call, seconds });
      bytes.set(name, bytesEach);
      return rate;
    };
    return [name, once] as const;
  });
  for (const [, once] of loads) await once();
  const values = await measureInterleaved(rounds, Object.fromEntries(loads));

  const [first = ""] = Object.keys(contenders);
  for (const [name, { sameBytes }] of Object.entries(contenders)) {
    const difference = Math.abs((bytes.get(name) ?? 0) / (bytes.get(first) ?? 1) - 1);
    if (sameBytes && difference > 0.01) {
      throw new Error(`${name} answers ${String(bytes.get(name))} bytes, ${first} ${String(bytes.get(first))}`);
    }
  }
  return {
    rates: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, median(list)])),
    ratioTo: (name) => medianRatio(values[first] ?? [], values[name] ?? []),
  };
}

export function perSecond(rate: number | undefined): string {
  return `${Math.round(rate ?? Number.NaN).toLocaleString("en")}/s`;
}
