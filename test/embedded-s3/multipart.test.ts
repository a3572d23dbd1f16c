import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let s3: S3Client;
const Bucket = "multipart";
const MiB = 1024 ** 2;
const bytes = randomBytes(10 * MiB + 1000);
const pieces = [bytes.subarray(0, 5 * MiB), bytes.subarray(5 * MiB, 10 * MiB + 1), bytes.subarray(10 * MiB + 1)];

beforeAll(async () => {
  server = await startTestServer();
  s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function bodyOf(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED", ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("lib-storage uploads a stream in parts", async () => {
  const Body = Readable.from([bytes.subarray(0, 7 * MiB), bytes.subarray(7 * MiB)]);
  const upload = new Upload({
    client: s3,
    params: { Bucket, Key: "by lib/storage", Body, ContentType: "x/y", Metadata: { a: "b" }, Tagging: "t=1" },
  });
  const done = await upload.done();
  expect(done).toMatchObject({
    Bucket,
    Key: "by lib/storage",
    ETag: expect.stringMatching(/^"[\da-f]{32}-3"$/) as unknown,
    ChecksumType: "COMPOSITE",
  });
  expect(done.ChecksumCRC32).toMatch(/-3$/);
  expect((await bodyOf("by lib/storage")).equals(bytes)).toBe(true);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "by lib/storage" }))).toMatchObject({
    ContentType: "x/y",
    Metadata: { a: "b" },
    TagCount: 1,
    ContentLength: bytes.length,
  });
});

async function uploadPieces(
  Key: string,
  create: object,
  each: object = {},
): Promise<{ UploadId: string; Parts: object[] }> {
  const { UploadId = "" } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...create }));
  const Parts = [];
  for (const [index, Body] of pieces.entries()) {
    const part = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index * 2 + 1, Body, ...each }),
    );
    const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME, ChecksumCRC32C } = part;
    Parts.push({ PartNumber: index * 2 + 1, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME, ChecksumCRC32C });
  }
  return { UploadId, Parts };
}

test("three parts become one object, readable by range and by part, and shown by its attributes", async () => {
  const Key = "three parts";
  const { UploadId, Parts } = await uploadPieces(Key, { ChecksumAlgorithm: "SHA256" }, { ChecksumAlgorithm: "SHA256" });
  const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
  expect(listed).toMatchObject({
    IsTruncated: true,
    NextPartNumberMarker: "3",
    ChecksumAlgorithm: "SHA256",
    ChecksumType: "COMPOSITE",
  });
  expect(listed.Parts).toMatchObject([
    { PartNumber: 1, Size: 5 * MiB },
    { PartNumber: 3, Size: 5 * MiB + 1 },
  ]);
  const rest = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: "3" }));
  expect(rest.Parts).toMatchObject([{ PartNumber: 5 }]);
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  const md5s = Buffer.concat(pieces.map((piece) => createHash("md5").update(piece).digest()));
  const sha256s = pieces.map((piece) => createHash("sha256").update(piece).digest());
  expect(done.ETag).toBe(`"${createHash("md5").update(md5s).digest("hex")}-3"`);
  expect(done.ChecksumSHA256).toBe(`${createHash("sha256").update(Buffer.concat(sha256s)).digest("base64")}-3`);
  expect((await bodyOf(Key)).equals(bytes)).toBe(true);
  expect(
    (await bodyOf(Key, { Range: `bytes=${5 * MiB - 3}-${10 * MiB + 5}` })).equals(
      bytes.subarray(5 * MiB - 3, 10 * MiB + 6),
    ),
  ).toBe(true);
  const second = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2, ChecksumMode: "ENABLED" }));
  expect(second).toMatchObject({
    PartsCount: 3,
    ContentLength: 5 * MiB + 1,
    ChecksumSHA256: sha256s[1]?.toString("base64"),
  });
  expect(Buffer.from((await second.Body?.transformToByteArray()) ?? []).equals(pieces[1] ?? Buffer.alloc(0))).toBe(
    true,
  );
  await expect(s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 4 }))).rejects.toMatchObject({
    name: "InvalidPartNumber",
  });
  const attributes = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["ObjectParts", "Checksum"], MaxParts: 2 }),
  );
  expect(attributes.ObjectParts).toMatchObject({
    TotalPartsCount: 3,
    IsTruncated: true,
    Parts: [{ PartNumber: 1, Size: 5 * MiB }, { PartNumber: 2 }],
  });
  expect(attributes.Checksum).toMatchObject({ ChecksumType: "COMPOSITE" });
});

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "a %s of the full object is that of its bytes",
  async (ChecksumAlgorithm) => {
    const Key = `full ${ChecksumAlgorithm}`;
    const { UploadId, Parts } = await uploadPieces(
      Key,
      { ChecksumAlgorithm, ChecksumType: "FULL_OBJECT" },
      { ChecksumAlgorithm },
    );
    const member = `Checksum${ChecksumAlgorithm}` as const;
    const whole = await s3.send(new PutObjectCommand({ Bucket, Key: `${Key} whole`, Body: bytes, ChecksumAlgorithm }));
    const complete = { Bucket, Key, UploadId, MultipartUpload: { Parts }, ChecksumType: "FULL_OBJECT" } as const;
    const wrong = Buffer.alloc(Buffer.from(whole[member] ?? "", "base64").length).toString("base64");
    await expect(s3.send(new CompleteMultipartUploadCommand({ ...complete, [member]: wrong }))).rejects.toMatchObject({
      name: "BadDigest",
    });
    await expect(s3.send(new CompleteMultipartUploadCommand({ ...complete, MpuObjectSize: 1 }))).rejects.toMatchObject({
      name: "InvalidRequest",
    });
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ ...complete, [member]: whole[member], MpuObjectSize: bytes.length }),
    );
    expect(done).toMatchObject({ [member]: whole[member], ChecksumType: "FULL_OBJECT" });
    // The SDK verifies a checksum of the full object while it reads.
    expect((await bodyOf(Key)).equals(bytes)).toBe(true);
  },
);

