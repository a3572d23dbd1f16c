import { systemClock, type Clock } from "../../src/common/clock.ts";

/** A clock that runs so many times as fast. */
export function createFastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    after: (milliseconds, callback) => systemClock.after(milliseconds / factor, callback),
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / factor, signal),
  };
}
