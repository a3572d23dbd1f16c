import { expect, test } from "vitest";

import { toSourceDirectories } from "./source-directory.ts";

const UUID = "00000001-0000-4000-8000-000000000000";
const ROOT = "/codebuild/output/src100000001/src";

test.each([
  ["NO_SOURCE", undefined, ROOT],
  ["S3", "bucket/key.zip", ROOT],
  ["CODEPIPELINE", undefined, ROOT],
  ["GITHUB", "https://github.com/o/r", `${ROOT}/github.com/o/r`],
  ["GITHUB", "https://github.com/o/r.git", `${ROOT}/github.com/o/r`],
  ["GITHUB_ENTERPRISE", "https://ann:secret@git.example.com:8443/o/r.git/", `${ROOT}/git.example.com/o/r`],
  ["GITLAB", "https://gitlab.com/group/sub/r", `${ROOT}/gitlab.com/group/sub/r`],
  [
    "CODECOMMIT",
    "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/r",
    `${ROOT}/git-codecommit.us-east-1.amazonaws.com/v1/repos/r`,
  ],
  ["GITHUB", "https://github.com/o/../../../etc", `${ROOT}/github.com/etc`],
  ["GITHUB", "https://github.com/o/a b;$(x)'", `${ROOT}/github.com/o/a_20b___x__`],
  ["GITHUB", "..", `${ROOT}/repository`],
] as const)("a %s source at %s lies in its directory", (type, location, directory) => {
  const source = { type, ...(location === undefined ? {} : { location }) };
  expect(toSourceDirectories(UUID, source).primary).toBe(directory);
});

test("secondary sources lie beside the primary one, S3 sources numbered, a repository that is there already apart", () => {
  const repository = { type: "GITHUB" as const, location: "https://github.com/o/r" };
  const { primary, secondary } = toSourceDirectories(UUID, repository, [
    { type: "S3", location: "b/a.zip", sourceIdentifier: "a" },
    { ...repository, sourceIdentifier: "again" },
    { type: "S3", location: "b/folder/", sourceIdentifier: "b" },
    { type: "GITLAB", location: "https://gitlab.com/o/r.git", sourceIdentifier: "lab" },
  ]);
  expect(primary).toBe(`${ROOT}/github.com/o/r`);
  expect([...secondary]).toEqual([
    ["a", `${ROOT}/s3/00`],
    ["again", `${ROOT}/github.com/o/r_again`],
    ["b", `${ROOT}/s3/01`],
    ["lab", `${ROOT}/gitlab.com/o/r`],
  ]);
});
