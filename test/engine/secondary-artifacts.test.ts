import type { Build, CreateProjectCommandInput } from "@aws-sdk/client-codebuild";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { fromBuffer, type Entry, type ZipFile } from "yauzl";
import { afterAll, beforeAll, expect, test } from "vitest";

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

let buckets = 0;
const TREE = ["mkdir -p a/b c", "echo 1 >a/b/1.txt", "echo 2 >c/2.txt", "where=c"];

async function run(
  toProject: (bucket: string) => Partial<CreateProjectCommandInput>,
  artifacts: object,
  list: readonly string[] = TREE,
): Promise<{ build: Build; keys: string[]; bucket: string; project: string; log: string }> {
  const { client } = service;
  const bucket = await createBucket(client, `secondary-${(buckets += 1)}`);
  const project = await client.createProject(IMAGE, toProject(bucket));
  const { id } = await client.startBuild(project, commands({ build: list }, { artifacts }));
  const build = await client.finish(id);
  return { build, bucket, project, keys: await listKeys(client, bucket), log: await client.logOf(build) };
}

test("each artifact has its own files, place, packaging and name; the record tells of each", async () => {
  const { build, bucket, project, keys, log } = await run(
    (location) => ({
      artifacts: { type: "S3", location, packaging: "ZIP", overrideArtifactName: true },
      secondaryArtifacts: [
        { type: "S3", location, path: "two", artifactIdentifier: "second" },
        { type: "S3", location, name: "x", packaging: "ZIP", overrideArtifactName: true, artifactIdentifier: "third" },
      ],
    }),
    {
      files: ["a/**/*"],
      name: "app-$CODEBUILD_BUILD_NUMBER.zip",
      "secondary-artifacts": {
        third: { files: ["**/*"], name: "$where.zip" },
        second: { "base-directory": "$where", files: ["*.txt"] },
      },
    },
  );
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(keys).toEqual(["app-1.zip", "c.zip", `two/${project}/2.txt`]);
  expect(build.artifacts).toMatchObject({ location: `arn:aws:s3:::${bucket}/app-1.zip` });
  expect(build.secondaryArtifacts).toMatchObject([
    { artifactIdentifier: "second", location: `arn:aws:s3:::${bucket}/two/${project}`, md5sum: "", sha256sum: "" },
    { artifactIdentifier: "third", location: `arn:aws:s3:::${bucket}/c.zip`, overrideArtifactName: true },
  ]);
  expect(build.secondaryArtifacts?.[1]?.md5sum).toMatch(/^[0-9a-f]{32}$/);
  const lines = [...log.matchAll(/(Preparing to copy secondary artifacts .*|Expanding \S+|Found .*)\n/g)];
  expect(lines.map(([, line]) => line)).toEqual([
    "Expanding .",
    "Expanding a/**/*",
    "Found 1 file(s)",
    "Preparing to copy secondary artifacts second",
    "Expanding c",
    "Expanding *.txt",
    "Found 1 file(s)",
    "Preparing to copy secondary artifacts third",
    "Expanding .",
    "Expanding **/*",
    "Found 2 file(s)",
  ]);
});

test("secondary artifacts go up where the primary type is NO_ARTIFACTS; the override is for one build", async () => {
  const { client } = service;
  const bucket = await createBucket(client, `secondary-${(buckets += 1)}`);
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(
    project,
    commands(
      { build: TREE },
      { artifacts: { files: ["no/such"], "secondary-artifacts": { one: { files: ["c/*"] } } } },
    ),
    { secondaryArtifactsOverride: [{ type: "S3", location: bucket, name: "/", artifactIdentifier: "one" }] },
  );
  expect(await client.finish(id)).toMatchObject({
    buildStatus: "SUCCEEDED",
    artifacts: { location: "" },
    secondaryArtifacts: [{ artifactIdentifier: "one", location: `arn:aws:s3:::${bucket}` }],
  });
  expect(await listKeys(client, bucket)).toEqual(["c/2.txt"]);
});

test("s3-prefix takes the place of the path where the namespace is the build's id, and has no effect elsewhere", async () => {
  const { build, keys } = await run(
    (location) => ({
      artifacts: { type: "S3", location, path: "path", namespaceType: "BUILD_ID", name: "a.zip", packaging: "ZIP" },
      secondaryArtifacts: [{ type: "S3", location, path: "path", name: "/", artifactIdentifier: "one" }],
    }),
    {
      files: ["c/2.txt"],
      "s3-prefix": "pre/$where",
      "secondary-artifacts": { one: { files: ["c/2.txt"], "s3-prefix": "${unset?no such variable}" } },
    },
  );
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(keys).toEqual(["path/c/2.txt", `pre/c/${build.id?.split(":")[1] ?? ""}/a.zip`]);
});

