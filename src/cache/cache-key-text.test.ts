import { describe, expect, test } from "vitest";

import { expandKey, KeyNotExpanded } from "./cache-key-text.ts";

const expansion = {
  variables: new Map([
    ["NODE", "20"],
    ["EMPTY", ""],
  ]),
  hashFiles: (patterns: readonly string[]) => Promise.resolve(`<${patterns.join("|")}>`),
};

describe("a key's text", () => {
  test.each([
    ["npm", "npm"],
    ["npm-$NODE-${NODE}x", "npm-20-20x"],
    ["a$EMPTY-$UNSET", "a-"],
    ["npm-$(codebuild-hash-files package-lock.json)", "npm-<package-lock.json>"],
    ["$(codebuild-hash-files '**/*.md' \"a b\" c)-$(codebuild-hash-files go.sum)", "<**/*.md|a b|c>-<go.sum>"],
    ["  spaces around  ", "spaces around"],
  ])("%s becomes %s", async (text, key) => {
    expect(await expandKey(text, expansion)).toBe(key);
  });

  test.each([
    "$(date)",
    "`date`",
    "${NODE:-18}",
    "$(codebuild-hash-files $(ls))",
    "$(codebuild-hash-files a; rm -rf /)",
    "$(codebuild-hash-files)",
    "a\\$b",
    "cost$",
  ])("%s is more than is expanded here", async (text) => {
    await expect(expandKey(text, expansion)).rejects.toThrow(KeyNotExpanded);
  });
});
