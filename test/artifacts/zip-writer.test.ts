import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";

import { writeZip } from "../../src/artifacts/s3/zip-writer.ts";
import { toDirectoryEnd, toDirectoryRecord, toFileHeader, type ZipRecord } from "../../src/artifacts/s3/zip-records.ts";
import type { ArtifactFile } from "../../src/artifacts/artifact-store.ts";

const modified = new Date("2026-11-21T12:34:57Z");

function file(path: string, content: Buffer | string, more: Partial<ArtifactFile> = {}): ArtifactFile {
  const bytes = Buffer.from(content);
  return { path, mode: 0o644, modified, size: bytes.length, content: Readable.from([bytes]), ...more };
}

async function* sent<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) {
    await Promise.resolve();
    yield value;
  }
}

/** What Python's reader finds, as `name size mode` in its order; it checks every sum. */
function readByPython(zip: Buffer): string[] {
  const directory = mkdtempSync(join(tmpdir(), "zip-writer-"));
  try {
    writeFileSync(join(directory, "a.zip"), zip);
    const script =
      "import zipfile; z = zipfile.ZipFile('a.zip'); assert z.testzip() is None\n" +
      "for i in z.infolist(): print(i.filename, i.file_size, oct(i.external_attr >> 16))";
    return execFileSync("python3", ["-c", script], { cwd: directory, encoding: "utf8" }).trim().split("\n");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) process.stderr.write("There is no python3: what it makes of our zips is not tested\n");

test.skipIf(!python)(
  "another program reads small and large files, empty ones, links and names of all kinds",
  async () => {
    const random = randomBytes(3_000_000);
    const zip = writeZip(
      sent([
        file("text", "line\n".repeat(1_000)),
        file("empty", ""),
        file("dir/run.sh", "#!/bin/sh\n", { mode: 0o755 }),
        file("link", "text", { isLink: true }),
        file("random", random),
        file("zeros", Buffer.alloc(5_000_000)),
        file("näme 😀", "x"),
        file("after", "after"),
      ]),
    );
    expect(readByPython(await buffer(zip.content))).toEqual([
      "text 5000 0o100644",
      "empty 0 0o100644",
      "dir/run.sh 10 0o100755",
      "link 4 0o120777",
      "random 3000000 0o100644",
      "zeros 5000000 0o100644",
      "näme 😀 1 0o100644",
      "after 5 0o100644",
    ]);
    expect(zip.count()).toBe(8);
  },
);

test(
  "more files than two bytes can count, in a time that grows with their number only",
  { timeout: 60_000 },
  async () => {
    const files = function* (): Generator<ArtifactFile> {
      for (let index = 0; index < 70_000; index++) yield file(`d${index % 100}/f${index}`, `content ${index}`);
    };
    const bytes = await buffer(writeZip(sent(files())).content);
    const zip = await fromBufferPromise(bytes);
    expect(zip.entryCount).toBe(70_000);
    let count = 0;
    for await (const entry of zip.eachEntry()) {
      if (count === 69_999) {
        expect(entry.fileName).toBe("d99/f69999");
        expect(entry.getLastModDate()).toEqual(modified);
        expect((await buffer(await zip.openReadStreamPromise(entry))).toString()).toBe("content 69999");
      }
      count++;
    }
    expect(count).toBe(70_000);
  },
);

test("sizes and places beyond four bytes are told in eight", async () => {
  const record: ZipRecord = {
    name: Buffer.from("huge"),
    mode: 0o100644,
    modified,
    method: "deflated",
    sum: 7,
    size: 6 * 1024 ** 3,
    compressedSize: 5 * 1024 ** 3,
    offset: 7 * 1024 ** 3,
    described: true,
  };
  const start = 20 * 1024 ** 3;
  const directory = toDirectoryRecord(record);
  const end = toDirectoryEnd({ start, end: start + directory.length, entries: 1 });
  // The reader looks at the end only: what lies before it is not there.
  const { fromRandomAccessReaderPromise, RandomAccessReader } = await import("yauzl");
  const tail = Buffer.concat([directory, end]);
  class Tail extends RandomAccessReader {
    override _readStreamForRange(from: number, to: number): Readable {
      const before = Buffer.alloc(Math.max(0, start - from));
      return Readable.from([Buffer.concat([before, tail.subarray(Math.max(0, from - start), to - start)])]);
    }
  }
  const zip = await fromRandomAccessReaderPromise(new Tail(), start + tail.length, {});
  const [entry] = await Array.fromAsync(zip.eachEntry());
  expect(entry).toMatchObject({
    fileName: "huge",
    uncompressedSize: record.size,
    compressedSize: record.compressedSize,
    relativeOffsetOfLocalHeader: record.offset,
  });
  expect(toFileHeader(record).readUInt32LE(18)).toBe(0xffffffff);
});

test.each([
  ["whole", 10],
  ["as a stream", 2_000_000],
])("a content that is not as long as its archive says fails the zip, read %s", async (_how, size) => {
  const { content } = writeZip(sent([file("short", "abc", { size })]));
  await expect(buffer(content)).rejects.toThrow("short has 3 bytes");
});

test("a failing content fails the zip, and leaving the zip lets go of the content", async () => {
  const failing = new Readable({
    read() {
      this.destroy(new Error("gone"));
    },
  });
  await expect(buffer(writeZip(sent([file("a", "", { size: 5_000_000, content: failing })])).content)).rejects.toThrow(
    "gone",
  );

  const endless = new Readable({
    read() {
      this.push(randomBytes(65_536));
    },
  });
  const { content } = writeZip(sent([file("b", "", { size: 2 ** 40, content: endless })]));
  for await (const _piece of content) break;
  await expect.poll(() => endless.destroyed).toBe(true);
});
