import type { Answer } from "./exchange.ts";

/** A request that is answered before any operation sees it. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${String(answer.status)}`);
    this.answer = answer;
  }
}
