import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import { fromBufferPromise } from "yauzl";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { ArtifactFile, ArtifactStore, ArtifactTarget } from "../../src/artifacts/artifact-store.ts";
import { createS3ArtifactStore } from "../../src/artifacts/s3/s3-artifact-store.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { refuse, S3_SERVERS, type S3Server, startScripted } from "./s3-servers.ts";

const BUILD_ARN = "arn:aws:codebuild:us-east-1:000000000000:build/p:12345678-1234-1234-1234-123456789012";
const MODIFIED = new Date("2026-11-21T10:11:12Z");

let temporary: string;

beforeEach(() => {
  temporary = join(mkdtempSync(join(tmpdir(), "artifact-store-")), "made-when-missing");
});
afterEach(() => {
  // Nothing that an upload put down is left, however it ended.
  expect(existsSync(temporary) ? readdirSync(temporary) : []).toEqual([]);
  rmSync(join(temporary, ".."), { recursive: true });
});

function file(path: string, content: string | Buffer, mode = 0o644): ArtifactFile {
  const bytes = Buffer.from(content);
  return { path, mode, modified: MODIFIED, size: bytes.length, content: Readable.from([bytes], { objectMode: false }) };
}

async function* each(files: readonly ArtifactFile[]): AsyncGenerator<ArtifactFile, undefined> {
  yield* files;
  return undefined;
}

function target(overrides: Partial<ArtifactTarget> = {}): ArtifactTarget {
  return {
    account: "000000000000",
    region: "us-east-1",
    buildArn: BUILD_ARN,
    bucket: "artifacts",
    key: "out/app",
    packaging: "NONE",
    encryptionKey: undefined,
    ...overrides,
  };
}

function storeOf(server: S3Server): ArtifactStore {
  return createS3ArtifactStore({ client: () => Promise.resolve(server.client), temporaryDirectory: temporary });
}

function hex(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest("hex");
}

