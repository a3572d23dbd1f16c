/** Where a build's log goes. */
export interface LogTarget {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** For the text of a refusal. */
  readonly onBehalfOf?: { readonly serviceRole: string; readonly buildArn: string };
}

export interface LogSinkProvider {
  /** Opens (and makes, where missing) the target. @throws PhaseError `ACCESS_DENIED` or the like when it refuses. */
  open(target: LogTarget): Promise<LogSink>;
}

/**
 * One build's log. Messages keep their order; each is one event. Disposing flushes. Messages that were not yet delivered
 * are lost with the process, so a log is written again after a crash from `delivered` on.
 */
export interface LogSink extends AsyncDisposable {
  /**
   * Takes one message (a line with its line end, or a part of a line too long for one event). Never blocks; await `ready()`
   * after many to bound what is buffered. Times before an earlier message's are lifted to it.
   *
   * @param time milliseconds since the epoch
   */
  write(time: number, message: string): void;
  /** Resolves at once while little is buffered, else when enough has been delivered. Rejects when the target has refused for good. */
  ready(): Promise<void>;
  /** Resolves when all that was written is delivered: acknowledged by the target. */
  flush(): Promise<void>;
  /** Resolves when the log, which is whole now, stands where it is to be read. Nothing is written after it; may be called again after a crash. */
  finish(): Promise<void>;
  /** The messages that the target already holds, oldest first, as they were written. For recovery. */
  delivered(): AsyncIterable<string>;
}

/** The most UTF-8 bytes of one message; longer lines are written as several messages, the line end only on the last. */
export const LONGEST_MESSAGE = 250_000;
