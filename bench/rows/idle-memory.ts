import { setTimeout as sleep } from "node:timers/promises";
import { startBare } from "../bare.ts";
import { megabytes, times, toVerdict, type Row } from "../figure.ts";
import { median } from "../interleaved.ts";
import { LIST_PROJECTS, startProduct } from "../product.ts";
import { residentMemory } from "../server-process.ts";

const IDLE = 5_000;

/** Resident memory after one answered request and five idle seconds; three of each side by side. */
export const idleMemory: Row = async (bench) => {
  await using servers = new AsyncDisposableStack();
  const product: number[] = [];
  const bare: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    const ours = servers.use(await startProduct(bench));
    product.push(ours.pid);
    bare.push(servers.use(await startBare(bench, { recorded: ours.firstAnswer, first: LIST_PROJECTS })).pid);
  }
  await sleep(IDLE);
  const [ours, theirs] = [median(product.map(residentMemory)), median(bare.map(residentMemory))];
  return [
    {
      name: "memory when idle (resident)",
      must: "≤ 2 × bare",
      measured: `${megabytes(ours)}, bare ${megabytes(theirs)}`,
      ratio: times(ours / theirs),
      verdict: toVerdict(ours / theirs <= 2),
    },
  ];
};
