import type { Clock } from "../common/clock.ts";

/** Why a run ends before its work does. */
export type InterruptionReason =
  /** StopBuild: the record is final already. */
  | "stop"
  | "timeout"
  /** This process ends; the container goes on and is adopted by the next one. */
  | "shutdown";

/** What the signals abort with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly reason: InterruptionReason;

  constructor(reason: InterruptionReason) {
    super(`the run was interrupted: ${reason}`);
    this.reason = reason;
  }
}

/** The one switch that ends a run early. The first reason counts, except that a shutdown may follow any. */
export interface Interruption extends Disposable {
  readonly reason: InterruptionReason | undefined;
  /** Aborts for every reason: work that is not worth finishing. */
  readonly work: AbortSignal;
  /** Aborts only at shutdown: reading what a container has to say to its end. */
  readonly follow: AbortSignal;
  interrupt(this: void, reason: InterruptionReason): void;
  /** Times the build out after so many milliseconds, at once when there are none left; a later call replaces an earlier one. */
  timeOutIn(milliseconds: number): void;
  throwIfInterrupted(): void;
}

export function createInterruption(clock: Clock): Interruption {
  const work = new AbortController();
  const follow = new AbortController();
  let reason: InterruptionReason | undefined;
  const interrupt = (why: InterruptionReason): void => {
    reason ??= why;
    if (why === "shutdown") follow.abort(new Interrupted(why));
    work.abort(new Interrupted(why));
  };
  let cancel = (): void => {};
  return {
    get reason() {
      return reason;
    },
    work: work.signal,
    follow: follow.signal,
    interrupt,
    timeOutIn(milliseconds) {
      cancel();
      cancel = (): void => {};
      // A timer would be late for a container whose whole output can be read by then.
      if (milliseconds <= 0) interrupt("timeout");
      else
        cancel = clock.after(milliseconds, () => {
          interrupt("timeout");
        });
    },
    throwIfInterrupted() {
      if (reason !== undefined) throw new Interrupted(reason);
    },
    [Symbol.dispose]() {
      cancel();
    },
  };
}
