import { describe, expect, test } from "vitest";

import { fileSystemsProblem, parseNfsLocation, toFileSystem } from "./file-system-location.ts";

const EFS = {
  type: "EFS",
  identifier: "efs",
  location: "fs-1.efs.us-east-1.amazonaws.com",
  mountPoint: "/mnt",
} as const;

describe("a file system's location", () => {
  test.each([
    ["fs-1.efs.us-east-1.amazonaws.com", "fs-1.efs.us-east-1.amazonaws.com", "/"],
    ["fs-1.efs.us-east-1.amazonaws.com:/", "fs-1.efs.us-east-1.amazonaws.com", "/"],
    ["10.0.0.1:/a/b", "10.0.0.1", "/a/b"],
    ["[fd00::1]:/a", "fd00::1", "/a"],
  ])("%s", (text, server, directory) => {
    expect(parseNfsLocation(text)).toEqual({ server, directory });
  });

  test.each(["", ":/a", "name:relative", "name,addr=10.0.0.1:/a", "na me:/", "name:/a\nb"])("is not %j", (text) => {
    expect(parseNfsLocation(text)).toBeUndefined();
  });
});

test("is mounted with CodeBuild's options where it has none", () => {
  expect(toFileSystem({ ...EFS, mountPoint: "/mnt/", mountOptions: "" })).toMatchObject({
    mountPoint: "/mnt",
    mountOptions: "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2",
  });
  expect(toFileSystem({ ...EFS, mountOptions: "soft" })?.mountOptions).toBe("soft");
});

describe("the file systems of a project", () => {
  test("may be several", () => {
    expect(fileSystemsProblem(undefined)).toBeUndefined();
    expect(fileSystemsProblem([EFS, { ...EFS, identifier: "other", mountPoint: "/mnt/b" }])).toBeUndefined();
  });

  const IDENTIFIER =
    "Invalid input: identifier must contain only alphanumeric characters and underscores and be less than 128 characters in length";
  test.each([
    [{ identifier: undefined }, IDENTIFIER],
    [{ identifier: "a-b" }, IDENTIFIER],
    [{ identifier: "x".repeat(128) }, IDENTIFIER],
    [{ location: undefined }, "file system efs: location must be a DNS name"],
    [{ location: "fs-1,soft:/" }, "file system efs: location must be a DNS name"],
    [{ mountPoint: undefined }, "mountPoint must be an absolute path"],
    [{ mountPoint: "mnt" }, "mountPoint must be an absolute path"],
    [{ mountPoint: "/mnt/../etc" }, "mountPoint must be an absolute path"],
    [{ mountPoint: "/mnt:ro" }, "mountPoint must be an absolute path"],
    [{ mountPoint: "/" }, "nothing can be mounted at /"],
    [{ mountPoint: "/codebuild/output/" }, "nothing can be mounted at /codebuild/output/"],
    [{ mountOptions: "soft hard" }, "mountOptions must be separated by commas"],
  ])("are refused with %j", (change, problem) => {
    expect(fileSystemsProblem([{ ...EFS, ...change }])).toContain(problem);
  });

  test("have identifiers and mount points of their own", () => {
    expect(fileSystemsProblem([EFS, { ...EFS, identifier: "EFS", mountPoint: "/b" }])).toContain(
      "EFS is used more than once",
    );
    expect(fileSystemsProblem([EFS, { ...EFS, identifier: "b", mountPoint: "/mnt/" }])).toContain(
      "is used more than once",
    );
  });
});
