import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let s3: S3Client;
const Bucket = "listed";
const numbered = Array.from({ length: 1200 }, (_, index) => `many/${String(index).padStart(4, "0")}`);
const others = ["a", "a/b/c", "a/b/d", "a/e", "b", "z/1"];

beforeAll(async () => {
  server = await startTestServer();
  s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
  const keys = [...others, ...numbered];
  const putNext = async (): Promise<void> => {
    for (let Key = keys.pop(); Key !== undefined; Key = keys.pop())
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  };
  await Promise.all(Array.from({ length: 8 }, putNext));
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("1,200 keys come in two pages, in order", async () => {
  const pages = await Array.fromAsync(paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: "many/" }));
  expect(pages.map(({ KeyCount, IsTruncated }) => [KeyCount, IsTruncated])).toEqual([
    [1000, true],
    [200, false],
  ]);
  expect(pages.flatMap(({ Contents }) => Contents?.map(({ Key }) => Key))).toEqual(numbered);
  expect(pages[0]?.Contents?.[0]).toMatchObject({
    Size: 9,
    StorageClass: "STANDARD",
    ETag: expect.stringMatching(/^"[\da-f]{32}"$/) as unknown,
  });
  expect(pages[0]?.Contents?.[0]?.Owner).toBeUndefined();
});

test("folders are folded by a delimiter, and pages go on after them", async () => {
  const all = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }));
  expect(all.Contents?.map(({ Key }) => Key)).toEqual(["a", "b"]);
  expect(all.CommonPrefixes).toEqual([{ Prefix: "a/" }, { Prefix: "many/" }, { Prefix: "z/" }]);
  const seen = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket, Delimiter: "/" })) {
    expect(page.KeyCount).toBe(1);
    seen.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
  }
  expect(seen).toEqual(["a", "a/", "b", "many/", "z/"]);
  const below = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/", Prefix: "a/" }));
  expect([below.Contents?.map(({ Key }) => Key), below.CommonPrefixes]).toEqual([["a/e"], [{ Prefix: "a/b/" }]]);
});

test("the first version of the listing has markers", async () => {
  const seen = [];
  let Marker: string | undefined;
  for (;;) {
    const page = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2, Marker }));
    seen.push(
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    );
    if (page.IsTruncated !== true) break;
    Marker = page.NextMarker;
  }
  expect(seen).toEqual(["a", "a/", "b", "many/", "z/"]);
  const plain = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Marker: "a/b/c" }));
  expect(plain.Contents?.map(({ Key }) => Key)).toEqual(["a/b/d", "a/e"]);
  expect([plain.IsTruncated, plain.NextMarker]).toEqual([true, undefined]);
  expect(plain.Contents?.[0]?.Owner?.ID).toMatch(/^[\da-f]{64}$/);
});

test("a listing can begin after a key, show owners, and be empty", async () => {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter: "many/1198", FetchOwner: true }));
  expect(page.Contents?.map(({ Key }) => Key)).toEqual(["many/1199", "z/1"]);
  expect(page.Contents?.[0]?.Owner?.ID).toMatch(/^[\da-f]{64}$/);
  expect(await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "nothing" }))).toMatchObject({
    KeyCount: 0,
    IsTruncated: false,
  });
  expect(await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).toMatchObject({
    KeyCount: 0,
    IsTruncated: false,
  });
});

test("wrong parameters are refused", async () => {
  for (const query of [
    "max-keys=-1",
    "max-keys=x",
    "encoding-type=base64",
    "list-type=2&continuation-token=nonsense",
  ]) {
    expect(await sendRaw(server.url, { path: `/${Bucket}?${query}` }), query).toMatchObject({
      status: 400,
      code: "InvalidArgument",
    });
  }
});

test.each([
  "../../etc/passwd",
  "..",
  "./a//b/",
  "/leading",
  "trailing/",
  "a\u0000b",
  "new\nline\r\ttab",
  "emoji 😀 \u{10ffff} é e\u0301",
  "plus+percent%25&amp;<tag>\"quote'",
  "?query#fragment",
  "\ufffe\uffff",
  "x".repeat(1024),
  "ü".repeat(512),
  " ",
])("the key %j is an object like any other", async (Key) => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "hostile" }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 7 });
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, EncodingType: "url" }));
  expect(listed.Contents?.map((object) => decodeURIComponent(object.Key ?? ""))).toEqual([Key]);
  for (const file of server.bodyFiles()) expect(file).toMatch(/^[\da-f]{2}\/[\da-f-]{36}$/);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

test("a key of more than 1,024 bytes or of broken UTF-8 is refused", async () => {
  await expect(s3.send(new PutObjectCommand({ Bucket, Key: "ü".repeat(513), Body: "" }))).rejects.toMatchObject({
    name: "KeyTooLongError",
  });
  expect(await sendRaw(server.url, { method: "PUT", path: `/${Bucket}/%ff%fe`, body: "x" })).toMatchObject({
    status: 400,
    code: "InvalidURI",
  });
  expect(await sendRaw(server.url, { method: "PUT", path: `/${Bucket}/%zz`, body: "x" })).toMatchObject({
    status: 400,
    code: "InvalidURI",
  });
});
