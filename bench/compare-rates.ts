import { percent, type Bench } from "./figure.ts";
import { measureInterleaved, median, medianRatio } from "./interleaved.ts";
import type { JsonRequest } from "./json-request.ts";
import { processorTime, type ServerProcess } from "./server-process.ts";
import { load } from "./wrk.ts";

/** Rounds before the ones that count: until then V8 still compiles. */
const WARM_UPS = 2;

export interface Contender {
  readonly server: ServerProcess;
  readonly call: JsonRequest;
  /** Answers the same bytes as the product: checked. */
  readonly sameBytes: boolean;
}

export interface RateComparison {
  /** Median rate of each, answers a second. */
  readonly rates: Readonly<Record<string, number>>;
  /** The first one's rate by the other's, the median over the rounds. */
  readonly ratioTo: (name: string) => number;
  /** The same of answers by processor time: what other programs on the machine do hardly changes it. */
  readonly processorRatioTo: (name: string) => number;
  /** How many answers the first one gave, warm-up included. */
  readonly answers: number;
}

/** Loads each contender with wrk, in turn, over several rounds after a warm-up. The first one is what the others are compared with. */
export async function compareRates(
  bench: Bench,
  contenders: Readonly<Record<string, Contender>>,
): Promise<RateComparison> {
  const [rounds, seconds] = bench.quick ? [2, 1] : [5, 2];
  const bytes = new Map<string, number>();
  const costs = new Map<string, number[]>();
  const given = new Map<string, number>();
  const loads = Object.entries(contenders).map(([name, { server, call }]) => {
    const once = async (): Promise<number> => {
      const before = processorTime(server.pid);
      const { rate, answers, bytesEach } = await load(bench, { url: server.url, call, seconds });
      costs.set(name, [...(costs.get(name) ?? []), (processorTime(server.pid) - before) / answers]);
      bytes.set(name, bytesEach);
      given.set(name, (given.get(name) ?? 0) + answers);
      return rate;
    };
    return [name, once] as const;
  });
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) for (const [, once] of loads) await once();
  costs.clear();
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
    processorRatioTo: (name) => median(costs.get(name) ?? []) / median(costs.get(first) ?? []),
    answers: given.get(first) ?? 0,
  };
}

export function perSecond(rate: number | undefined): string {
  return `${Math.round(rate ?? Number.NaN).toLocaleString("en")}/s`;
}

export function ratios(comparison: RateComparison, to: string): string {
  return `${percent(comparison.ratioTo(to))} (by processor time ${percent(comparison.processorRatioTo(to))})`;
}
