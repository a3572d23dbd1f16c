import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsEnvironment, type Ran, run, whyMissing } from "./installed-program.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const missing = whyMissing("aws", "--version");
let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(join(tmpdir(), "aws-cli-"));
});
afterAll(async () => {
  expect(server.complaints).toEqual([]);
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function tryAws(...args: string[]): Promise<Ran> {
  return run("aws", ["--endpoint-url", server.url, ...args], awsEnvironment);
}

async function aws(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await tryAws(...args);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

test("aws s3: mb, cp, ls, sync, mv, presign, rm, rb", async (context) => {
  if (missing !== undefined) context.skip(missing);
  expect(await aws("s3", "mb", "s3://cli-bucket")).toBe("make_bucket: cli-bucket\n");
  mkdirSync(join(folder, "tree", "sub dir"), { recursive: true });
  writeFileSync(join(folder, "tree", "a.txt"), "hello\n");
  writeFileSync(join(folder, "tree", "sub dir", "b+ü.txt"), "b");
  const large = randomBytes(18 * 1024 ** 2);
  writeFileSync(join(folder, "tree", "large.bin"), large);
  // S3 tells times in whole seconds, and sync uploads again what seems to be newer than its copy there.
  const earlier = new Date(Date.now() - 60_000);
  for (const name of ["a.txt", "sub dir/b+ü.txt", "large.bin"])
    utimesSync(join(folder, "tree", name), earlier, earlier);
  await aws("s3", "sync", "--no-progress", join(folder, "tree"), "s3://cli-bucket/tree");
  expect(await aws("s3", "sync", "--no-progress", join(folder, "tree"), "s3://cli-bucket/tree")).toBe("");
  expect(await aws("s3", "cp", "s3://cli-bucket/tree/a.txt", "-")).toBe("hello\n");
  expect(await aws("s3", "ls", "s3://cli-bucket/tree/")).toMatch(
    /PRE sub dir\/\n.* 6 a\.txt\n.* 18874368 large\.bin\n$/,
  );
  await aws("s3", "mv", "--no-progress", "s3://cli-bucket/tree/large.bin", "s3://cli-bucket/moved.bin");
  await aws("s3", "sync", "--no-progress", "s3://cli-bucket", join(folder, "back"));
  expect(readdirSync(join(folder, "back"), { recursive: true }).sort()).toEqual([
    "moved.bin",
    "tree",
    "tree/a.txt",
    "tree/sub dir",
    "tree/sub dir/b+ü.txt",
  ]);
  expect(readFileSync(join(folder, "back", "moved.bin")).equals(large)).toBe(true);
  const url = (await aws("s3", "presign", "s3://cli-bucket/tree/a.txt")).trim();
  expect(await (await fetch(url)).text()).toBe("hello\n");
  expect(await aws("s3", "rm", "s3://cli-bucket/tree/a.txt")).toBe("delete: s3://cli-bucket/tree/a.txt\n");
  const refused = await tryAws("s3", "rb", "s3://cli-bucket");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("BucketNotEmpty") as unknown });
  await aws("s3", "rb", "--force", "s3://cli-bucket");
  expect(await aws("s3", "ls")).toBe("");
  expect(await server.settledFiles()).toBe(0);
});

test("aws s3api: a versioned object, its attributes and a refusal", async (context) => {
  if (missing !== undefined) context.skip(missing);
  await aws("s3api", "create-bucket", "--bucket", "api-bucket");
  await aws("s3api", "put-bucket-versioning", "--bucket", "api-bucket", "--versioning-configuration", "Status=Enabled");
  writeFileSync(join(folder, "body"), "version one");
  const put = JSON.parse(
    await aws(
      "s3api",
      "put-object",
      "--bucket",
      "api-bucket",
      "--key",
      "k",
      "--body",
      join(folder, "body"),
      "--metadata",
      "a=b",
    ),
  ) as {
    VersionId: string;
  };
  await aws("s3api", "delete-object", "--bucket", "api-bucket", "--key", "k");
  const head = JSON.parse(
    await aws("s3api", "head-object", "--bucket", "api-bucket", "--key", "k", "--version-id", put.VersionId),
  ) as object;
  expect(head).toMatchObject({ ContentLength: 11, Metadata: { a: "b" }, VersionId: put.VersionId });
  const refused = await tryAws("s3api", "put-bucket-policy", "--bucket", "api-bucket", "--policy", "{}");
  expect(refused).toMatchObject({ stderr: expect.stringContaining("NotImplemented") as unknown });
  expect(refused.code).not.toBe(0);
});
