import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("a bucket is made, found, listed and deleted", async () => {
  const s3 = server.client({ credentials: { accessKeyId: "111111111111", secretAccessKey: "x" } });
  expect(await s3.send(new CreateBucketCommand({ Bucket: "first-bucket" }))).toMatchObject({
    Location: "/first-bucket",
  });
  expect(await s3.send(new HeadBucketCommand({ Bucket: "first-bucket" }))).toMatchObject({ BucketRegion: "us-east-1" });
  expect((await s3.send(new GetBucketLocationCommand({ Bucket: "first-bucket" }))).LocationConstraint).toBeUndefined();
  const { Buckets, Owner } = await s3.send(new ListBucketsCommand());
  expect(Buckets).toMatchObject([{ Name: "first-bucket", BucketRegion: "us-east-1" }]);
  expect(Buckets?.[0]?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(Owner?.ID).toMatch(/^[\da-f]{64}$/);
  const acl = await s3.send(new GetBucketAclCommand({ Bucket: "first-bucket" }));
  expect(acl.Grants).toMatchObject([{ Permission: "FULL_CONTROL", Grantee: { Type: "CanonicalUser", ID: Owner?.ID } }]);
  await s3.send(new DeleteBucketCommand({ Bucket: "first-bucket" }));
  await expect(s3.send(new HeadBucketCommand({ Bucket: "first-bucket" }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
});

test("the region of a bucket is where it is made, and its constraint must fit", async () => {
  const s3 = server.client({ region: "eu-west-1" });
  await expect(
    s3.send(new CreateBucketCommand({ Bucket: "in-europe", CreateBucketConfiguration: {} })),
  ).resolves.toBeDefined();
  expect(await s3.send(new GetBucketLocationCommand({ Bucket: "in-europe" }))).toMatchObject({
    LocationConstraint: "eu-west-1",
  });
  await expect(sendRaw(server.url, put("no-constraint", "eu-west-1"))).resolves.toMatchObject({
    status: 400,
    code: "IllegalLocationConstraintException",
  });
  const document =
    "<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint></CreateBucketConfiguration>";
  await expect(sendRaw(server.url, { ...put("elsewhere", "eu-west-1"), body: document })).resolves.toMatchObject({
    code: "IllegalLocationConstraintException",
  });
  await expect(sendRaw(server.url, { ...put("elsewhere", "us-east-1"), body: document })).resolves.toMatchObject({
    status: 200,
  });
  await expect(
    sendRaw(server.url, { ...put("nowhere", "us-east-1"), body: document.replace("us-west-2", "mars") }),
  ).resolves.toMatchObject({ code: "InvalidLocationConstraint" });
  // Making it again is harmless in us-east-1 only.
  await expect(
    s3.send(
      new CreateBucketCommand({ Bucket: "in-europe", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    ),
  ).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou", $metadata: { httpStatusCode: 409 } });
});

function put(bucket: string, region: string): { method: string; path: string; headers: Record<string, string> } {
  const scope = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=00`;
  return { method: "PUT", path: `/${bucket}`, headers: { authorization: scope } };
}

test("names are global, and what belongs to another account is denied", async () => {
  const mine = server.client({ credentials: { accessKeyId: "222222222222", secretAccessKey: "x" } });
  const theirs = server.client({ credentials: { accessKeyId: "333333333333", secretAccessKey: "x" } });
  await mine.send(new CreateBucketCommand({ Bucket: "of-account-2" }));
  await mine.send(new CreateBucketCommand({ Bucket: "of-account-2" }));
  await mine.send(new PutObjectCommand({ Bucket: "of-account-2", Key: "k", Body: "secret" }));
  await expect(theirs.send(new CreateBucketCommand({ Bucket: "of-account-2" }))).rejects.toMatchObject({
    name: "BucketAlreadyExists",
  });
  const denied = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
  await expect(theirs.send(new GetObjectCommand({ Bucket: "of-account-2", Key: "k" }))).rejects.toMatchObject(denied);
  await expect(
    theirs.send(new PutObjectCommand({ Bucket: "of-account-2", Key: "k", Body: "x" })),
  ).rejects.toMatchObject(denied);
  await expect(theirs.send(new ListObjectsV2Command({ Bucket: "of-account-2" }))).rejects.toMatchObject(denied);
  await expect(theirs.send(new DeleteBucketCommand({ Bucket: "of-account-2" }))).rejects.toMatchObject(denied);
  expect((await theirs.send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
  await expect(
    mine.send(new ListObjectsV2Command({ Bucket: "of-account-2", ExpectedBucketOwner: "333333333333" })),
  ).rejects.toMatchObject(denied);
  await expect(mine.send(new DeleteBucketCommand({ Bucket: "of-account-2" }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
    $metadata: { httpStatusCode: 409 },
  });
});

test("buckets are listed in pages, by prefix and by region", async () => {
  const s3 = server.client({ credentials: { accessKeyId: "444444444444", secretAccessKey: "x" } });
  for (const Bucket of ["page-a", "page-b", "page-c", "other"]) await s3.send(new CreateBucketCommand({ Bucket }));
  const first = await s3.send(new ListBucketsCommand({ Prefix: "page-", MaxBuckets: 2 }));
  expect(first.Buckets?.map(({ Name }) => Name)).toEqual(["page-a", "page-b"]);
  const second = await s3.send(
    new ListBucketsCommand({ Prefix: "page-", MaxBuckets: 2, ContinuationToken: first.ContinuationToken }),
  );
  expect(second.Buckets?.map(({ Name }) => Name)).toEqual(["page-c"]);
  expect(second.ContinuationToken).toBeUndefined();
  expect((await s3.send(new ListBucketsCommand({ BucketRegion: "eu-west-1" }))).Buckets ?? []).toEqual([]);
});

test.each([
  "ab",
  "Upper",
  "under_score",
  "-dash",
  "dash-",
  "192.168.0.1",
  "a..b",
  "xn--abc",
  "abc-s3alias",
  "x".repeat(64),
  "%2e%2e",
  "..",
])("%s is no name for a bucket", async (name) => {
  const answer = await sendRaw(server.url, { method: "PUT", path: `/${name}` });
  expect(answer).toMatchObject({ status: 400, code: "InvalidBucketName" });
});

test("a bucket has tags", async () => {
  const s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket: "tagged" }));
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket: "tagged" }))).rejects.toMatchObject({
    name: "NoSuchTagSet",
  });
  const TagSet = [
    { Key: "a", Value: "1" },
    { Key: "é <&>", Value: "" },
  ];
  await s3.send(new PutBucketTaggingCommand({ Bucket: "tagged", Tagging: { TagSet } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket: "tagged" }))).TagSet).toEqual(TagSet);
  await s3.send(new DeleteBucketTaggingCommand({ Bucket: "tagged" }));
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket: "tagged" }))).rejects.toMatchObject({
    name: "NoSuchTagSet",
  });
});

test("what is not done is refused by name, and what was never set reads as not set", async () => {
  const s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket: "plain" }));
  await expect(
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: "plain",
        LifecycleConfiguration: { Rules: [{ Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }] },
      }),
    ),
  ).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringContaining("PUT ?lifecycle") as unknown,
    $metadata: { httpStatusCode: 501 },
  });
  for (const name of [
    "policy",
    "cors",
    "website",
    "encryption",
    "object-lock",
    "publicAccessBlock",
    "replication",
    "notification",
    "logging",
  ]) {
    const refused = await sendRaw(server.url, { method: "PUT", path: `/plain?${name}`, body: "<x/>" });
    expect(refused).toMatchObject({ status: 501, code: "NotImplemented" });
    expect(refused.body).toContain(`?${name}`);
  }
  expect(await sendRaw(server.url, { path: "/plain?policy" })).toMatchObject({
    status: 404,
    code: "NoSuchBucketPolicy",
  });
  expect(await sendRaw(server.url, { path: "/plain?lifecycle" })).toMatchObject({
    code: "NoSuchLifecycleConfiguration",
  });
  expect(await sendRaw(server.url, { path: "/none-such?policy" })).toMatchObject({ code: "NoSuchBucket" });
  expect((await sendRaw(server.url, { path: "/plain?ownershipControls" })).body).toContain("BucketOwnerEnforced");
  expect(
    await sendRaw(server.url, {
      method: "PUT",
      path: "/locked-bucket",
      headers: { "x-amz-bucket-object-lock-enabled": "true" },
    }),
  ).toMatchObject({
    status: 501,
  });
  expect(
    await sendRaw(server.url, { method: "PUT", path: "/public-bucket", headers: { "x-amz-acl": "public-read" } }),
  ).toMatchObject({
    status: 400,
    code: "AccessControlListNotSupported",
  });
});

test("only what has the form of an S3 request is taken", async () => {
  const other = async (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<number> =>
    (await sendRaw(server.url, { method, path, headers })).status;
  expect(await other("/")).toBe(421);
  expect(await other("/_codebuild-local/health")).toBe(421);
  expect(await other("/service/CodeBuild_20161006/operation/ListProjects", {}, "POST")).toBe(421);
  expect(await other("/badges?uuid=1")).toBe(421);
  expect(await other("/", { "x-amz-target": "CodeBuild_20161006.ListProjects" }, "POST")).toBe(421);
  expect(await other("/some-bucket", {}, "OPTIONS")).toBe(421);
  const scope = (service: string): Record<string, string> => ({
    authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
  expect(await other("/", scope("codebuild"))).toBe(421);
  expect(await other("/", scope("s3"))).toBe(200);
  expect(await other("/some-bucket")).toBe(404);
  expect(await other("/", { host: `some-bucket.localhost:${server.port}` })).toBe(404);
  expect(await other("/?X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2Fs3%2Faws4_request")).toBe(400);
});
