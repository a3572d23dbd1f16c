import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";

import fc from "fast-check";
import { extract } from "tar-stream";
import { afterEach, describe, expect, test } from "vitest";

import type { ByteSource } from "../../src/source/s3/byte-source.ts";
import { InvalidZip } from "../../src/source/s3/zip-index.ts";
import { openZipSource, type ZipSource } from "../../src/source/s3/zip-source.ts";
import { type RawEntry, rawZip } from "./raw-zip.ts";

/** Transfers that are begun and not ended. */
let transfers = 0;
let transferred = 0;

afterEach(() => {
  expect(transfers).toBe(0);
});

/** @param piece in which lengths the bytes come */
function bytesOf(content: Buffer, piece: number): ByteSource {
  return {
    size: content.length,
    async *read(start, end) {
      transfers++;
      try {
        for (let at = start; at < end; at += piece) {
          await Promise.resolve();
          const bytes = content.subarray(at, Math.min(end, at + piece));
          transferred += bytes.length;
          yield bytes;
        }
      } finally {
        transfers--;
      }
    },
  };
}

async function open(zip: readonly RawEntry[] | Buffer, piece = 1_000): Promise<ZipSource> {
  return openZipSource(bytesOf(Buffer.isBuffer(zip) ? zip : rawZip(zip), piece));
}

async function buffer(archive: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(archive));
}

/** The entries of the archive as path → [type, mode, content or link target]. */
async function unpack(
  source: ZipSource,
  top = "src",
): Promise<Record<string, [type: string, mode: string, content: string]>> {
  const found: Record<string, [string, string, string]> = {};
  const entries = Readable.from(source.archive(top), { objectMode: false }).pipe(extract());
  for await (const entry of entries) {
    const { name, type, mode, linkname } = entry.header;
    const content = Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Uint8Array>)).toString();
    expect(found).not.toHaveProperty([name]);
    found[name] = [type, mode.toString(8), type === "symlink" ? linkname : content];
  }
  return found;
}

