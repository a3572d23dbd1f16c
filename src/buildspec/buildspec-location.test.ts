import { expect, test } from "vitest";

import { toBuildspecLocation } from "./buildspec-location.ts";

test("nothing means buildspec.yml in the source", () => {
  for (const text of [undefined, "", "  \n"])
    expect(toBuildspecLocation(text)).toEqual({ kind: "file", path: "buildspec.yml", isDefault: true });
});

test.each([
  "version: 0.2\nphases:\n",
  '{"version": 0.2}',
  "version: 0.2",
  '"version": 0.2',
  " version:",
  "{}",
  "phases:\n\tbuild:\n",
  "- a\n- b",
])("%j is inline text", (text) => {
  expect(toBuildspecLocation(text)).toEqual({ kind: "inline", text });
});

test.each(["buildspec_debug.yml", "config/buildspec.yml", "./a b.yaml", "buildspec", "dir:with-colon/spec.yml"])(
  "%j is a path",
  (text) => {
    expect(toBuildspecLocation(text)).toEqual({ kind: "file", path: text, isDefault: false });
  },
);

test("a path may have a line end after it", () => {
  expect(toBuildspecLocation("ci/buildspec.yml\n")).toEqual({
    kind: "file",
    path: "ci/buildspec.yml",
    isDefault: false,
  });
});

test("an ARN of an S3 object is taken apart", () => {
  expect(toBuildspecLocation("arn:aws:s3:::bucket/dir/buildspec.yml")).toEqual({
    kind: "s3",
    bucket: "bucket",
    key: "dir/buildspec.yml",
  });
});
