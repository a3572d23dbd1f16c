import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import type { LogSink, LogSinkProvider, LogTarget } from "../log-sink.ts";
import { CloudWatchLogStream } from "./cloudwatch-log-stream.ts";
import { LogBatchQueue } from "./log-batch-queue.ts";

export interface CloudWatchLogSinkOptions {
  /**
   * A client for an account and region; whoever makes it destroys it. It must be made with `maxAttempts: 1`: the sink
   * itself sends again what failed, since only it can tell whether the first try was stored, though its answer was lost.
   */
  client(scope: { readonly account: string; readonly region: string }): Promise<CloudWatchLogsClient>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the service is known to take nothing before something has changed, as with a full disk: it is then waited for without end. */
  readonly isHeldUp?: () => boolean;
}

/** A message waits so long for others to be sent with. */
const GATHER_FOR = 200;
/** So many characters may be buffered before `ready` waits: one batch under way, and the next ones. */
const MOST_BUFFERED = 1_500_000;
/** AWS rejects events that are more than 2 hours in the future or 14 days in the past. */
const MOST_AHEAD = 3_600_000;
const MOST_BEHIND = 13 * 86_400_000;

export function createCloudWatchLogSinkProvider(options: CloudWatchLogSinkOptions): LogSinkProvider {
  return {
    async open(target) {
      const client = await options.client({ account: target.account, region: target.region });
      if ((await client.config.maxAttempts()) !== 1) {
        throw new TypeError("The log sink's client must be made with maxAttempts: 1, else it may store events twice.");
      }
      const sdk = await import("@aws-sdk/client-cloudwatch-logs");
      const { clock, logger, isHeldUp = () => false } = options;
      const stream = new CloudWatchLogStream({ sdk, client, clock, logger, isHeldUp }, target);
      await stream.open();
      return new CloudWatchLogSink(stream, target, clock);
    },
  };
}

interface Waiter {
  /** How many messages must have been delivered. */
  readonly messages: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One request at a time, so that the order is kept and a lost answer concerns one batch only. */
class CloudWatchLogSink implements LogSink {
  readonly #stream: CloudWatchLogStream;
  readonly #clock: Clock;
  readonly #queue: LogBatchQueue;
  #written = 0;
  #delivered = 0;
  #buffered = 0;
  #readyWaiters: PromiseWithResolvers<void>[] = [];
  #flushWaiters: Waiter[] = [];
  #isSending = false;
  #cancelTimer: (() => void) | undefined;
  #refusal: Error | undefined;
  #isRefusalTold = false;

  constructor(stream: CloudWatchLogStream, target: LogTarget, clock: Clock) {
    this.#stream = stream;
    this.#queue = new LogBatchQueue(target, stream.latestTime);
    this.#clock = clock;
  }

  write(time: number, message: string): void {
    if (this.#refusal) return;
    const now = this.#clock.now();
    this.#queue.add(Math.floor(Math.min(Math.max(time, now - MOST_BEHIND), now + MOST_AHEAD)), message);
    this.#written += 1;
    this.#buffered += message.length;
    this.#schedule();
  }

  async ready(): Promise<void> {
    this.#throwRefusal();
    if (this.#buffered <= MOST_BUFFERED) return;
    const waiter = Promise.withResolvers<void>();
    this.#readyWaiters.push(waiter);
    return waiter.promise;
  }

  /** What CloudWatch has acknowledged can be read. */
  finish(): Promise<void> {
    return this.flush();
  }

  async flush(): Promise<void> {
    this.#throwRefusal();
    if (this.#delivered === this.#written) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#flushWaiters.push({ messages: this.#written, resolve, reject });
    this.#schedule();
    return promise;
  }

  delivered(): AsyncIterable<string> {
    return this.#stream.messages();
  }

  /** Rejects with a refusal only if no one was told of it before. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isRefusalTold) return;
    await this.flush();
  }

  #throwRefusal(): void {
    if (this.#refusal === undefined) return;
    this.#isRefusalTold = true;
    throw this.#refusal;
  }

  #schedule(): void {
    if (this.#isSending || this.#queue.isEmpty) return;
    if (this.#queue.hasFull || this.#flushWaiters.length > 0) {
      this.#cancelTimer?.();
      this.#cancelTimer = undefined;
      void this.#send();
    } else {
      this.#cancelTimer ??= this.#clock.after(GATHER_FOR, () => {
        this.#cancelTimer = undefined;
        void this.#send();
      });
    }
  }

  /** Never rejects: a refusal goes to those who wait, and to all who come later. */
  async #send(): Promise<void> {
    const batch = this.#queue.take();
    if (batch === undefined) return;
    this.#isSending = true;
    try {
      await this.#stream.put(batch);
      this.#delivered += batch.count;
      this.#buffered -= batch.characters;
      this.#wake();
    } catch (error) {
      this.#refuse(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isSending = false;
    }
    this.#schedule();
  }

  #wake(): void {
    if (this.#buffered <= MOST_BUFFERED) {
      for (const { resolve } of this.#readyWaiters) resolve();
      this.#readyWaiters = [];
    }
    const waiters = this.#flushWaiters;
    this.#flushWaiters = waiters.filter(({ messages }) => messages > this.#delivered);
    for (const { messages, resolve } of waiters) if (messages <= this.#delivered) resolve();
  }

  #refuse(error: Error): void {
    this.#refusal = error;
    this.#isRefusalTold = this.#readyWaiters.length + this.#flushWaiters.length > 0;
    for (const { reject } of [...this.#readyWaiters, ...this.#flushWaiters]) reject(error);
    this.#readyWaiters = [];
    this.#flushWaiters = [];
    this.#queue.clear();
    this.#buffered = 0;
  }
}
