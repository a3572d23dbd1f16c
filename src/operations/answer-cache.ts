import { EncodedJson } from "../protocol/operation.ts";
import type { Scope } from "../store/store.ts";

/** Bytes of answers that are kept; beyond, all are forgotten. */
const CAPACITY = 2 * 1024 * 1024;

/**
 * The answers to what is asked over and over, as the bytes that are sent: putting a hundred records together takes longer than
 * sending them. An answer holds until anything is written.
 */
export class AnswerCache<Output> {
  readonly #answers = new Map<string, EncodedJson<Output>>();
  #revision = Number.NaN;
  #size = 0;

  /** @param revision of what the answer is made from; besides, it depends on whose records are asked for and on their names */
  get(
    revision: number,
    { account, region }: Scope,
    names: readonly string[],
    make: () => EncodedJson<Output>,
  ): EncodedJson<Output> {
    if (revision !== this.#revision) this.#forget(revision);
    const question = JSON.stringify([account, region, names]);
    const kept = this.#answers.get(question);
    if (kept !== undefined) return kept;
    const body = Buffer.concat(make().chunks);
    const answer = new EncodedJson<Output>([body]);
    if (this.#size + body.length > CAPACITY) this.#forget(revision);
    if (body.length <= CAPACITY / 4) {
      this.#answers.set(question, answer);
      this.#size += body.length;
    }
    return answer;
  }

  #forget(revision: number): void {
    this.#answers.clear();
    this.#size = 0;
    this.#revision = revision;
  }
}