describe.each(S3_SERVERS)("on $name", ({ missing, start }) => {
  describe.skipIf(missing)("artifacts are stored", () => {
    let server: S3Server;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });

    let bucket = "";
    let count = 0;
    beforeEach(async () => {
      bucket = `artifacts-${count++}`;
      await server.client.send(new CreateBucketCommand({ Bucket: bucket }));
    });

    async function get(
      key: string,
    ): Promise<{ body: Buffer; metadata: Record<string, string>; encryption: unknown[] }> {
      const answer = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!(answer.Body instanceof Readable)) throw new Error("no body");
      return {
        body: await buffer(answer.Body),
        metadata: answer.Metadata ?? {},
        encryption: [answer.ServerSideEncryption, answer.SSEKMSKeyId],
      };
    }
    async function keys(): Promise<(string | undefined)[]> {
      const { Contents = [] } = await server.client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key }) => Key).toSorted();
    }

    test("each file as an object with its sums, small, large, empty and with an odd name", async () => {
      const contents: Record<string, Buffer> = {
        "a.txt": Buffer.from("a"),
        "deep/er/b.bin": randomBytes(3_000_000),
        empty: Buffer.alloc(0),
        "odd name+é&%25 😀.txt": Buffer.from("odd"),
        "large.bin": randomBytes(20 * 1024 * 1024),
      };
      const files = Object.entries(contents).map(([path, bytes]) => file(path, bytes));
      const stored = await storeOf(server).upload(target({ bucket }), each(files), AbortSignal.timeout(60_000));
      expect(stored).toEqual({ files: 5, md5sum: "", sha256sum: "" });
      for (const [path, bytes] of Object.entries(contents)) {
        const { body, metadata } = await get(`out/app/${path}`);
        expect(body.equals(bytes)).toBe(true);
        expect(metadata).toEqual({
          "codebuild-content-md5": hex("md5", bytes),
          "codebuild-content-sha256": hex("sha256", bytes),
          "codebuild-buildarn": BUILD_ARN,
        });
      }
      expect(await keys()).toHaveLength(5);
    });

    test("an empty key stores at the root of the bucket", async () => {
      await storeOf(server).upload(
        target({ bucket, key: "" }),
        each([file("a", "a"), file("d/b", "b")]),
        AbortSignal.timeout(60_000),
      );
      expect(await keys()).toEqual(["a", "d/b"]);
    });

    test("hundreds of small files all arrive", async () => {
      const names = Array.from({ length: 300 }, (_, index) => `f${String(index).padStart(3, "0")}`);
      const stored = await storeOf(server).upload(
        target({ bucket, key: "" }),
        each(names.map((name) => file(name, name))),
        AbortSignal.timeout(60_000),
      );
      expect(stored.files).toBe(300);
      expect(await keys()).toEqual(names);
    });

    test("one zip with modes, times and names, its sums answered and on the object", async () => {
      const big = randomBytes(2_000_000);
      const files = [
        file("run.sh", "#!/bin/sh\n", 0o755),
        file("deep/日本語", "x"),
        file("back\\slash", "y"),
        file("c:/drive", "z"),
        file("big", big),
        file("empty", ""),
      ];
      const stored = await storeOf(server).upload(
        target({ bucket, key: "p/app.zip", packaging: "ZIP" }),
        each(files),
        AbortSignal.timeout(60_000),
      );
      const { body, metadata } = await get("p/app.zip");
      expect(stored).toEqual({ files: 6, md5sum: hex("md5", body), sha256sum: hex("sha256", body) });
      expect(metadata).toEqual({
        "codebuild-content-md5": stored.md5sum,
        "codebuild-content-sha256": stored.sha256sum,
        "codebuild-buildarn": BUILD_ARN,
      });
      const zip = await fromBufferPromise(body, { lazyEntries: true });
      const found: Record<string, [mode: string, modified: string, content: string]> = {};
      for await (const entry of zip.eachEntry()) {
        const content = await buffer(await zip.openReadStreamPromise(entry));
        found[entry.fileName] = [
          (entry.externalFileAttributes >>> 16).toString(8),
          entry.getLastModDate().toISOString(),
          entry.fileName === "big" ? String(content.equals(big)) : content.toString(),
        ];
      }
      const time = MODIFIED.toISOString();
      expect(found).toEqual({
        "run.sh": ["100755", time, "#!/bin/sh\n"],
        "deep/日本語": ["100644", time, "x"],
        back_slash: ["100644", time, "y"],
        "c_/drive": ["100644", time, "z"],
        big: ["100644", time, "true"],
        empty: ["100644", time, ""],
      });
    });

    test("a zip of more than a part goes up in parts", async () => {
      const content = randomBytes(40 * 1024 * 1024);
      const stored = await storeOf(server).upload(
        target({ bucket, key: "big.zip", packaging: "ZIP" }),
        each([file("big", content)]),
        AbortSignal.timeout(60_000),
      );
      const { body } = await get("big.zip");
      expect(body.length).toBeGreaterThan(content.length);
      expect(hex("sha256", body)).toBe(stored.sha256sum);
    });

    test("an encryption key asks S3 to encrypt with it, and without one nothing is asked", async () => {
      const encryptionKey = "arn:aws:kms:us-east-1:000000000000:alias/aws/s3";
      await storeOf(server).upload(
        target({ bucket, key: "k", encryptionKey }),
        each([file("a", "a")]),
        AbortSignal.timeout(60_000),
      );
      await storeOf(server).upload(target({ bucket, key: "n" }), each([file("a", "a")]), AbortSignal.timeout(60_000));
      expect((await get("k/a")).encryption).toEqual(["aws:kms", encryptionKey]);
      expect((await get("n/a")).encryption[0]).not.toBe("aws:kms");
    });

    test.each(["NONE", "ZIP"] as const)(
      "a bucket that is not there fails the phase in AWS's words (%s)",
      async (packaging) => {
        const failure = await storeOf(server)
          .upload(target({ bucket: "no-such-bucket", packaging }), each([file("a", "a")]), AbortSignal.timeout(60_000))
          .catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(PhaseError);
        expect(failure).toMatchObject({
          code: "CLIENT_ERROR",
          message: expect.stringMatching(
            /^Error in UPLOAD_ARTIFACTS phase: NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404, request id: \S+, host id: \S*$/,
          ) as string,
        });
      },
    );

    test.each(["NONE", "ZIP"] as const)(
      "what the files throw passes through, and no zip is stored (%s)",
      async (packaging) => {
        const failure = new PhaseError("CLIENT_ERROR", "no matching artifact paths found");
        const files = async function* (): AsyncGenerator<ArtifactFile, undefined> {
          yield file("a", "a");
          await Promise.resolve();
          throw failure;
        };
        await expect(
          storeOf(server).upload(target({ bucket, packaging }), files(), AbortSignal.timeout(60_000)),
        ).rejects.toBe(failure);
        expect(await keys()).toEqual(packaging === "ZIP" ? [] : ["out/app/a"]);
      },
    );

    test.each(["NONE", "ZIP"] as const)("a content that breaks off is an error (%s)", async (packaging) => {
      const broken = file("b", "x".repeat(2_000_000));
      const content = Readable.from(
        (async function* () {
          yield Buffer.alloc(1_500_000);
          await Promise.resolve();
          throw new Error("connection lost");
        })(),
        { objectMode: false },
      );
      const files = each([file("a", "a"), { ...broken, content }]);
      await expect(
        storeOf(server).upload(target({ bucket, packaging }), files, AbortSignal.timeout(60_000)),
      ).rejects.toThrow("connection lost");
      expect(await keys()).toEqual(packaging === "ZIP" ? [] : ["out/app/a"]);
    });

    test("an abort in the middle of the parts rejects with its reason and withdraws them", async () => {
      const controller = new AbortController();
      const reason = new Error("stopped");
      let parts = 0;
      const { client } = server;
      client.middlewareStack.add(
        (next, context) => (args) => {
          if (context.commandName === "UploadPartCommand" && ++parts === 2) controller.abort(reason);
          return next(args);
        },
        { step: "initialize", name: "abort-at-part" },
      );
      try {
        const upload = storeOf(server).upload(
          target({ bucket }),
          each([file("big", randomBytes(60 * 1024 * 1024))]),
          controller.signal,
        );
        await expect(upload).rejects.toBe(reason);
      } finally {
        client.middlewareStack.remove("abort-at-part");
      }
      expect(await keys()).toEqual([]);
      await expect
        .poll(async () => (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [], {
          timeout: 10_000,
        })
        .toEqual([]);
    });
  });
});

