import { expect, test } from "vitest";
import { createPageTokens } from "./page-tokens.ts";

const tokens = createPageTokens(Buffer.from("a key"));

test("a page token gives its cursor back in its own scope, and in a later process with the same key", () => {
  const token = tokens.seal("ListBuilds 1 us-east-1", "where → next");
  expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(tokens.open("ListBuilds 1 us-east-1", token)).toBe("where → next");
  expect(createPageTokens(Buffer.from("a key")).open("ListBuilds 1 us-east-1", token)).toBe("where → next");
});

test("a page token is refused in another scope, with another key, and when a character of it changed", () => {
  const token = tokens.seal("scope", "cursor");
  expect(tokens.open("other", token)).toBeUndefined();
  expect(createPageTokens(Buffer.from("another")).open("scope", token)).toBeUndefined();
  for (let at = 0; at < token.length; at += 1) {
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    expect(tokens.open("scope", changed)).toBeUndefined();
  }
});

test.each(["", "x", "not base64 !", "AAAA", "../../etc/passwd", "A".repeat(10_000)])("%j is no page token", (token) => {
  expect(tokens.open("scope", token)).toBeUndefined();
});

test("a scope and a cursor cannot be shifted into each other", () => {
  expect(tokens.open("ab", tokens.seal("a", "bc"))).toBeUndefined();
});
