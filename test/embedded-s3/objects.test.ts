import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let s3: S3Client;
const Bucket = "objects";
beforeAll(async () => {
  server = await startTestServer();
  s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function bytesOf(answer: GetObjectCommandOutput): Promise<Buffer> {
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
}

test("an object comes back as it was put, with its headers and metadata", async () => {
  const stated = {
    ContentType: "text/x-test; charset=utf-8",
    ContentEncoding: "gzip",
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentLanguage: "de",
    CacheControl: "max-age=5",
    Metadata: { plain: "value", "with-dash": "a b  c", empty: "" },
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: "arn:aws:kms:us-east-1:000000000000:alias/aws/s3",
    StorageClass: "STANDARD_IA",
  } as const;
  const Expires = new Date("2030-01-02T03:04:05Z");
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: "full", Body: "hello", Expires, ...stated }));
  expect(put).toMatchObject({
    ETag: `"${createHash("md5").update("hello").digest("hex")}"`,
    ServerSideEncryption: "aws:kms",
    ChecksumType: "FULL_OBJECT",
  });
  expect(put.VersionId).toBeUndefined();
  for (const answer of [
    await s3.send(new GetObjectCommand({ Bucket, Key: "full" })),
    await s3.send(new HeadObjectCommand({ Bucket, Key: "full" })),
  ]) {
    expect(answer).toMatchObject({
      ...stated,
      ETag: put.ETag,
      ContentLength: 5,
      AcceptRanges: "bytes",
      ExpiresString: Expires.toUTCString(),
    });
    expect(Math.abs((answer.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(answer.VersionId).toBeUndefined();
  }
  expect((await bytesOf(await s3.send(new GetObjectCommand({ Bucket, Key: "full" })))).toString()).toBe("hello");
});

test.each([0, 1, 65_535, 65_536, 65_537, 1_048_576, 1_048_577, 5_000_000])(
  "%i bytes come back exactly",
  async (size) => {
    const Body = randomBytes(size);
    await s3.send(new PutObjectCommand({ Bucket, Key: `size/${size}`, Body }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: `size/${size}` }));
    expect(got.ContentLength).toBe(size);
    expect((await bytesOf(got)).equals(Body)).toBe(true);
  },
);

test("a stream is stored without its chunk framing", async () => {
  const bytes = randomBytes(700_000);
  const Body = Readable.from([bytes.subarray(0, 1), bytes.subarray(1, 300_000), bytes.subarray(300_000)]);
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: "streamed", Body, ContentLength: bytes.length }));
  expect(put.ChecksumCRC32).toBeDefined();
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
  expect(got.ContentEncoding).toBeUndefined();
  expect((await bytesOf(got)).equals(bytes)).toBe(true);
});

/** The SDK computes the first five itself. */
test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "MD5"] as const)(
  "a %s checksum is verified, kept and shown",
  async (algorithm) => {
    const Key = `checksum/${algorithm}`;
    const member = `Checksum${algorithm}` as const;
    const stated =
      algorithm === "MD5"
        ? { [member]: createHash(algorithm.toLowerCase()).update("some bytes").digest("base64") }
        : { ChecksumAlgorithm: algorithm };
    const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "some bytes", ...stated }));
    expect(put[member]).toBeTypeOf("string");
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(got[member]).toBe(put[member]);
    // The SDK compares the bytes with the checksum while it reads them.
    expect((await bytesOf(got)).toString()).toBe("some bytes");
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key })))[member]).toBeUndefined();
    const attributes = await s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key,
        ObjectAttributes: ["Checksum", "ETag", "ObjectSize", "StorageClass", "ObjectParts"],
      }),
    );
    expect(attributes).toMatchObject({
      Checksum: { [member]: put[member], ChecksumType: "FULL_OBJECT" },
      ObjectSize: 10,
      StorageClass: "STANDARD",
    });
    expect(attributes.ETag).toBe(put.ETag?.replaceAll('"', ""));
    expect(attributes.ObjectParts).toBeUndefined();
    const wrong = await sendRaw(server.url, {
      method: "PUT",
      path: `/${Bucket}/${Key}`,
      headers: { [`x-amz-checksum-${algorithm.toLowerCase()}`]: put[member] ?? "" },
      body: "other bytes",
    });
    expect(wrong).toMatchObject({ status: 400, code: "BadDigest" });
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(10);
  },
);

