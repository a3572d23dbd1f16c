import { describe, expect, test } from "vitest";

import { createCachePatterns, toCachePath, toWholeDirectory } from "./cache-paths.ts";

const SOURCE = "/codebuild/output/src1/src";
describe("where a cache path counts from", () => {
  test.each([
    ["deps/**/*", "source", "deps/**/*"],
    ["./deps", "source", "deps"],
    [`${SOURCE}/deps`, "source", "deps"],
    ["../../x", "root", "codebuild/output/x"],
    ["/root/.m2/**/*", "root", "root/.m2/**/*"],
    ["~/.cache", "root", "root/.cache"],
    [".", "source", ""],
    ["/../../etc", "root", "etc"],
  ])("%s", (written, from, pattern) => {
    expect(toCachePath(written, SOURCE, "/root")).toEqual({ from, pattern });
  });
});

describe("what a list of cache paths means", () => {
  const patterns = createCachePatterns(
    ["deps/**/*", "deps/inner/*", "/root/.m2/**/*", "vendor", "a/*.jar"].map((path) =>
      toCachePath(path, SOURCE, "/root"),
    ),
  );
  test("each place is fetched once", () => {
    expect(patterns.roots).toEqual([
      { from: "source", path: "deps" },
      { from: "root", path: "root/.m2" },
      { from: "source", path: "vendor" },
      { from: "source", path: "a" },
    ]);
  });
  test.each([
    ["source", "deps/a/b", false, true],
    ["source", "deps/.hidden/x", false, true],
    ["source", "deps/a", true, true],
    ["source", "vendor", false, true],
    ["source", "vendor/deep/file", false, true],
    ["source", "a/x.jar", false, true],
    ["source", "a/sub.jar", true, false],
    ["source", "a/sub/x.jar", false, false],
    ["source", "root/.m2/x", false, false],
    ["root", "root/.m2/x", false, true],
    ["root", "root/.m2x/x", false, false],
  ] as const)("%s %s (directory: %s): %s", (from, path, isDirectory, matches) => {
    expect(patterns.matches(from, path, isDirectory)).toBe(matches);
  });
});

test.each([
  ["/root/.m2/**/*", "root/.m2"],
  ["/root/.m2/*", "root/.m2"],
  ["/root/.m2/**", "root/.m2"],
  ["/root/.m2", "root/.m2"],
  ["packages/*/node_modules/**/*", undefined],
  ["a/*.jar", undefined],
])("a local cache of %s is the directory %s", (written, path) => {
  expect(toWholeDirectory(toCachePath(written, SOURCE, "/root"))?.path).toBe(path);
});