describe("a zip becomes a tar below the directory", () => {
  test("files, directories, modes, symlinks and times are kept", async () => {
    const source = await open([
      { name: "run.sh", content: "#!/bin/sh\n", mode: 0o100755, deflate: true },
      { name: "dir/", mode: 0o040700 },
      { name: "dir/a.txt", content: "a", mode: 0o100600 },
      { name: "link", content: "dir/a.txt", mode: 0o120777 },
      { name: "empty", content: "", deflate: true, mode: 0o100644 },
    ]);
    expect(await unpack(source, "codebuild/output/src1/src")).toEqual({
      "codebuild/output/src1/src/": ["directory", "755", ""],
      "codebuild/output/src1/src/run.sh": ["file", "755", "#!/bin/sh\n"],
      "codebuild/output/src1/src/dir/": ["directory", "700", ""],
      "codebuild/output/src1/src/dir/a.txt": ["file", "600", "a"],
      "codebuild/output/src1/src/link": ["symlink", "777", "dir/a.txt"],
      "codebuild/output/src1/src/empty": ["file", "644", ""],
    });
  });

  test("entries without modes get the usual ones", async () => {
    const source = await open([
      { name: "a" },
      { name: "d/" },
      { name: "zero", mode: 0o100000 },
      { name: "e/", mode: 0 },
    ]);
    expect(await unpack(source)).toMatchObject({
      "src/a": ["file", "644", ""],
      "src/d/": ["directory", "755", ""],
      "src/zero": ["file", "644", ""],
      "src/e/": ["directory", "755", ""],
    });
  });

  test("set-user-id bits do not come along", async () => {
    expect(await unpack(await open([{ name: "a", mode: 0o104755 }]))).toMatchObject({ "src/a": ["file", "755", ""] });
  });

  test("names are read as what they are: flagged or plain UTF-8, DOS code page, backslashes of .NET, needless dots", async () => {
    const source = await open([
      { name: "flagged-é" },
      { name: "unflagged-é", flags: 0 },
      { name: new Uint8Array([0x64, 0x6f, 0x73, 0x2d, 0x82]), flags: 0 },
      { name: "windows\\dir\\file" },
      { name: "./dot/./file" },
      { name: "double//slash" },
    ]);
    expect(Object.keys(await unpack(source)).toSorted()).toEqual(
      [
        "src/",
        "src/flagged-é",
        "src/unflagged-é",
        "src/dos-é",
        "src/windows/dir/file",
        "src/dot/file",
        "src/double/slash",
      ].toSorted(),
    );
  });

  test("of entries with one name the last counts", async () => {
    const source = await open([
      { name: "a", content: "first" },
      { name: "b", content: "b" },
      { name: "./a", content: "last" },
    ]);
    expect(await unpack(source)).toMatchObject({ "src/a": ["file", "644", "last"], "src/b": ["file", "644", "b"] });
    expect(await source.readText("a")).toBe("last");
  });

  test("an empty zip is the empty directory", async () => {
    expect(await unpack(await open([]))).toEqual({ "src/": ["directory", "755", ""] });
  });

  test("a symlink that leads out of the source stays a link", async () => {
    const source = await open([{ name: "out", content: "/etc/passwd", mode: 0o120777 }]);
    expect(await unpack(source)).toMatchObject({ "src/out": ["symlink", "777", "/etc/passwd"] });
    expect(await source.readText("out")).toBeUndefined();
  });

  test("leaving the archive unread ends the transfer", async () => {
    const source = await open([{ name: "a", content: Buffer.alloc(5_000_000), mode: 0o100644 }]);
    for await (const _piece of source.archive("src")) break;
    expect(transfers).toBe(0);
    expect(await unpack(source)).toHaveProperty(["src/a"]);
  });

  test.each([1, 7, 65_536, 10_000_000])("in whatever pieces of %i bytes the zip comes", async (piece) => {
    const text = "one line after another\n".repeat(400);
    const source = await open(
      [
        { name: "first", content: text, deflate: true },
        { name: "second", content: text },
        { name: "third", content: "3", deflate: true },
      ],
      piece,
    );
    const found = await unpack(source);
    expect(Object.values(found).map(([, , content]) => content)).toEqual(["", text, text, "3"]);
  });

  test("large contents come whole, stored and deflated, and what follows them", async () => {
    const random = randomBytes(3_000_000);
    const zeros = Buffer.alloc(30_000_000);
    const source = await open(
      [
        { name: "stored", content: random },
        { name: "deflated", content: zeros, deflate: true },
        { name: "random", content: random, deflate: true },
        { name: "after", content: "after" },
      ],
      65_536,
    );
    const archive = await buffer(source.archive("src"));
    const contents: Buffer[] = [];
    for await (const entry of Readable.from([archive]).pipe(extract()))
      contents.push(Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Uint8Array>)));
    expect(contents.slice(1).map((content) => content.length)).toEqual([3_000_000, 30_000_000, 3_000_000, 5]);
    expect(contents[1]?.equals(random)).toBe(true);
    expect(contents[2]?.equals(zeros)).toBe(true);
    expect(contents[3]?.equals(random)).toBe(true);
  });

  test("members may lie in another order than the directory's, with gaps, which are not transferred when they are long", async () => {
    const content = Buffer.alloc(8_000_000, "x");
    const zip = rawZip([
      { name: "a", content: "a" },
      { name: "a", content },
      { name: "b", content: "b" },
    ]);
    // The first and the second have one name: the second is there for nothing when the last entry names the first again.
    const again = rawZip([
      { name: "a", content: "a" },
      { name: "a", content },
      { name: "b", content: "b" },
      { name: "a", content: "", declared: { offset: 0, size: 1, crc32: 0xe8b7be43 } },
    ]);
    again.writeUInt32LE(1, again.lastIndexOf("PK\x01\x02") + 20);
    expect(Object.keys(await unpack(await open(zip)))).toEqual(["src/", "src/a", "src/b"]);
    transferred = 0;
    expect(await unpack(await open(again, 65_536))).toMatchObject({
      "src/a": ["file", "644", "a"],
      "src/b": ["file", "644", "b"],
    });
    expect(transferred).toBeLessThan(3_000_000);
  });
});

describe("text is read without unpacking", () => {
  const entries: readonly RawEntry[] = [
    { name: "buildspec.yml", content: "version: 0.2\n", deflate: true },
    { name: "ci/spec.yml", content: "ci" },
    { name: "link.yml", content: "ci/spec.yml", mode: 0o120777 },
    { name: "chain", content: "link.yml", mode: 0o120777 },
    { name: "ci-link", content: "ci", mode: 0o120777 },
    { name: "loop", content: "loop", mode: 0o120777 },
    { name: "up", content: "../etc/passwd", mode: 0o120777 },
    { name: "utf-8", content: "é😀" },
  ];

  test.each([
    ["buildspec.yml", "version: 0.2\n"],
    ["./buildspec.yml", "version: 0.2\n"],
    ["ci/../buildspec.yml", "version: 0.2\n"],
    ["ci/spec.yml", "ci"],
    ["link.yml", "ci"],
    ["chain", "ci"],
    ["ci-link/spec.yml", "ci"],
    ["utf-8", "é😀"],
    ["ci", undefined],
    ["missing", undefined],
    ["loop", undefined],
    ["up", undefined],
    ["../buildspec.yml", undefined],
    ["/buildspec.yml", undefined],
    ["", undefined],
  ])("%j", async (path, text) => {
    expect(await (await open(entries)).readText(path)).toBe(text);
  });
});