test("a SHA512 checksum is verified and kept, though the SDK cannot compute it", async () => {
  const checksum = createHash("sha512").update("some bytes").digest("base64");
  const put = (body: string): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, {
      method: "PUT",
      path: `/${Bucket}/sha512`,
      headers: { "x-amz-checksum-sha512": checksum },
      body,
    });
  expect(await put("some bytes")).toMatchObject({ status: 200, headers: { "x-amz-checksum-sha512": checksum } });
  expect(await put("other bytes")).toMatchObject({ status: 400, code: "BadDigest" });
});

test("a checksum algorithm that is not computed is refused", async () => {
  const refused = await sendRaw(server.url, {
    method: "PUT",
    path: `/${Bucket}/xx`,
    headers: { "x-amz-checksum-xxhash64": "AAAAAAAAAAA=" },
    body: "x",
  });
  expect(refused).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(refused.body).toContain("XXHASH64");
});

test("ranges are answered", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: "0123456789" }));
  const got = await s3.send(
    new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=2-4", ChecksumMode: "ENABLED" }),
  );
  expect(got).toMatchObject({ ContentRange: "bytes 2-4/10", ContentLength: 3, $metadata: { httpStatusCode: 206 } });
  expect(got.ChecksumCRC32).toBeUndefined();
  expect((await bytesOf(got)).toString()).toBe("234");
  expect(
    (await bytesOf(await s3.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=-2" })))).toString(),
  ).toBe("89");
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "range", Range: "bytes=5-" }))).toMatchObject({
    ContentLength: 5,
    ContentRange: "bytes 5-9/10",
  });
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=10-" }))).rejects.toMatchObject({
    name: "InvalidRange",
    ActualObjectSize: "10",
    $metadata: { httpStatusCode: 416 },
  });
  const large = randomBytes(3_000_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: "range-large", Body: large }));
  const middle = await s3.send(new GetObjectCommand({ Bucket, Key: "range-large", Range: "bytes=999999-2000000" }));
  expect((await bytesOf(middle)).equals(large.subarray(999_999, 2_000_001))).toBe(true);
});

test("reads hold their conditions", async () => {
  const Key = "conditional";
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  const { LastModified = new Date(0) } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  const earlier = new Date(LastModified.getTime() - 60_000);
  const get = async (conditions: object): Promise<number | undefined> => {
    try {
      return (await s3.send(new GetObjectCommand({ Bucket, Key, ...conditions }))).$metadata.httpStatusCode;
    } catch (error) {
      return (error as { $metadata: { httpStatusCode?: number } }).$metadata.httpStatusCode;
    }
  };
  expect(await get({ IfMatch: ETag })).toBe(200);
  expect(await get({ IfMatch: '"other"' })).toBe(412);
  expect(await get({ IfNoneMatch: ETag })).toBe(304);
  expect(await get({ IfNoneMatch: '"other"' })).toBe(200);
  expect(await get({ IfModifiedSince: LastModified })).toBe(304);
  expect(await get({ IfModifiedSince: earlier })).toBe(200);
  expect(await get({ IfUnmodifiedSince: LastModified })).toBe(200);
  expect(await get({ IfUnmodifiedSince: earlier })).toBe(412);
  expect(await get({ IfMatch: ETag, IfUnmodifiedSince: earlier })).toBe(200);
  expect(await get({ IfNoneMatch: ETag, IfModifiedSince: earlier })).toBe(304);
});

