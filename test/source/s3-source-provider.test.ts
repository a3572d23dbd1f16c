import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { extract } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { PhaseError } from "../../src/domain/phase-error.ts";
import { createNoneSourceProvider } from "../../src/source/none/none-source-provider.ts";
import { createS3SourceProvider } from "../../src/source/s3/s3-source-provider.ts";
import type { FetchedSource, SourceRequest } from "../../src/source/source-provider.ts";
import { refuse, S3_SERVERS, type S3Server, startScripted } from "../artifacts/s3-servers.ts";
import { type RawEntry, rawZip } from "./raw-zip.ts";

function request(location: string | undefined, sourceVersion?: string, label = "primary source"): SourceRequest {
  const source = { type: "S3" as const, ...(location === undefined ? {} : { location }) };
  return { account: "000000000000", region: "us-east-1", source, sourceVersion, label };
}

function fetchFrom(
  server: S3Server,
  wanted: SourceRequest,
  signal = AbortSignal.timeout(60_000),
): Promise<FetchedSource> {
  const provider = createS3SourceProvider({ client: () => Promise.resolve(server.client) });
  return provider.fetch(wanted, signal);
}

async function names(source: FetchedSource): Promise<string[]> {
  const archive = source.archive("top/src");
  if (archive === undefined) return [];
  const found: string[] = [];
  for await (const entry of archive.pipe(extract())) {
    found.push(entry.header.name);
    entry.resume();
  }
  return found;
}

async function contentsOf(source: FetchedSource): Promise<Map<string, Buffer>> {
  const archive = source.archive("top/src");
  if (archive === undefined) throw new Error("the source has an archive");
  const tar = await buffer(archive);
  const found = new Map<string, Buffer>();
  for await (const entry of Readable.from([tar]).pipe(extract())) found.set(entry.header.name, await buffer(entry));
  return found;
}

const SOURCE: readonly RawEntry[] = [
  { name: "buildspec.yml", content: "version: 0.2\n" },
  { name: "run.sh", content: "#!/bin/sh\n", mode: 0o100755, deflate: true },
];

