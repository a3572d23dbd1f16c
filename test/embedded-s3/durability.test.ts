import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestServer } from "./test-server.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "embedded-s3-kill-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test("what was acknowledged survives kill -9, and what was not leaves nothing", async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL("server-process.ts", import.meta.url)), directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [endpoint] = (await once(createInterface(child.stdout), "line")) as [string];
  const client = new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
  });
  await client.send(new CreateBucketCommand({ Bucket: "kept" }));

  // An upload that never ends, on disk by more than a buffer.
  const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("PUT /kept/unfinished HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n");
  socket.write(randomBytes(4_000_000));

  const acknowledged = new Map<string, string>();
  let counter = 0;
  const write = async (): Promise<void> => {
    for (;;) {
      const Key = `key-${(counter += 1)}`;
      const Body = randomBytes(counter % 5 === 0 ? 300_000 : 700);
      await client.send(new PutObjectCommand({ Bucket: "kept", Key, Body }));
      acknowledged.set(Key, createHash("md5").update(Body).digest("hex"));
      if (acknowledged.size >= 150) child.kill("SIGKILL");
    }
  };
  const writers = await Promise.allSettled(Array.from({ length: 6 }, write));
  expect(writers.every(({ status }) => status === "rejected")).toBe(true);
  expect(await exited).toEqual([null, "SIGKILL"]);
  client.destroy();
  socket.destroy();

  await using server = await startTestServer({ directory });
  const s3 = server.client();
  for (const [Key, md5] of acknowledged) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "kept", Key }));
    expect(
      createHash("md5")
        .update((await Body?.transformToByteArray()) ?? "")
        .digest("hex"),
      Key,
    ).toBe(md5);
  }
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "kept" }));
  // Each of the six writers may have been in the middle of one whose answer was lost.
  expect(Contents.length).toBeGreaterThanOrEqual(acknowledged.size);
  expect(Contents.length).toBeLessThanOrEqual(acknowledged.size + 6);
  expect(Contents.map(({ Key }) => Key)).not.toContain("unfinished");
  expect(await server.settledFiles()).toBe(Contents.length);
  expect(server.complaints).toEqual([]);
});

test("files that belong to nothing are removed at opening, those of objects and parts stay", async () => {
  {
    await using server = await startTestServer({ directory });
    const s3 = server.client();
    await s3.send(new CreateBucketCommand({ Bucket: "swept" }));
    await s3.send(new PutObjectCommand({ Bucket: "swept", Key: "k", Body: "kept" }));
  }
  mkdirSync(join(directory, "bodies", "aa"), { recursive: true });
  for (let index = 0; index < 50; index += 1) writeFileSync(join(directory, "bodies", "aa", `aa-orphan-${index}`), "x");
  await using server = await startTestServer({ directory });
  expect(await server.settledFiles()).toBe(1);
  const { Body } = await server.client().send(new GetObjectCommand({ Bucket: "swept", Key: "k" }));
  expect(await Body?.transformToString()).toBe("kept");
});