test("writes hold their conditions, and of many that create only one does", async () => {
  const Key = "created-once";
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: `by ${index}`, IfNoneMatch: "*" })),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled").length).toBe(1);
  for (const one of tries)
    if (one.status === "rejected")
      expect(one.reason).toMatchObject({ name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } });
  const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  await expect(s3.send(new PutObjectCommand({ Bucket, Key, Body: "y", IfMatch: '"other"' }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: "nothing", Body: "y", IfMatch: ETag })),
  ).rejects.toMatchObject({ name: "NoSuchKey" });
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "y", IfMatch: ETag }));
  await expect(s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch: ETag }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch: "*" }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "z", IfNoneMatch: "*" }));
});

test("what is replaced or deleted leaves no file", async () => {
  const before = await server.settledFiles();
  for (const Body of ["one", "two", "three"]) await s3.send(new PutObjectCommand({ Bucket, Key: "replaced", Body }));
  expect(await server.settledFiles()).toBe(before + 1);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "replaced" }));
  expect(await server.settledFiles()).toBe(before);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "replaced" }));
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: "replaced" }))).rejects.toMatchObject({
    name: "NoSuchKey",
    $metadata: { httpStatusCode: 404 },
  });
});

test("a copy shares its bytes and outlives its source", async () => {
  const before = await server.settledFiles();
  const Key = "copies/sö urce+1?.txt";
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: "to be copied",
      Metadata: { a: "1" },
      Tagging: "t=1",
      ContentType: "text/a",
    }),
  );
  const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: "copies/target", CopySource }));
  expect(copied.CopyObjectResult).toMatchObject({ ETag: put.ETag, ChecksumCRC32: put.ChecksumCRC32 });
  expect(server.bodyFiles().length).toBe(before + 1);
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: "copies/replaced",
      CopySource,
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
      TaggingDirective: "REPLACE",
      ChecksumAlgorithm: "SHA256",
    }),
  );
  expect(server.bodyFiles().length).toBe(before + 2);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  const target = await s3.send(new GetObjectCommand({ Bucket, Key: "copies/target" }));
  expect(target).toMatchObject({ Metadata: { a: "1" }, ContentType: "text/a", TagCount: 1 });
  expect((await bytesOf(target)).toString()).toBe("to be copied");
  const replaced = await s3.send(new GetObjectCommand({ Bucket, Key: "copies/replaced", ChecksumMode: "ENABLED" }));
  expect(replaced).toMatchObject({
    Metadata: { b: "2" },
    ContentType: "binary/octet-stream",
    ChecksumSHA256: createHash("sha256").update("to be copied").digest("base64"),
  });
  expect(replaced.TagCount).toBeUndefined();
  expect((await bytesOf(replaced)).toString()).toBe("to be copied");
  const onto = { Bucket, Key: "copies/target", CopySource: `${Bucket}/copies/target` };
  await expect(s3.send(new CopyObjectCommand(onto))).rejects.toMatchObject({ name: "InvalidRequest" });
  await s3.send(new CopyObjectCommand({ ...onto, MetadataDirective: "REPLACE", Metadata: { c: "3" } }));
  // Files are deleted in the background: once a later deletion is seen, an earlier one would be, too.
  await s3.send(new PutObjectCommand({ Bucket, Key: "copies/later", Body: "x" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "copies/later" }));
  expect(await server.settledFiles()).toBe(before + 2);
  const changed = await s3.send(new GetObjectCommand({ Bucket, Key: "copies/target" }));
  expect(changed.Metadata).toEqual({ c: "3" });
  expect((await bytesOf(changed)).toString()).toBe("to be copied");
  await expect(s3.send(new CopyObjectCommand({ ...onto, CopySource: `${Bucket}/none` }))).rejects.toMatchObject({
    name: "NoSuchKey",
  });
  await expect(s3.send(new CopyObjectCommand({ ...onto, Key: "n", CopySourceIfMatch: '"x"' }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
});

test("many are deleted by one request, each by itself", async () => {
  for (const Key of ["many/1", "many/2 & <3>", "many/ü"])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  const Objects = [
    { Key: "many/1" },
    { Key: "many/2 & <3>" },
    { Key: "many/none" },
    { Key: "many/ü", VersionId: "bad" },
  ];
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(deleted.Deleted?.map(({ Key }) => Key)).toEqual(["many/1", "many/2 & <3>", "many/none"]);
  expect(deleted.Errors).toMatchObject([{ Key: "many/ü", Code: "InvalidArgument" }]);
  const quiet = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: "many/ü" }] } }),
  );
  expect(quiet.Deleted ?? []).toEqual([]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "many/" }))).KeyCount).toBe(0);
});

