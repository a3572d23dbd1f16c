import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer is neither undefined nor false; @throws when the time is up, with the last error as its cause. */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 30_000,
  every = 20,
): Promise<T> {
  const until = Date.now() + milliseconds;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(every);
  }
  throw new Error(`${what}: not within ${milliseconds} ms`, { cause: last });
}
