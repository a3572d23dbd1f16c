import type { LogTarget } from "../log-sink.ts";
import { LogBatch } from "./log-batch.ts";

/** Puts messages into batches that fit into one request each. Times only go up. */
export class LogBatchQueue {
  readonly #target: LogTarget;
  readonly #batches: LogBatch[] = [];
  #latest: number;

  /** @param latest the time of the last message before these, in milliseconds since the epoch */
  constructor(target: LogTarget, latest: number) {
    this.#target = target;
    this.#latest = latest;
  }

  add(time: number, message: string): void {
    this.#latest = Math.max(this.#latest, time);
    if (this.#batches.at(-1)?.add(this.#latest, message)) return;
    const batch = new LogBatch(this.#target);
    batch.add(this.#latest, message);
    this.#batches.push(batch);
  }

  /** Whether there is a batch that takes no more. */
  get hasFull(): boolean {
    return this.#batches.length > 1;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  take(): LogBatch | undefined {
    return this.#batches.shift();
  }

  clear(): void {
    this.#batches.length = 0;
  }
}
