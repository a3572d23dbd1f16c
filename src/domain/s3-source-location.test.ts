import { expect, test } from "vitest";

import { isS3FolderSource, toS3SourceLocation } from "./s3-source-location.ts";

test.each([
  ["bucket/key.zip", { bucket: "bucket", key: "key.zip" }],
  ["bucket/a/b c/é.zip", { bucket: "bucket", key: "a/b c/é.zip" }],
  ["arn:aws:s3:::bucket/a/key.zip", { bucket: "bucket", key: "a/key.zip" }],
  ["arn:aws-cn:s3:::bucket/key.zip", { bucket: "bucket", key: "key.zip" }],
  ["bucket/folder/", { bucket: "bucket", key: "folder/" }],
  ["bucket", undefined],
  ["bucket/", undefined],
  ["/key", undefined],
  ["", undefined],
  ["https://bucket/key", undefined],
])("%s", (location, expected) => {
  expect(toS3SourceLocation(location)).toEqual(expected);
});

test("a folder ends with a slash", () => {
  expect(isS3FolderSource("bucket/folder/")).toBe(true);
  expect(isS3FolderSource("bucket/key.zip")).toBe(false);
});
