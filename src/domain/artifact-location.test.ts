import { expect, test } from "vitest";

import { type ArtifactLocationInput, toArtifactLocation } from "./artifact-location.ts";

const UUID = "12345678-1234-1234-1234-123456789012";

function locate(input: Partial<ArtifactLocationInput>): string {
  const { bucket, key, arn } = toArtifactLocation({
    location: "bucket",
    path: undefined,
    namespaceType: undefined,
    name: undefined,
    packaging: undefined,
    projectName: "my-project",
    buildUuid: UUID,
    ...input,
  });
  expect(bucket).toBe("bucket");
  expect(arn).toBe(key === "" ? "arn:aws:s3:::bucket" : `arn:aws:s3:::bucket/${key}`);
  return key;
}

test.each<[Partial<ArtifactLocationInput>, string]>([
  [{}, "my-project"],
  [{ namespaceType: "BUILD_ID" }, `${UUID}/my-project`],
  [{ path: "MyPath", namespaceType: "NONE", name: "MyArtifact.zip", packaging: "ZIP" }, "MyPath/MyArtifact.zip"],
  [
    { path: "MyPath", namespaceType: "BUILD_ID", name: "MyArtifact.zip", packaging: "ZIP" },
    `MyPath/${UUID}/MyArtifact.zip`,
  ],
  [{ name: "/", packaging: "NONE" }, ""],
  [{ path: "MyPath", namespaceType: "BUILD_ID", name: "/", packaging: "NONE" }, `MyPath/${UUID}`],
  [{ path: "out", namespaceType: "BUILD_ID", name: "app" }, `out/${UUID}/app`],
  [{ path: "/a//b/", name: "c/d" }, "a/b/c/d"],
  [{ path: "", name: "x" }, "x"],
  [{ path: "./a/../b", name: "../../../c" }, "c"],
  [{ name: "..", packaging: "NONE" }, ""],
  [{ name: "/", packaging: "ZIP" }, "my-project"],
  [{ path: "p", name: "/", packaging: "ZIP" }, "p/my-project"],
  [{ location: "arn:aws:s3:::bucket", name: "x" }, "x"],
  [{ location: "bucket/", name: "x" }, "x"],
])("%j lies at '%s'", (input, key) => {
  expect(locate(input)).toBe(key);
});

test("another partition stays", () => {
  const input = {
    path: undefined,
    namespaceType: undefined,
    name: "n",
    packaging: undefined,
    projectName: "p",
    buildUuid: UUID,
  } as const;
  expect(toArtifactLocation({ location: "arn:aws-cn:s3:::b", ...input })).toEqual({
    bucket: "b",
    key: "n",
    arn: "arn:aws-cn:s3:::b/n",
  });
});
