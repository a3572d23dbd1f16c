/** The one place that reads the time and sets timers, so that tests can set both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `milliseconds`; the returned function cancels it. Never keeps the process alive by itself. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Resolves after `milliseconds`, or at once when `signal` aborts (it never rejects). */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const due = Date.now() + milliseconds;
    const arm = (): NodeJS.Timeout =>
      setTimeout(
        () => {
          if (Date.now() < due) timer = arm();
          else callback();
        },
        Math.min(Math.max(due - Date.now(), 0), LONGEST_TIMER),
      ).unref();
    let timer = arm();
    return () => {
      clearTimeout(timer);
    };
  },
  sleep(milliseconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener("abort", done, { once: true });
    });
  },
};
