import { expect, test } from "vitest";
import { EncodedJson } from "../protocol/operation.ts";
import { AnswerCache } from "./answer-cache.ts";

const SCOPE = { account: "111111111111", region: "us-east-1" };

function answersOf(cache: AnswerCache<unknown>) {
  let made = 0;
  return (revision: number, question: string, body = question): { text: string; made: number } => {
    const answer = cache.get(revision, SCOPE, [question], () => {
      made += 1;
      return new EncodedJson([Buffer.from(body.slice(0, 1)), Buffer.from(body.slice(1))]);
    });
    return { text: Buffer.concat(answer.chunks).toString(), made };
  };
}

test("an answer is made once for a question, and again after a write", () => {
  const get = answersOf(new AnswerCache());
  expect(get(1, "a")).toEqual({ text: "a", made: 1 });
  expect(get(1, "a", "stale")).toEqual({ text: "a", made: 1 });
  expect(get(1, "b")).toEqual({ text: "b", made: 2 });
  expect(get(2, "a", "fresh")).toEqual({ text: "fresh", made: 3 });
  expect(get(2, "b", "fresh too")).toEqual({ text: "fresh too", made: 4 });
});

test("what would take too much memory is answered, not kept", () => {
  const get = answersOf(new AnswerCache());
  const large = "x".repeat(1_000_000);
  expect(get(1, "large", large)).toEqual({ text: large, made: 1 });
  expect(get(1, "large", large)).toEqual({ text: large, made: 2 });
  const body = "y".repeat(500_000);
  for (let question = 0; question < 10; question += 1) get(1, String(question), body);
  expect(get(1, "9", body).made).toBe(12);
  expect(get(1, "0", body).made).toBe(13);
});

test("each account and region has its own answers", () => {
  const cache = new AnswerCache();
  const ask = (account: string, region: string): string => {
    const { chunks } = cache.get(1, { account, region }, ["a"], () => new EncodedJson([Buffer.from(account + region)]));
    return Buffer.concat(chunks).toString();
  };
  expect([ask("1", "b"), ask("2", "b"), ask("1", "c"), ask("1", "b")]).toEqual(["1b", "2b", "1c", "1b"]);
});