test("an object has tags", async () => {
  const Key = "tagged";
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", Tagging: "a=1&b=x%20y" }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).TagCount).toBe(2);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "x y" },
  ]);
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: "c", Value: "3" }] } }));
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([{ Key: "c", Value: "3" }]);
  const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
  await expect(
    s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: eleven } })),
  ).rejects.toMatchObject({ name: "BadRequest" });
  await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([]);
});

test("an answer can be given other headers", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "override", Body: "x", ContentType: "text/plain" }));
  const got = await s3.send(
    new GetObjectCommand({
      Bucket,
      Key: "override",
      ResponseContentType: "text/other",
      ResponseContentDisposition: 'attachment; filename="é.txt"',
      ResponseCacheControl: "no-store",
    }),
  );
  expect(got).toMatchObject({ ContentType: "text/other", CacheControl: "no-store" });
  expect(Buffer.from(got.ContentDisposition ?? "", "latin1").toString()).toBe('attachment; filename="é.txt"');
  expect(
    await sendRaw(server.url, { path: `/${Bucket}/override?response-content-type=a%0d%0ax-evil:%201` }),
  ).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("headers that ask for what is not done are refused", async () => {
  for (const headers of [
    { "x-amz-object-lock-mode": "GOVERNANCE" },
    { "x-amz-server-side-encryption-customer-algorithm": "AES256" },
    { "x-amz-storage-class": "GLACIER" },
    { "x-amz-write-offset-bytes": "1" },
    { "if-none-match": '"etag"' },
  ]) {
    const refused = await sendRaw(server.url, {
      method: "PUT",
      path: `/${Bucket}/refused`,
      headers: { ...headers, "content-length": "0" },
    });
    expect(refused, JSON.stringify(headers)).toMatchObject({ status: 501, code: "NotImplemented" });
  }
  for (const headers of [{ "x-amz-acl": "public-read" }, { "x-amz-grant-read": 'id="1"' }]) {
    const refused = await sendRaw(server.url, {
      method: "PUT",
      path: `/${Bucket}/refused`,
      headers: { ...headers, "content-length": "0" },
    });
    expect(refused).toMatchObject({ status: 400, code: "AccessControlListNotSupported" });
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: "allowed", Body: "x", ACL: "bucket-owner-full-control" }));
  expect(
    await sendRaw(server.url, { method: "POST", path: `/${Bucket}/allowed?select&select-type=2`, body: "<x/>" }),
  ).toMatchObject({ status: 501 });
  expect(await sendRaw(server.url, { method: "POST", path: `/${Bucket}/allowed?restore`, body: "<x/>" })).toMatchObject(
    { status: 501 },
  );
  expect(await sendRaw(server.url, { path: `/${Bucket}/allowed?torrent` })).toMatchObject({ status: 501 });
});

test("too much metadata, a wrong storage class and too large an upload are refused", async () => {
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: "m", Body: "", Metadata: { a: "x".repeat(2048) } })),
  ).rejects.toMatchObject({ name: "MetadataTooLarge" });
  const put = (headers: Record<string, string>): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, { method: "PUT", path: `/${Bucket}/m`, headers, body: "" });
  expect(await put({ "x-amz-storage-class": "GOLD" })).toMatchObject({ status: 400, code: "InvalidStorageClass" });
  expect(
    await sendRaw(server.url, {
      method: "PUT",
      path: `/${Bucket}/m`,
      headers: {
        "content-length": "0",
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": String(6 * 1024 ** 3),
      },
    }),
  ).toMatchObject({
    status: 400,
    code: "EntityTooLarge",
  });
});
