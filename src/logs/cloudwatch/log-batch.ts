import type { LogTarget } from "../log-sink.ts";

/**
 * The limits of one PutLogEvents request as its API reference states them, but for its size, of which half is used:
 * larger requests are hardly faster and cost memory.
 */
const MOST_EVENTS = 10_000;
const LARGEST_BATCH = 524_288;
const LONGEST_SPAN = 86_400_000;
const EVENT_OVERHEAD = 26;

const FIRST_SIZE = 4_096;
const END = Buffer.from("]}");

/**
 * The events of one PutLogEvents request, kept as the bytes of its body. Build output is the most of what the process
 * handles: 10,000 event objects a megabyte, and the SDK's copies of them, cost twice the time and the memory.
 */
export class LogBatch {
  #body = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  /** As AWS counts them. */
  #bytes = 0;
  /** The number of events. */
  count = 0;
  /** The length of all messages. */
  characters = 0;
  firstTime = 0;
  lastTime = 0;
  /** How many events have the last time. */
  countAtLastTime = 0;

  constructor(target: LogTarget) {
    const names = JSON.stringify({ logGroupName: target.group, logStreamName: target.stream });
    this.#append(`${names.slice(0, -1)},"logEvents":[`);
  }

  /**
   * @param time milliseconds since the epoch, not before an earlier message's
   * @returns false where it does not fit
   */
  add(time: number, message: string): boolean {
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD;
    if (this.count === 0) this.firstTime = time;
    else if (this.count >= MOST_EVENTS || this.#bytes + bytes > LARGEST_BATCH || time - this.firstTime > LONGEST_SPAN) {
      return false;
    }
    this.#append(`{"timestamp":${time},"message":${JSON.stringify(message)}},`);
    this.#bytes += bytes;
    this.count += 1;
    this.characters += message.length;
    this.countAtLastTime = time === this.lastTime ? this.countAtLastTime + 1 : 1;
    this.lastTime = time;
    return true;
  }

  /** The body of the request in the JSON protocol. */
  body(): Uint8Array {
    const body = Buffer.allocUnsafe(this.#length - 1 + END.length);
    this.#body.copy(body, 0, 0, this.#length - 1);
    END.copy(body, this.#length - 1);
    return body;
  }

  #append(text: string): void {
    const needed = this.#length + 3 * text.length;
    if (needed > this.#body.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#body.length));
      this.#body.copy(larger, 0, 0, this.#length);
      this.#body = larger;
    }
    this.#length += this.#body.write(text, this.#length);
  }
}
