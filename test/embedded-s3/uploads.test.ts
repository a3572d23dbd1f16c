import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { crc32 } from "node:zlib";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../support/manual-clock.ts";
import { sendRaw } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let s3: S3Client;
const clock: ManualClock = createManualClock(Date.now());
const Bucket = "uploads";
beforeAll(async () => {
  server = await startTestServer({ clock });
  s3 = server.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const textOf = async (Key: string): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

const put = (key: string, headers: Record<string, string>, body: string | Uint8Array): ReturnType<typeof sendRaw> =>
  sendRaw(server.url, { method: "PUT", path: `/${Bucket}/${key}`, headers, body });

const crc32Of = (text: string): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
};

const SIGNATURE = `;chunk-signature=${"0".repeat(64)}`;

test.each([
  [
    "signed chunks",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    {},
    `5${SIGNATURE}\r\nhello\r\n1${SIGNATURE}\r\n!\r\n0${SIGNATURE}\r\n\r\n`,
  ],
  [
    "signed chunks with a signed trailer",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    { "x-amz-trailer": "x-amz-checksum-crc32" },
    `6${SIGNATURE}\r\nhello!\r\n0${SIGNATURE}\r\nx-amz-checksum-crc32:${crc32Of("hello!")}\r\nx-amz-trailer-signature:${"0".repeat(64)}\r\n\r\n`,
  ],
  [
    "unsigned chunks with a trailer",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    { "x-amz-trailer": "x-amz-checksum-crc32" },
    `6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:${crc32Of("hello!")}\r\n\r\n`,
  ],
])("the framing of %s is taken off", async (_, contentSha256, more, body) => {
  const headers = {
    "content-encoding": "aws-chunked,gzip",
    "x-amz-content-sha256": contentSha256,
    "x-amz-decoded-content-length": "6",
    ...more,
  };
  const answer = await put("framed", headers, body);
  expect(answer).toMatchObject({
    status: 200,
    headers: { etag: `"${createHash("md5").update("hello!").digest("hex")}"` },
  });
  const got = await sendRaw(server.url, { path: `/${Bucket}/framed` });
  expect(got).toMatchObject({ body: "hello!", headers: { "content-encoding": "gzip", "content-length": "6" } });
});

test("what a client states of its bytes is held against them, and nothing is stored when it is not so", async () => {
  const md5 = createHash("md5").update("hello").digest("base64");
  const chunked = (trailer: string, length = "5"): [Record<string, string>, string] => [
    {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": length,
      "x-amz-trailer": "x-amz-checksum-crc32",
    },
    `5\r\nhello\r\n0\r\n${trailer}\r\n`,
  ];
  const cases: readonly (readonly [string, Record<string, string>, string])[] = [
    ["BadDigest", { "content-md5": md5 }, "other"],
    ["InvalidDigest", { "content-md5": "short" }, "hello"],
    ["BadDigest", { "x-amz-checksum-crc32": crc32Of("other") }, "hello"],
    ["InvalidRequest", { "x-amz-checksum-crc32": "AAAA" }, "hello"],
    [
      "InvalidRequest",
      { "x-amz-checksum-crc32": crc32Of("hello"), "x-amz-checksum-sha1": Buffer.alloc(20).toString("base64") },
      "hello",
    ],
    ["InvalidRequest", { "x-amz-sdk-checksum-algorithm": "CRC32" }, "hello"],
    [
      "XAmzContentSHA256Mismatch",
      { "x-amz-content-sha256": createHash("sha256").update("other").digest("hex") },
      "hello",
    ],
    ["BadDigest", ...chunked(`x-amz-checksum-crc32:${crc32Of("other")}\r\n`)],
    ["MalformedTrailerError", ...chunked("")],
    ["IncompleteBody", ...chunked(`x-amz-checksum-crc32:${crc32Of("hello")}\r\n`, "6")],
    ["IncompleteBody", ...chunked(`x-amz-checksum-crc32:${crc32Of("hello")}\r\n`, "4")],
    ["MissingContentLength", { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" }, "0\r\n\r\n"],
    ["NotImplemented", { "transfer-encoding": "chunked" }, "hello"],
  ];
  const files = await server.settledFiles();
  for (const [code, headers, body] of cases) {
    expect(await put("untrue", headers, body), JSON.stringify(headers)).toMatchObject({ code });
  }
  expect(await server.settledFiles()).toBe(files);
  expect(await sendRaw(server.url, { path: `/${Bucket}/untrue` })).toMatchObject({ status: 404 });
  expect(await put("true", { "content-md5": md5 }, "hello")).toMatchObject({ status: 200 });
});

/** Sends the head and the first bytes of an upload over a bare connection. */
async function beginUpload(key: string, length: number, first: Uint8Array): Promise<ReturnType<typeof connect>> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  socket.write(`PUT /${Bucket}/${key} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => socket.write(first, (error) => (error ? reject(error) : resolve())));
  return socket;
}

test.each([1000, 3_000_000])("a client that goes away after %i bytes leaves no object and no file", async (sent) => {
  const files = await server.settledFiles();
  const socket = await beginUpload("cut", 10_000_000, randomBytes(sent));
  if (sent > 100_000) await expect.poll(() => server.bodyFiles().length).toBe(files + 1);
  socket.destroy();
  expect(await server.settledFiles()).toBe(files);
  expect(await sendRaw(server.url, { path: `/${Bucket}/cut` })).toMatchObject({ status: 404 });
});

test("a client that sends nothing for a minute is disconnected", async () => {
  const files = await server.settledFiles();
  const socket = await beginUpload("slow", 10_000_000, randomBytes(2_000_000));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await expect.poll(() => server.bodyFiles().length).toBe(files + 1);
  await expect
    .poll(async () => {
      clock.advance(61_000);
      return Promise.race([closed.then(() => "closed"), new Promise((resolve) => setImmediate(resolve, "open"))]);
    })
    .toBe("closed");
  expect(await server.settledFiles()).toBe(files);
});

test("a refusal is answered even to a large upload, and the connection goes on", async () => {
  const one = server.client({ requestHandler: { httpAgent: { maxSockets: 1, keepAlive: true } } });
  const Body = randomBytes(20_000_000);
  await expect(one.send(new PutObjectCommand({ Bucket: "no-such-bucket", Key: "k", Body }))).rejects.toMatchObject({
    name: "NoSuchBucket",
  });
  await expect(
    one.send(new PutObjectCommand({ Bucket, Key: "k", Body, ChecksumCRC32: crc32Of("other") })),
  ).rejects.toMatchObject({ name: "BadDigest" });
  await one.send(new PutObjectCommand({ Bucket, Key: "after", Body: "x" }));
  expect(await textOf("after")).toBe("x");
});

test("a refusal in the middle of an upload is answered, and the connection goes on", async () => {
  const socket = connect(server.port, "127.0.0.1");
  let received = "";
  socket.on("data", (data: Buffer) => {
    received += data.toString();
  });
  socket.write(
    `PUT /${Bucket}/broken HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000004\r\n` +
      "X-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nX-Amz-Decoded-Content-Length: 20000000\r\n\r\n10\r\n",
  );
  socket.write(randomBytes(20_000_000));
  socket.write(`GET /${Bucket}/broken HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await expect
    .poll(() => received.match(/HTTP\/1\.1 \d+|<Code>\w+/g))
    .toEqual(["HTTP/1.1 400", "<Code>IncompleteBody", "HTTP/1.1 404", "<Code>NoSuchKey"]);
  socket.destroy();
});

test("a condition is held again when the body has arrived", async () => {
  const socket = connect(server.port, "127.0.0.1");
  const answer = new Promise<string>((resolve) => socket.once("data", (data: Buffer) => resolve(data.toString())));
  socket.write(
    `PUT /${Bucket}/raced HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\nContent-Length: 2000000\r\n\r\n`,
  );
  const files = await server.settledFiles();
  socket.write(randomBytes(1_999_999));
  await expect.poll(() => server.bodyFiles().length).toBe(files + 1);
  await s3.send(new PutObjectCommand({ Bucket, Key: "raced", Body: "first" }));
  socket.write("x");
  expect(await answer).toMatch(/^HTTP\/1\.1 412 /);
  socket.destroy();
  expect(await textOf("raced")).toBe("first");
  expect(await server.settledFiles()).toBe(files + 1);
});

test("an object that is deleted while it is read is read to its end", async () => {
  const bytes = randomBytes(20_000_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: "read", Body: bytes }));
  const files = await server.settledFiles();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "read" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "read" }));
  expect(server.bodyFiles().length).toBe(files);
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect(await server.settledFiles()).toBe(files - 1);
});