test("what does not fit the parts is refused, and the upload stays", async () => {
  const Key = "refused";
  const { UploadId, Parts } = await uploadPieces(Key, { ChecksumAlgorithm: "CRC32" });
  const complete = (parts: object[]): Promise<unknown> =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }));
  await expect(complete(Parts.toReversed())).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(complete([...Parts, { PartNumber: 9, ETag: '"x"' }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(complete([{ ...Parts[0], ETag: '"00"' }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(complete([{ ...Parts[0], ChecksumCRC32: "AAAAAA==" }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(complete([{ ...Parts[0], ChecksumCRC32: undefined }])).rejects.toMatchObject({
    name: "InvalidRequest",
    message: expect.stringContaining("part 1") as unknown,
  });
  await expect(complete([])).rejects.toMatchObject({ name: "MalformedXML" });
  const small = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 2, Body: "small" }));
  const withSmall = [
    Parts[0],
    { PartNumber: 2, ETag: small.ETag, ChecksumCRC32: small.ChecksumCRC32 },
    Parts[2],
  ].filter((part) => part !== undefined);
  await expect(complete(withSmall)).rejects.toMatchObject({ name: "EntityTooSmall" });
  const path = `/${Bucket}/${Key}?uploadId=${UploadId}`;
  const part = (query: string, headers: Record<string, string> = {}): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, { method: "PUT", path: `${path}&${query}`, headers, body: "x" });
  expect(await part("partNumber=0")).toMatchObject({ code: "InvalidArgument" });
  expect(await part("partNumber=10001")).toMatchObject({ code: "InvalidArgument" });
  expect((await part("partNumber=1")).body).toContain("expected checksum Type: crc32, actual checksum Type: null");
  expect(await part("partNumber=1", { "x-amz-checksum-sha256": Buffer.alloc(32).toString("base64") })).toMatchObject({
    code: "InvalidRequest",
  });
  await complete(Parts);
  await expect(complete(Parts)).rejects.toMatchObject({ name: "NoSuchUpload", $metadata: { httpStatusCode: 404 } });
});

test("a part that is uploaded again replaces the first, and an abort leaves nothing", async () => {
  const before = await server.settledFiles();
  const Key = "aborted";
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  for (const Body of ["one", "two"])
    await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }));
  expect(await server.settledFiles()).toBe(before + 1);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  expect(await server.settledFiles()).toBe(before);
  await expect(
    s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x" })),
  ).rejects.toMatchObject({ name: "NoSuchUpload" });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: "NotFound" });
});

test("parts are copied from objects, and a copy of the whole is one piece", async () => {
  const Key = "from copies";
  await s3.send(new PutObjectCommand({ Bucket, Key: "source of parts", Body: bytes }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const copy = (
    PartNumber: number,
    CopySourceRange: string,
  ): Promise<{ CopyPartResult?: { ETag?: string | undefined } | undefined }> =>
    s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber,
        CopySource: `${Bucket}/source of parts`,
        CopySourceRange,
      }),
    );
  const first = await copy(1, `bytes=0-${6 * MiB - 1}`);
  const second = await copy(2, `bytes=${6 * MiB}-${bytes.length - 1}`);
  await expect(copy(3, "bytes=0-99999999")).rejects.toMatchObject({ name: "InvalidArgument" });
  const Parts = [first, second].map(({ CopyPartResult }, index) => ({
    PartNumber: index + 1,
    ETag: CopyPartResult?.ETag,
  }));
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(done.ChecksumCRC64NVME).toBeTypeOf("string");
  expect((await bodyOf(Key)).equals(bytes)).toBe(true);
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: "whole copy", CopySource: `${Bucket}/${Key}` }));
  expect(copied.CopyObjectResult).toMatchObject({
    ETag: `"${createHash("md5").update(bytes).digest("hex")}"`,
    ChecksumCRC64NVME: done.ChecksumCRC64NVME,
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect((await bodyOf("whole copy")).equals(bytes)).toBe(true);
});

test("unfinished uploads are listed in pages, and go with their bucket", async () => {
  await s3.send(new CreateBucketCommand({ Bucket: "unfinished" }));
  const ids: (string | undefined)[] = [];
  for (const Key of ["a/1", "a/1", "a/2", "b"]) {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: "unfinished", Key }));
    ids.push(UploadId);
    await s3.send(new UploadPartCommand({ Bucket: "unfinished", Key, UploadId, PartNumber: 1, Body: "x" }));
  }
  const seen = [];
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket: "unfinished", MaxUploads: 1, ...markers }));
    seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
    if (page.IsTruncated !== true) break;
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
  expect(seen).toEqual(ids);
  const folded = await s3.send(new ListMultipartUploadsCommand({ Bucket: "unfinished", Delimiter: "/" }));
  expect([folded.Uploads?.map(({ Key }) => Key), folded.CommonPrefixes]).toEqual([["b"], [{ Prefix: "a/" }]]);
  const files = await server.settledFiles();
  await s3.send(new DeleteBucketCommand({ Bucket: "unfinished" }));
  expect(await server.settledFiles()).toBe(files - 4);
});