describe("what should not be unpacked is refused, and named", () => {
  test.each<[name: string, entries: readonly RawEntry[], message: RegExp]>([
    ["a way up", [{ name: "../../tmp/evil" }], /"\.\.\/\.\.\/tmp\/evil": invalid relative path/],
    ["a way up in the middle", [{ name: "a/../../evil" }], /"a\/\.\.\/\.\.\/evil"/],
    ["an absolute path", [{ name: "/evil" }], /"\/evil": absolute path/],
    ["a drive", [{ name: "C:/evil" }], /"C:\/evil": absolute path/],
    ["a way up with backslashes", [{ name: "..\\evil" }], /invalid relative path/],
    ["a null character", [{ name: "a\0b" }], /null character/],
    [
      "a file below a symlink",
      [{ name: "a", content: "/etc", mode: 0o120777 }, { name: "a/passwd" }],
      /"a\/passwd": it lies below the symlink "a"/,
    ],
    [
      "a file below a symlink that comes later",
      [{ name: "a/b/c" }, { name: "a", content: "/etc", mode: 0o120777 }],
      /"a\/b\/c": it lies below the symlink "a"/,
    ],
    ["a file below a file", [{ name: "a" }, { name: "a/b" }], /"a\/b": it lies below the file "a"/],
    [
      "an encrypted entry",
      [{ name: "a", content: "x".repeat(20), flags: 0x801 }],
      /"a": it is encrypted|size mismatch/,
    ],
    ["an unknown compression", [{ name: "a", method: 12 }], /"a": unsupported compression method 12/],
    ["a device", [{ name: "null", mode: 0o020666 }], /"null": it is neither a file/],
    [
      "more than a disk holds",
      Array.from({ length: 20 }, (_, index) => ({ name: `f${index}`, method: 8, declared: { size: 4_294_967_294 } })),
      /more than \d+ bytes/,
    ],
  ])("%s", async (_name, entries, message) => {
    const refusal = await open(entries).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidZip);
    expect((refusal as Error).message).toMatch(message);
  });

  test.each<[name: string, bytes: Buffer]>([
    ["no zip", Buffer.from("hello")],
    ["nothing", Buffer.alloc(0)],
    ["a zip cut off", rawZip([{ name: "a", content: "x".repeat(1_000) }]).subarray(0, 900)],
    ["a zip with bytes after it", Buffer.concat([rawZip([{ name: "a" }]), Buffer.from("more")])],
  ])("%s is not a zip", async (_name, bytes) => {
    await expect(open(bytes)).rejects.toBeInstanceOf(InvalidZip);
  });

  test.each<[name: string, entry: RawEntry]>([
    [
      "a content longer than declared",
      { name: "bomb", content: Buffer.alloc(1_000_000), deflate: true, declared: { size: 10 } },
    ],
    ["a content shorter than declared", { name: "short", content: "abc", deflate: true, declared: { size: 100 } }],
    ["a content whose sum is wrong", { name: "flipped", content: "abc", declared: { crc32: 1 } }],
    [
      "a large content longer than declared",
      { name: "bomb", content: Buffer.alloc(9_000_000), deflate: true, declared: { size: 3_000_000 } },
    ],
    [
      "a large content shorter than declared",
      { name: "short", content: Buffer.alloc(3_000_000), deflate: true, declared: { size: 9_000_000 } },
    ],
    [
      "a large content whose sum is wrong",
      { name: "flipped", content: Buffer.alloc(3_000_000), declared: { crc32: 1 } },
    ],
    ["a large content that is no deflated data", { name: "garbage", content: Buffer.alloc(3_000_000, 255), method: 8 }],
    ["a content that overlaps another", { name: "over", content: "", declared: { offset: 3 } }],
    ["a content behind the end", { name: "behind", content: "", declared: { offset: 4_000_000_000 } }],
    ["a content that is no deflated data", { name: "garbage", content: "\xff\xff\xff", method: 8 }],
  ])("%s fails the archive and the text", async (_name, entry) => {
    const source = await open([{ name: "good", content: "good" }, entry]);
    await expect(buffer(source.archive("src"))).rejects.toBeInstanceOf(InvalidZip);
    await expect(source.readText(String(entry.name))).rejects.toThrow(`entry "${String(entry.name)}"`);
    expect(await source.readText("good")).toBe("good");
  });

  test("whatever bytes: a source or InvalidZip", async () => {
    const good = rawZip([
      { name: "a/b", content: "hello", deflate: true, mode: 0o100644 },
      { name: "l", content: "a", mode: 0o120777 },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        async (flips) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of flips) bytes[at] = value;
          try {
            await buffer((await open(bytes)).archive("src"));
          } catch (error) {
            if (!(error instanceof InvalidZip)) throw error;
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