test("a reader that goes away lets go of the file", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "left", Body: randomBytes(20_000_000) }));
  const files = await server.settledFiles();
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`GET /${Bucket}/left HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  socket.destroy();
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "left" }));
  expect(await server.settledFiles()).toBe(files - 1);
});

test("hostile documents are refused", async () => {
  const remove = (body: string): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, {
      method: "POST",
      path: `/${Bucket}?delete`,
      headers: { "content-md5": createHash("md5").update(body).digest("base64") },
      body,
    });
  const entities = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>`;
  const external = `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&x;</Key></Object></Delete>`;
  const nested = "<Delete>".repeat(10_000);
  const many = `<Delete>${"<Object><Key>k</Key></Object>".repeat(1001)}</Delete>`;
  for (const body of [
    entities,
    external,
    nested,
    many,
    "",
    "<Delete/>",
    "<Delete><Object/></Delete>",
    "{}",
    "<Delete><Objekt/></Delete>",
  ]) {
    expect(await remove(body), body.slice(0, 40)).toMatchObject({ status: 400, code: "MalformedXML" });
  }
  expect(await remove(`<Delete>${" ".repeat(3_000_000)}</Delete>`)).toMatchObject({ code: "MaxMessageLengthExceeded" });
  const unchecked = {
    method: "POST",
    path: `/${Bucket}?delete`,
    body: "<Delete><Object><Key>k</Key></Object></Delete>",
  };
  expect(await sendRaw(server.url, unchecked)).toMatchObject({ status: 400, code: "InvalidRequest" });
});

