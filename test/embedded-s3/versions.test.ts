import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let s3: S3Client;
beforeAll(async () => {
  server = await startTestServer();
  s3 = server.client();
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function createVersionedBucket(Bucket: string, Status: "Enabled" | "Suspended" = "Enabled"): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

const put = async (Bucket: string, Key: string, Body: string): Promise<string | undefined> =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;

const textOf = async (Bucket: string, Key: string, VersionId?: string): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

test("every write keeps the version before it", async () => {
  const Bucket = "kept-versions";
  await s3.send(new CreateBucketCommand({ Bucket }));
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect(await put(Bucket, "k", "before versioning")).toBeUndefined();
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  const first = await put(Bucket, "k", "first");
  const second = await put(Bucket, "k", "second");
  expect(first).toMatch(/^[\da-f]{32}$/);
  expect(second).not.toBe(first);
  expect(await textOf(Bucket, "k")).toBe("second");
  expect(await textOf(Bucket, "k", first)).toBe("first");
  expect(await textOf(Bucket, "k", "null")).toBe("before versioning");
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).toMatchObject({ VersionId: second });
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId, IsLatest, Size }) => [VersionId, IsLatest, Size])).toEqual([
    [second, true, 6],
    [first, false, 5],
    ["null", false, 17],
  ]);
  const restored = await s3.send(
    new CopyObjectCommand({ Bucket, Key: "k", CopySource: `${Bucket}/k?versionId=${first}` }),
  );
  expect(restored).toMatchObject({
    CopySourceVersionId: first,
    VersionId: expect.stringMatching(/^[\da-f]{32}$/) as unknown,
  });
  expect(await textOf(Bucket, "k")).toBe("first");
});

test("a deletion leaves a marker, and deleting the marker brings the object back", async () => {
  const Bucket = "marked";
  await createVersionedBucket(Bucket);
  const version = await put(Bucket, "k", "x");
  const deleted = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(/^[\da-f]{32}$/) as unknown });
  const gone = await sendRaw(server.url, { path: `/${Bucket}/k` });
  expect(gone).toMatchObject({
    status: 404,
    code: "NoSuchKey",
    headers: { "x-amz-delete-marker": "true", "x-amz-version-id": deleted.VersionId },
  });
  expect(await sendRaw(server.url, { path: `/${Bucket}/k?versionId=${deleted.VersionId}` })).toMatchObject({
    status: 405,
    code: "MethodNotAllowed",
    headers: { allow: "DELETE", "x-amz-delete-marker": "true" },
  });
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(listed.DeleteMarkers).toMatchObject([{ Key: "k", VersionId: deleted.VersionId, IsLatest: true }]);
  expect(listed.Versions).toMatchObject([{ VersionId: version, IsLatest: false }]);
  // A marker counts as nothing there.
  await s3.send(new PutObjectCommand({ Bucket, Key: "other", Body: "x", IfNoneMatch: "*" }));
  const unmarked = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: deleted.VersionId }));
  expect(unmarked).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId });
  expect(await textOf(Bucket, "k")).toBe("x");
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "BucketNotEmpty" });
});

test("deleting the latest version makes the one before it the latest", async () => {
  const Bucket = "stacked";
  await createVersionedBucket(Bucket);
  const versions = [await put(Bucket, "k", "1"), await put(Bucket, "k", "2"), await put(Bucket, "k", "3")];
  const files = await server.settledFiles();
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: versions[2] }));
  expect(await textOf(Bucket, "k")).toBe("2");
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: versions[0] }));
  expect(await textOf(Bucket, "k")).toBe("2");
  expect(await server.settledFiles()).toBe(files - 2);
  const { Deleted } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }, { Key: "k", VersionId: versions[1] }] } }),
  );
  expect(Deleted).toMatchObject([
    { Key: "k", DeleteMarker: true },
    { Key: "k", VersionId: versions[1] },
  ]);
  expect(Deleted?.[0]?.DeleteMarkerVersionId).toMatch(/^[\da-f]{32}$/);
});

test("with versioning suspended there is one null version, and versions made before stay", async () => {
  const Bucket = "suspended";
  await createVersionedBucket(Bucket);
  const kept = await put(Bucket, "k", "kept");
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
  await put(Bucket, "k", "null 1");
  await put(Bucket, "k", "null 2");
  let { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
  expect(await textOf(Bucket, "k", "null")).toBe("null 2");
  const deleted = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: "null" });
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  Versions = listed.Versions;
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual([kept]);
  expect(listed.DeleteMarkers).toMatchObject([{ VersionId: "null", IsLatest: true }]);
});

test("versions are listed in pages, each once", async () => {
  const Bucket = "paged-versions";
  await createVersionedBucket(Bucket);
  const expected: string[] = [];
  for (const key of ["a", "b/1", "b/2", "c"]) {
    const versions = [];
    for (let index = 0; index < 3; index += 1) versions.unshift(`${key} ${await put(Bucket, key, `${index}`)}`);
    expected.push(...versions);
  }
  const seen: string[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...markers }));
    seen.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    if (page.IsTruncated !== true) break;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  expect(seen).toEqual(expected);
  const folded = await s3.send(new ListObjectVersionsCommand({ Bucket, Delimiter: "/", MaxKeys: 4 }));
  expect([folded.Versions?.length, folded.CommonPrefixes, folded.IsTruncated]).toEqual([3, [{ Prefix: "b/" }], true]);
});

test("a version that does not exist is not found, one that cannot exist is refused", async () => {
  const Bucket = "no-such-versions";
  await createVersionedBucket(Bucket);
  await put(Bucket, "k", "x");
  expect(await sendRaw(server.url, { path: `/${Bucket}/k?versionId=${"0".repeat(32)}` })).toMatchObject({
    status: 404,
    code: "NoSuchVersion",
  });
  for (const bad of ["", "1", "../x", "0".repeat(31)]) {
    expect(await sendRaw(server.url, { path: `/${Bucket}/k?versionId=${encodeURIComponent(bad)}` })).toMatchObject({
      status: 400,
      code: "InvalidArgument",
    });
  }
});

test("what cannot be configured is refused", async () => {
  const Bucket = "misconfigured";
  await s3.send(new CreateBucketCommand({ Bucket }));
  const configure = (body: string): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, { method: "PUT", path: `/${Bucket}?versioning`, body });
  expect(await configure("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>")).toMatchObject({
    code: "MalformedXML",
  });
  expect(await configure("<VersioningConfiguration/>")).toMatchObject({
    code: "IllegalVersioningConfigurationException",
  });
  expect(
    await configure(
      "<VersioningConfiguration><MfaDelete>Enabled</MfaDelete><Status>Enabled</Status></VersioningConfiguration>",
    ),
  ).toMatchObject({
    status: 501,
  });
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
});
