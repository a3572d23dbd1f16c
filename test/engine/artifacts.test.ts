import { createHash } from "node:crypto";

import type { Build, CreateProjectCommandInput } from "@aws-sdk/client-codebuild";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { phaseStatuses } from "../support/endpoint-client.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  readObject,
  type TestService,
} from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

type Artifacts = Partial<CreateProjectCommandInput["artifacts"]>;

let buckets = 0;

/** Runs a build whose artifacts go to a bucket of their own. */
async function upload(
  artifacts: Artifacts,
  section: object | undefined,
  list: readonly string[],
): Promise<{ build: Build; keys: string[]; bucket: string; project: string; uuid: string; log: string }> {
  const { client } = service;
  const bucket = await createBucket(client, `artifacts-${(buckets += 1)}`);
  const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: bucket, ...artifacts } });
  const { id } = await client.startBuild(project, commands({ build: list }, section && { artifacts: section }));
  const build = await client.finish(id);
  return {
    build,
    bucket,
    project,
    keys: await listKeys(client, bucket),
    uuid: id.split(":")[1] ?? "",
    log: await client.logOf(build),
  };
}

const TREE = ["mkdir -p dist/sub", "echo index >dist/index.html", "echo deep >dist/sub/deep.txt", "echo top >top.txt"];
const ALL = { files: ["**/*"] };

describe("the place of artifacts in the bucket", () => {
  test("is a folder named after the project, where nothing else is said", async () => {
    const { build, bucket, project, keys } = await upload({}, ALL, TREE);
    expect(keys).toEqual([`${project}/dist/index.html`, `${project}/dist/sub/deep.txt`, `${project}/top.txt`]);
    expect(build.artifacts).toMatchObject({ location: `arn:aws:s3:::${bucket}/${project}`, md5sum: "", sha256sum: "" });
    expect(await readObject(service.client, bucket, `${project}/dist/index.html`)).toBe("index\n");
  });

  test.each<[artifacts: Artifacts, key: string]>([
    [{ path: "MyPath", name: "MyArtifact.zip", packaging: "ZIP" }, "MyPath/MyArtifact.zip"],
    [
      { path: "MyPath", namespaceType: "BUILD_ID", name: "MyArtifact.zip", packaging: "ZIP" },
      "MyPath/UUID/MyArtifact.zip",
    ],
    [{ name: "/" }, "top.txt"],
    [{ path: "MyPath", namespaceType: "BUILD_ID", name: "/" }, "MyPath/UUID/top.txt"],
    [{ packaging: "ZIP" }, "PROJECT"],
  ])("of %o is %s", async (artifacts, key) => {
    const { keys, uuid, project } = await upload(artifacts, { files: ["top.txt"] }, TREE);
    expect(keys).toEqual([key.replace("UUID", uuid).replace("PROJECT", project)]);
  });

  test("has the name that the buildspec's shell text gives, where overrideArtifactName is set", async () => {
    const { build, bucket, keys, uuid } = await upload(
      { overrideArtifactName: true, name: "not-this" },
      { files: ["top.txt"], name: "$(date +%Y)/$AWS_REGION-$shell_variable-${CODEBUILD_BUILD_ID##*:}" },
      [...TREE, "shell_variable=unexported"],
    );
    const name = `${new Date().getUTCFullYear()}/us-east-1-unexported-${uuid}`;
    expect(keys).toEqual([`${name}/top.txt`]);
    expect(build.artifacts).toMatchObject({ location: `arn:aws:s3:::${bucket}/${name}`, overrideArtifactName: true });
  });

  test.each([[""], ["$NOT_SET"]])("is the project's, where the buildspec's name %j comes to nothing", async (name) => {
    const artifacts = { overrideArtifactName: true, name: "mine" };
    expect((await upload(artifacts, { files: ["top.txt"], name }, TREE)).keys).toEqual(["mine/top.txt"]);
  });

  test("does not have the buildspec's name, where overrideArtifactName is not set", async () => {
    const { keys } = await upload({ name: "mine" }, { files: ["top.txt"], name: "$(date +%Y)" }, TREE);
    expect(keys).toEqual(["mine/top.txt"]);
  });
});