function presigned(path: string, more: Record<string, string> = {}): string {
  const parameters = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "123456789012/20260101/us-east-1/s3/aws4_request",
    "X-Amz-Date": new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, ""),
    "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "0",
    ...more,
  };
  return `${path}?${new URLSearchParams(parameters).toString()}`;
}

test("a presigned URL works until it expires, for the account that signed it", async () => {
  expect(await sendRaw(server.url, { method: "PUT", path: presigned("/presigned-bucket") })).toMatchObject({
    status: 200,
  });
  // The JavaScript SDK signs the checksum of an empty body into its URLs; S3 does not hold bodies against it.
  const upload = presigned("/presigned-bucket/k", {
    "x-amz-checksum-crc32": "AAAAAA==",
    "x-amz-sdk-checksum-algorithm": "CRC32",
    "x-amz-meta-a": "b",
    "x-id": "PutObject",
  });
  expect(
    await sendRaw(server.url, { method: "PUT", path: upload, headers: { "content-type": "text/x" }, body: "hello" }),
  ).toMatchObject({ status: 200 });
  const download = presigned("/presigned-bucket/k", { "response-content-type": "text/y" });
  expect(await sendRaw(server.url, { path: download })).toMatchObject({
    status: 200,
    body: "hello",
    headers: { "x-amz-meta-a": "b", "content-type": "text/y" },
  });
  expect(await sendRaw(server.url, { path: "/presigned-bucket/k" })).toMatchObject({ status: 403 });
  const split = presigned("/presigned-bucket/split", { "x-amz-meta-a": "b\r\nx-evil: 1" });
  expect(await sendRaw(server.url, { method: "PUT", path: split, body: "" })).toMatchObject({
    status: 400,
    code: "InvalidArgument",
  });
  const beyond = presigned("/presigned-bucket/beyond", { "x-amz-meta-a": "é😀" });
  expect(await sendRaw(server.url, { method: "PUT", path: beyond, body: "x" })).toMatchObject({ status: 200 });
  const { headers } = await sendRaw(server.url, { path: presigned("/presigned-bucket/beyond") });
  expect(Buffer.from(String(headers["x-amz-meta-a"]), "latin1").toString()).toBe("é😀");
  clock.advance(61_000);
  const expired = await sendRaw(server.url, { path: download });
  expect(expired).toMatchObject({ status: 403, code: "AccessDenied" });
  expect(expired.body).toContain("Request has expired");
  expect(
    await sendRaw(server.url, { path: presigned("/presigned-bucket/k", { "X-Amz-Expires": "604801" }) }),
  ).toMatchObject({
    status: 400,
    code: "AuthorizationQueryParametersError",
  });
  expect(
    await sendRaw(server.url, { path: presigned("/presigned-bucket/k", { "X-Amz-Date": "yesterday" }) }),
  ).toMatchObject({ code: "AuthorizationQueryParametersError" });
  const second = `AWSAccessKeyId=123456789012&Signature=x&Expires=`;
  const seconds = Math.floor(clock.now() / 1000);
  expect(await sendRaw(server.url, { path: `/presigned-bucket/k?${second}${seconds + 5}` })).toMatchObject({
    status: 200,
  });
  expect(await sendRaw(server.url, { path: `/presigned-bucket/k?${second}${seconds - 5}` })).toMatchObject({
    status: 403,
  });
});

test("a bucket can be named by the host", async () => {
  const at = (host: string, path: string, method = "GET", body = ""): ReturnType<typeof sendRaw> =>
    sendRaw(server.url, { method, path, headers: { host, "content-length": String(body.length) }, body });
  expect(await at("dotted.bucket.localhost:4566", "/", "PUT")).toMatchObject({ status: 200 });
  expect(await at("dotted.bucket.localhost", "/a/b", "PUT", "hello")).toMatchObject({ status: 200 });
  expect(await at("dotted.bucket.host.docker.internal:80", "/a/b")).toMatchObject({ status: 200, body: "hello" });
  expect(await at("127.0.0.1", "/dotted.bucket/a/b")).toMatchObject({ status: 200, body: "hello" });
  expect(await at("host.docker.internal", "/dotted.bucket/a/b")).toMatchObject({ status: 200, body: "hello" });
  expect(await at("[::1]:4566", "/dotted.bucket/a/b")).toMatchObject({ status: 200, body: "hello" });
});