describe.each(S3_SERVERS)("from $name", ({ missing, start }) => {
  describe.skipIf(missing)("a zip is fetched", () => {
    let server: S3Server;
    let versions: (string | undefined)[];
    beforeAll(async () => {
      server = await start();
      const { client } = server;
      await client.send(new CreateBucketCommand({ Bucket: "sources" }));
      await client.send(new PutObjectCommand({ Bucket: "sources", Key: "in/src.zip", Body: rawZip(SOURCE) }));
      await client.send(new PutObjectCommand({ Bucket: "sources", Key: "text.zip", Body: "no zip" }));
      await client.send(
        new PutObjectCommand({ Bucket: "sources", Key: "evil.zip", Body: rawZip([{ name: "../../evil" }]) }),
      );
      await client.send(
        new PutObjectCommand({
          Bucket: "sources",
          Key: "lies.zip",
          Body: rawZip([{ name: "a", content: "a", declared: { crc32: 7 } }]),
        }),
      );
      const put = (key: string, body: string | Buffer): Promise<unknown> =>
        client.send(new PutObjectCommand({ Bucket: "sources", Key: key, Body: body }));
      await put("folder/", "");
      await put("folder/buildspec.yml", "version: 0.2\n");
      await put("folder/large", Buffer.alloc(3_000_000, "x"));
      // More than one page of a list.
      for (let index = 0; index < 1100; index += 50)
        await Promise.all(Array.from({ length: 50 }, (_, at) => put(`folder/many/${index + at}`, String(index + at))));
      await put("bad//a", "a");
      await put("twice/a", "a");
      await put("twice/a/b", "b");
      await client.send(new CreateBucketCommand({ Bucket: "versioned" }));
      await client.send(
        new PutBucketVersioningCommand({ Bucket: "versioned", VersioningConfiguration: { Status: "Enabled" } }),
      );
      versions = [];
      for (const content of ["one", "two"]) {
        const put = new PutObjectCommand({
          Bucket: "versioned",
          Key: "src.zip",
          Body: rawZip([{ name: "text", content }]),
        });
        versions.push((await client.send(put)).VersionId);
      }
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });

    test.each(["sources/in/src.zip", "arn:aws:s3:::sources/in/src.zip"])("by its location %s", async (location) => {
      await using source = await fetchFrom(server, request(location));
      expect(source.resolvedSourceVersion).toBeUndefined();
      expect(await source.readText("./buildspec.yml")).toBe("version: 0.2\n");
      expect(await source.readText("missing")).toBeUndefined();
      expect(await names(source)).toEqual(["top/src/", "top/src/buildspec.yml", "top/src/run.sh"]);
      // A second archive is the same again.
      expect(await names(source)).toHaveLength(3);
    });

    test.each(["sources/folder/", "arn:aws:s3:::sources/folder/"])("a folder by its location %s", async (location) => {
      await using source = await fetchFrom(server, request(location));
      expect(source.resolvedSourceVersion).toBeUndefined();
      expect(await source.readText("./buildspec.yml")).toBe("version: 0.2\n");
      expect(await source.readText("../folder/buildspec.yml")).toBeUndefined();
      const archive = source.archive("top/src");
      const found = new Map<string, string>();
      if (archive === undefined) throw new Error("a folder has an archive");
      for await (const entry of archive.pipe(extract())) {
        const content = await buffer(entry);
        found.set(entry.header.name, content.length > 100 ? `${content.length} bytes` : content.toString());
      }
      expect(found.size).toBe(1103);
      expect(found.get("top/src/many/7")).toBe("7");
      expect(found.get("top/src/large")).toBe("3000000 bytes");
      expect([...found.keys()].filter((name) => !name.includes("/many/"))).toEqual([
        "top/src/",
        "top/src/buildspec.yml",
        "top/src/large",
      ]);
    });

    test("the newest version unless another is asked for", async () => {
      for (const [asked, text] of [
        [undefined, "two"],
        [versions[0], "one"],
      ] as const) {
        await using source = await fetchFrom(server, request("versioned/src.zip", asked));
        expect(source.resolvedSourceVersion).toBeUndefined();
        expect(await source.readText("text")).toBe(text);
      }
    });

    test("a zip of several megabytes, read in parts", async () => {
      const content = randomBytes(3_000_000);
      const Body = rawZip([
        { name: "large", content },
        { name: "small", content: "s" },
      ]);
      await server.client.send(new PutObjectCommand({ Bucket: "sources", Key: "large.zip", Body }));
      await using source = await fetchFrom(server, request("sources/large.zip"));
      expect((await contentsOf(source)).get("top/src/large")?.equals(content)).toBe(true);
      expect(await source.readText("small")).toBe("s");
    });

    test("an object that another takes the place of meanwhile is not mixed with it", async () => {
      const put = (): Promise<unknown> => {
        const Body = rawZip([{ name: "large", content: randomBytes(3_000_000) }]);
        return server.client.send(new PutObjectCommand({ Bucket: "sources", Key: "changing.zip", Body }));
      };
      await put();
      await using source = await fetchFrom(server, request("sources/changing.zip"));
      await put();
      await expect(contentsOf(source)).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringMatching(/^PreconditionFailed: .*\n\tstatus code: 412, .* for primary source/) as string,
      });
    });

    test("a version that another has taken the place of is read to its end", async () => {
      const content = randomBytes(3_000_000);
      const put = async (body: Buffer): Promise<void> => {
        await server.client.send(new PutObjectCommand({ Bucket: "versioned", Key: "large.zip", Body: body }));
      };
      await put(rawZip([{ name: "large", content }]));
      await using source = await fetchFrom(server, request("versioned/large.zip"));
      await put(rawZip([{ name: "other" }]));
      expect((await contentsOf(source)).get("top/src/large")?.equals(content)).toBe(true);
    });

    test("an empty object is no zip", async () => {
      await server.client.send(new PutObjectCommand({ Bucket: "sources", Key: "empty.zip", Body: "" }));
      await expect(fetchFrom(server, request("sources/empty.zip"))).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringMatching(/^zip: not a valid zip file: /) as string,
      });
    });

    test.each<[name: string, request: SourceRequest, message: RegExp]>([
      [
        "a key that is not there",
        request("sources/missing.zip", "v1"),
        /^NoSuch(Key|Version): The specified (key|version) does not exist\.\n\tstatus code: 404, request id: \S+, host id: \S* for primary source and source version v1$|Invalid version id/,
      ],
      [
        "a key that is not there, without a version",
        request("sources/missing.zip", undefined, "extra"),
        /^NoSuchKey: The specified key does not exist\.\n\tstatus code: 404, request id: \S+, host id: \S* for extra and source version arn:aws:s3:::sources\/missing\.zip$/,
      ],
      [
        "a bucket that is not there",
        request("no-such-bucket/a.zip"),
        /^NoSuchBucket: The specified bucket does not exist\n\tstatus code: 404,/,
      ],
      [
        "what is no zip",
        request("sources/text.zip"),
        /^zip: not a valid zip file: .* for primary source and source version arn:/,
      ],
      ["a way out of the source", request("sources/evil.zip"), /"\.\.\/\.\.\/evil": invalid relative path/],
      [
        "an empty folder",
        request("sources/nothing/"),
        /^NoSuchKey: There are no objects below s3:\/\/sources\/nothing\//,
      ],
      ["a folder's version", request("sources/in/", "v1"), /^The S3 folder sources\/in\/ has no versions for primary/],
      ["a folder of a bucket that is not there", request("no-such-bucket/in/"), /^NoSuchBucket: /],
      ["a key that is no path", request("sources/bad/"), /^The object "bad\/\/a" can't be a file in a folder/],
      ["a key below another", request("sources/twice/"), /^The object "twice\/a\/b" can't be a file in a folder/],
      ["no location", request(undefined), /^Invalid S3 source location/],
      ["a location without a key", request("sources"), /^Invalid S3 source location: sources/],
    ])("%s fails the phase", async (_name, wanted, message) => {
      const failure = await fetchFrom(server, wanted).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PhaseError);
      expect(failure).toMatchObject({ code: "CLIENT_ERROR", message: expect.stringMatching(message) as string });
    });

    test("a content that is not what the zip says fails when it is read, as the phase's error", async () => {
      await using source = await fetchFrom(server, request("sources/lies.zip"));
      const archive = source.archive("src");
      await expect(archive === undefined ? undefined : buffer(archive)).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringContaining("checksum error") as string,
      });
      await expect(source.readText("a")).rejects.toBeInstanceOf(PhaseError);
    });
  });
});