describe("the selection of files", () => {
  test.each<[what: string, section: object, keys: string[]]>([
    ["a base directory", { files: ["**/*"], "base-directory": "dist" }, ["index.html", "sub/deep.txt"]],
    [
      "a base directory with a variable of the build's shell",
      { files: ["**/*"], "base-directory": "$where/su*" },
      ["deep.txt"],
    ],
    ["discard-paths", { files: ["**/*.txt"], "discard-paths": "yes" }, ["deep.txt", "top.txt"]],
    ["exclude-paths", { files: ["**/*"], "exclude-paths": ["dist/**/*"] }, ["top.txt"]],
    ["files that match at every depth", { files: ["**/*.txt"] }, ["dist/sub/deep.txt", "top.txt"]],
    ["a path that begins with ./, and the same file twice", { files: ["./top.txt", "top.txt"] }, ["top.txt"]],
    ["variables in files", { files: ["$where/index.html"] }, ["dist/index.html"]],
    ["directories only by what is in them", { files: ["dist", "dist/", "dist/sub/*"] }, ["dist/sub/deep.txt"]],
    [
      "exclude-paths from the base directory",
      { files: ["**/*"], "base-directory": "dist", "exclude-paths": "sub/*" },
      ["index.html"],
    ],
  ])("knows %s", async (_what, section, keys) => {
    expect((await upload({ name: "/" }, section, [...TREE, "where=dist"])).keys).toEqual(keys);
  });

  test("that finds some names those that match nothing in the log, and succeeds", async () => {
    const { build, log, keys } = await upload({ name: "/" }, { files: ["no/such*", "top.txt"] }, TREE);
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(log).toContain("Skipping invalid file path no/such*\n");
    expect(log).toContain("Found 1 file(s)\n");
    expect(keys).toEqual(["top.txt"]);
  });

  test.each<[what: string, section: object | undefined, message: RegExp]>([
    ["nothing", { files: ["no/such*"] }, /^no matching artifact paths found$/],
    [
      "nothing, as the base directory is missing",
      { files: ["**/*"], "base-directory": "no-such" },
      /^no matching artifact paths found$/,
    ],
    ["no section", undefined, /^no definition for primary artifacts in buildspec$/],
    ["a way out of the source directory", { files: ["../../../../etc/passwd"] }, /^Invalid artifact path /],
    ["an absolute base directory", { files: ["**/*"], "base-directory": "/etc" }, /^Invalid artifact path \/etc/],
  ])("that finds %s fails UPLOAD_ARTIFACTS", async (_what, section, message) => {
    const { build, keys } = await upload({ name: "/" }, section, TREE);
    expect(phaseStatuses(build)).toMatchObject({
      POST_BUILD: "SUCCEEDED",
      UPLOAD_ARTIFACTS: "FAILED",
      FINALIZING: "SUCCEEDED",
    });
    expect(build.buildStatus).toBe("FAILED");
    const [code, text] = contextOf(build, "UPLOAD_ARTIFACTS");
    expect(code).toBe("CLIENT_ERROR");
    expect(text).toMatch(message);
    expect(keys).toEqual([]);
  });

  test("is not made for a project without artifacts", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(
      project,
      commands({ build: ["true"] }, { artifacts: { files: ["no/such*"] } }),
    );
    expect(await client.finish(id)).toMatchObject({ buildStatus: "SUCCEEDED", artifacts: { location: "" } });
  });
});

test("a zip's sums are those of the object, in the record and in its metadata", async () => {
  const { build, bucket } = await upload({ packaging: "ZIP", name: "a.zip" }, ALL, TREE);
  const object = await service.client.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "a.zip" }));
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  expect(build.artifacts).toMatchObject({ md5sum: sum("md5"), sha256sum: sum("sha256") });
  expect(object.Metadata).toEqual({
    "codebuild-content-md5": sum("md5"),
    "codebuild-content-sha256": sum("sha256"),
    "codebuild-buildarn": build.arn,
  });
});

test("a bucket that is missing fails UPLOAD_ARTIFACTS in S3's words", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: "no-such-bucket" } });
  const { id } = await client.startBuild(project, commands({ build: TREE }, { artifacts: ALL }));
  const build = await client.finish(id);
  expect(phaseStatuses(build)).toMatchObject({ UPLOAD_ARTIFACTS: "FAILED", FINALIZING: "SUCCEEDED" });
  expect(contextOf(build, "UPLOAD_ARTIFACTS")[1]).toMatch(
    /^Error in UPLOAD_ARTIFACTS phase: NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404, request id: /,
  );
});
