import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

import fc from "fast-check";
import { extract } from "tar-stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { InvalidZip } from "../../src/source/s3/zip-index.ts";
import { openZipSource, type ZipSource } from "../../src/source/s3/zip-source.ts";
import { type RawEntry, rawZip } from "./raw-zip.ts";

let directory: string;
const opened: ZipSource[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "zip-source-"));
});
afterEach(async () => {
  for (const zip of opened.splice(0)) await zip.close();
  rmSync(directory, { recursive: true });
});

async function open(zip: readonly RawEntry[] | Buffer): Promise<ZipSource> {
  const file = join(directory, "source.zip");
  writeFileSync(file, Buffer.isBuffer(zip) ? zip : rawZip(zip));
  const source = await openZipSource(file);
  opened.push(source);
  return source;
}

/** The entries of the archive as path → [type, mode, content or link target]. */
async function unpack(
  source: ZipSource,
  top = "src",
): Promise<Record<string, [type: string, mode: string, content: string]>> {
  const found: Record<string, [string, string, string]> = {};
  const entries = source.archive(top).pipe(extract());
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

  test("leaving the archive unread lets go of the zip", async () => {
    const source = await open([{ name: "a", content: Buffer.alloc(5_000_000), mode: 0o100644 }]);
    const archive = source.archive("src");
    await new Promise<void>((resolve) => {
      archive.once("data", () => {
        archive.destroy();
        resolve();
      });
    });
    expect(await unpack(source)).toHaveProperty(["src/a"]);
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