describe("what S3 answers seldom", () => {
  test("a refusal is told with its code, status and ids", async () => {
    await using server = await startScripted((_request, response) =>
      refuse(response, 403, "AccessDenied", "Access Denied"),
    );
    await expect(fetchFrom(server, request("b/k.zip", "abc"))).rejects.toMatchObject({
      code: "CLIENT_ERROR",
      message:
        "AccessDenied: Access Denied\n\tstatus code: 403, request id: REQ1, host id: HOST1 for primary source and source version abc",
    });
  });

  test("a download that breaks off fails the phase", async () => {
    await using server = await startScripted((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("PK", () => response.destroy());
    });
    await expect(fetchFrom(server, request("b/k.zip"))).rejects.toMatchObject({ code: "CLIENT_ERROR" });
  });

  describe("a transfer of a part", () => {
    const content = randomBytes(6_000_000);
    const zip = rawZip([{ name: "large", content }]);

    /** Serves the zip; `cut` may end the nth answer with a part that is not at the zip's end. */
    function serve(cut: (nth: number, body: Buffer, response: ServerResponse) => void) {
      let parts = 0;
      return (incoming: IncomingMessage, response: ServerResponse): void => {
        const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(incoming.headers.range ?? "") ?? [];
        const start = first === "" ? zip.length - Number(last) : Number(first);
        const end = first === "" ? zip.length : Number(last) + 1;
        const body = zip.subarray(start, end);
        const range = `bytes ${start}-${end - 1}/${zip.length}`;
        response.writeHead(206, { "content-length": body.length, "content-range": range, etag: '"e"' });
        if (first === "") response.end(body);
        else cut(parts++, body, response);
      };
    }

    test("is taken up again where it broke off", async () => {
      await using server = await startScripted(
        serve((nth, body, response) => {
          // Each brings something, so however many there are, they are no failure.
          if (nth < 4) response.write(body.subarray(0, 1_100_000), () => response.destroy());
          else response.end(body);
        }),
      );
      await using source = await fetchFrom(server, request("b/k.zip"));
      expect((await contentsOf(source)).get("top/src/large")?.equals(content)).toBe(true);
    });

    test("that breaks off again and again fails the phase", async () => {
      let asked = 0;
      await using server = await startScripted(
        serve((nth, body, response) => {
          asked = nth + 1;
          response.write(body.subarray(0, 10), () => response.destroy());
        }),
      );
      await using source = await fetchFrom(server, request("b/k.zip"));
      await expect(contentsOf(source)).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringMatching(
          /^RequestError: send request failed\ncaused by: .* for primary source/s,
        ) as string,
      });
      expect(asked).toBe(4);
    });

    test("that is not the part that was asked for fails the phase", async () => {
      await using server = await startScripted((incoming, response) => {
        response.writeHead(206, { "content-range": `bytes 0-1048575/${zip.length}`, etag: '"e"' });
        response.end(incoming.headers.range?.startsWith("bytes=-") === true ? zip.subarray(-1_048_576) : zip);
      });
      await using source = await fetchFrom(server, request("b/k.zip"));
      await expect(contentsOf(source)).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringContaining("S3 did not answer with the part") as string,
      });
    });

    test("is ended by an abort with its reason", async () => {
      const controller = new AbortController();
      const reason = new Error("stopped");
      await using server = await startScripted(
        serve((_nth, body, response) => {
          response.write(body.subarray(0, 1_000), () => {
            controller.abort(reason);
          });
        }),
      );
      await using source = await fetchFrom(server, request("b/k.zip"), controller.signal);
      await expect(contentsOf(source)).rejects.toBe(reason);
    });
  });

  test("an S3 that can't be reached fails the phase", async () => {
    const server = await startScripted(() => undefined);
    await server[Symbol.asyncDispose]();
    await expect(fetchFrom(server, request("b/k.zip"))).rejects.toMatchObject({
      code: "CLIENT_ERROR",
      message: expect.stringMatching(/^RequestError: send request failed\ncaused by: .*ECONNREFUSED/) as string,
    });
  });

  test.each([
    ["before the answer", (_response: ServerResponse) => false],
    [
      "in the middle of the body",
      (response: ServerResponse) => response.writeHead(206, { "content-range": "bytes 0-99/100" }).write("PK"),
    ],
  ])("an abort %s rejects with its reason", async (_name, answer) => {
    const controller = new AbortController();
    const reason = new Error("stopped");
    await using server = await startScripted((_request, response) => {
      answer(response);
      setTimeout(() => {
        controller.abort(reason);
      }, 50);
    });
    await expect(fetchFrom(server, request("b/k.zip"), controller.signal)).rejects.toBe(reason);
  });
});

test("no source has nothing", async () => {
  const source = await createNoneSourceProvider().fetch(
    { ...request(undefined), source: { type: "NO_SOURCE" } },
    AbortSignal.timeout(1_000),
  );
  expect(source.resolvedSourceVersion).toBeUndefined();
  expect(await source.readText("buildspec.yml")).toBeUndefined();
  expect(source.archive("src")).toBeUndefined();
  await source[Symbol.asyncDispose]();
});