describe("what S3 answers seldom", () => {
  test("a refusal is told with its code, status and ids; the files after it are not read", async () => {
    await using server = await startScripted((request, response) => {
      request.resume().on("end", () => refuse(response, 403, "AccessDenied", "Access Denied"));
    });
    let asked = 0;
    const files = async function* (): AsyncGenerator<ArtifactFile, undefined> {
      for (; asked < 100; asked++) {
        yield file(`f${asked}`, "a");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return undefined;
    };
    await expect(storeOf(server).upload(target(), files(), AbortSignal.timeout(60_000))).rejects.toMatchObject({
      code: "CLIENT_ERROR",
      message:
        "Error in UPLOAD_ARTIFACTS phase: AccessDenied: Access Denied\n\tstatus code: 403, request id: REQ1, host id: HOST1",
    });
    expect(asked).toBeLessThan(100);
  });

  test("an S3 that can't be reached fails the phase, not the process", async () => {
    const server = await startScripted(() => undefined);
    await server[Symbol.asyncDispose]();
    await expect(
      storeOf(server).upload(target(), each([file("a", "a")]), AbortSignal.timeout(60_000)),
    ).rejects.toMatchObject({
      code: "CLIENT_ERROR",
      message: expect.stringMatching(
        /^Error in UPLOAD_ARTIFACTS phase: RequestError: send request failed\ncaused by: .*ECONNREFUSED/,
      ) as string,
    });
  });

  test("a short trouble of S3 is overcome", async () => {
    let calls = 0;
    await using server = await startScripted((request, response) => {
      request.resume().on("end", () => {
        if (++calls === 1)
          refuse(response, 500, "InternalError", "We encountered an internal error. Please try again.");
        else response.writeHead(200, { etag: '"x"' }).end();
      });
    });
    expect(await storeOf(server).upload(target(), each([file("a", "a")]), AbortSignal.timeout(60_000))).toMatchObject({
      files: 1,
    });
    expect(calls).toBe(2);
  });

  test.each(["NONE", "ZIP"] as const)("an abort ends an upload that S3 never answers (%s)", async (packaging) => {
    const controller = new AbortController();
    const reason = new Error("stopped");
    await using server = await startScripted(() => {
      controller.abort(reason);
    });
    await expect(storeOf(server).upload(target({ packaging }), each([file("a", "a")]), controller.signal)).rejects.toBe(
      reason,
    );
  });
});