/** Names of a zip with their kind and content. */
async function readZip(bytes: Uint8Array): Promise<Record<string, [mode: string, content: string]>> {
  const files: Record<string, [string, string]> = {};
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, file) => {
      if (error) reject(error);
      else resolve(file);
    });
  });
  await new Promise<void>((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      zip.openReadStream(entry, (error, content) => {
        if (error) {
          reject(error);
          return;
        }
        Array.fromAsync(content as AsyncIterable<Uint8Array>).then((chunks) => {
          const mode = (entry.externalFileAttributes >>> 16).toString(8);
          files[entry.fileName] = [mode, Buffer.concat(chunks).toString()];
          zip.readEntry();
        }, reject);
      });
    });
    zip.on("end", resolve);
    zip.on("error", reject);
    zip.readEntry();
  });
  return files;
}

const LINKS = [
  "mkdir -p a/b",
  "echo 1 >a/b/1.txt",
  "ln -s 1.txt a/b/link",
  "ln -s b a/directory",
  "ln -s missing a/dangling",
  'ln -s "$PWD/a/b/1.txt" a/absolute',
];

test.each<[what: string, section: object, names: Record<string, [string, string]>]>([
  [
    "are kept in a zip where enable-symlinks says so: relative ones, within the source",
    { files: ["a/**/*"], "enable-symlinks": "yes" },
    {
      "a/b/1.txt": ["100644", "1\n"],
      "a/b/link": ["120777", "1.txt"],
      "a/directory": ["120777", "b"],
      "a/dangling": ["120777", "missing"],
      "a/absolute": ["100644", "1\n"],
    },
  ],
  [
    "are kept where a path names them",
    { files: ["a/b/link"], "enable-symlinks": "yes" },
    { "a/b/link": ["120777", "1.txt"] },
  ],
  [
    "are the files they stand for otherwise",
    { files: ["a/**/*"] },
    { "a/b/1.txt": ["100644", "1\n"], "a/b/link": ["100644", "1\n"], "a/absolute": ["100644", "1\n"] },
  ],
])("symbolic links %s", async (_what, section, names) => {
  const { bucket } = await run(
    (location) => ({ artifacts: { type: "S3", location, packaging: "ZIP", name: "a.zip" } }),
    section,
    LINKS,
  );
  const object = await service.client.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "a.zip" }));
  expect(await readZip((await object.Body?.transformToByteArray()) ?? new Uint8Array())).toEqual(names);
});

test("enable-symlinks has no effect on artifacts that are not zipped", async () => {
  const { bucket, keys } = await run(
    (location) => ({ artifacts: { type: "S3", location, name: "/" } }),
    { files: ["a/b/*"], "enable-symlinks": "yes" },
    LINKS,
  );
  expect(keys).toEqual(["a/b/1.txt", "a/b/link"]);
  expect(await readObject(service.client, bucket, "a/b/link")).toBe("1\n");
});

test.each<[what: string, section: object, message: string]>([
  ["is not in the buildspec", {}, "no definition for secondary artifacts in buildspec (secondary artifact one)"],
  [
    "matches nothing",
    { "secondary-artifacts": { one: { files: ["no/such"] } } },
    "no matching artifact paths found (secondary artifact one)",
  ],
])("a secondary artifact that %s fails UPLOAD_ARTIFACTS; the primary one is there", async (_what, section, message) => {
  const { build, keys } = await run(
    (location) => ({
      artifacts: { type: "S3", location, name: "/" },
      secondaryArtifacts: [{ type: "S3", location, name: "one", artifactIdentifier: "one" }],
    }),
    { files: ["c/*"], ...section },
  );
  expect(phaseStatuses(build)).toMatchObject({ UPLOAD_ARTIFACTS: "FAILED", FINALIZING: "SUCCEEDED" });
  expect(contextOf(build, "UPLOAD_ARTIFACTS")).toEqual(["CLIENT_ERROR", message]);
  expect(keys).toEqual(["c/2.txt"]);
});

test("a secondary artifact that the project does not have is not uploaded, and the log says so", async () => {
  const { build, keys, log } = await run((location) => ({ artifacts: { type: "S3", location, name: "/" } }), {
    files: ["c/*"],
    "secondary-artifacts": { other: { files: ["a/**/*"] } },
  });
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(log).toContain("WARNING: The project has no secondary artifact other: it is not uploaded\n");
  expect(keys).toEqual(["c/2.txt"]);
});

test("bucketOwnerAccess goes to S3 as a canned ACL: the embedded one takes FULL, and refuses READ_ONLY as a bucket without ACLs does", async () => {
  const full = await run((location) => ({ artifacts: { type: "S3", location, bucketOwnerAccess: "FULL" } }), {
    files: ["c/*"],
  });
  expect(full.build).toMatchObject({ buildStatus: "SUCCEEDED", artifacts: { bucketOwnerAccess: "FULL" } });
  const readOnly = await run((location) => ({ artifacts: { type: "S3", location, bucketOwnerAccess: "READ_ONLY" } }), {
    files: ["c/*"],
  });
  expect(contextOf(readOnly.build, "UPLOAD_ARTIFACTS")[1]).toMatch(
    /^Error in UPLOAD_ARTIFACTS phase: AccessControlListNotSupported: /,
  );
});
