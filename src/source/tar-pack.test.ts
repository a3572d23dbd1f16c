import { execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { extract, type Header } from "tar-stream";
import { expect, test } from "vitest";

import { packTar, TAR_END, type TarEntry, toTarStream } from "./tar-pack.ts";

const modified = new Date("2026-11-21T12:00:00Z");

function toTar(entries: readonly TarEntry[]): Readable {
  return toTarStream(
    (async function* () {
      yield* packTar(Readable.from(entries));
      yield TAR_END;
    })(),
  );
}

function file(name: string, text: string): TarEntry {
  const content = Buffer.from(text);
  return { name, type: "file", mode: 0o640, modified, size: content.length, content };
}

async function read(tar: Buffer): Promise<[Header, Buffer][]> {
  const found: [Header, Buffer][] = [];
  for await (const entry of Readable.from([tar]).pipe(extract())) found.push([entry.header, await buffer(entry)]);
  return found;
}

test("entries are read back as they were put in", async () => {
  const long = `${"directory/".repeat(30)}näme`;
  const pieces = [Buffer.alloc(70_000, "a"), Buffer.alloc(3, "b"), Buffer.alloc(300_000, "c")];
  const found = await read(
    await buffer(
      toTar([
        { name: "d", type: "directory", mode: 0o700, modified },
        file("d/empty", ""),
        file("d/512", "x".repeat(512)),
        file(long, "long"),
        { name: "link", type: "symlink", mode: 0o777, modified, target: "d/512" },
        { name: "far", type: "symlink", mode: 0o777, modified, target: long },
        { name: "pieces", type: "file", mode: 0o755, modified, size: 370_003, content: Readable.from(pieces) },
        file("last", "last"),
      ]),
    ),
  );
  expect(found.map(([{ name, type, mode, linkname }]) => [name, type, mode.toString(8), linkname])).toEqual([
    ["d/", "directory", "700", null],
    ["d/empty", "file", "640", null],
    ["d/512", "file", "640", null],
    [long, "file", "640", null],
    ["link", "symlink", "777", "d/512"],
    ["far", "symlink", "777", long],
    ["pieces", "file", "755", null],
    ["last", "file", "640", null],
  ]);
  expect(found.every(([{ mtime }]) => mtime.getTime() === modified.getTime())).toBe(true);
  expect(found[3]?.[1].toString()).toBe("long");
  expect(found[6]?.[1].equals(Buffer.concat(pieces))).toBe(true);
  expect(found[7]?.[1].toString()).toBe("last");
});

test("ten thousand small files come in few pieces", async () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => file(`f${index}`, `content ${index}`));
  const pieces: Buffer[] = [];
  for await (const piece of toTar(entries)) pieces.push(piece as Buffer);
  expect(pieces.length).toBeLessThan(60);
  const found = await read(Buffer.concat(pieces));
  expect(found.map(([, content]) => content.toString())).toEqual(entries.map((_, index) => `content ${index}`));
});

test("the system's tar takes it, times before 1970 too", async () => {
  const tar = await buffer(toTar([{ ...file("old", "x"), modified: new Date(-1) }, file("n".repeat(150), "y")]));
  const listed = execFileSync("tar", ["--list", "--file=-"], { input: tar, encoding: "utf8" });
  expect(listed).toBe(`old\n${"n".repeat(150)}\n`);
});

test("a size that takes more than eleven octal digits is told", async () => {
  const size = 9 * 1024 ** 3;
  const content = Readable.from([Buffer.from("only its header is looked at")]);
  const [first] = await Array.fromAsync(
    packTar(Readable.from([{ name: "huge", type: "file", mode: 0o644, modified, size, content } satisfies TarEntry])),
  );
  expect(first?.toString("latin1")).toContain(` size=${size}\n`);
});

test("what the entries throw fails the stream", async () => {
  const failing = async function* (): AsyncGenerator<TarEntry> {
    yield file("a", "a");
    await Promise.resolve();
    throw new Error("no more");
  };
  await expect(buffer(toTarStream(packTar(failing())))).rejects.toThrow("no more");
});
