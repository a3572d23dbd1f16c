import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { DataDirectoryError, openDataDirectory } from "./data-directory.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function newPath(): string {
  const directory = mkdtempSync(join(tmpdir(), "data-directory-"));
  directories.push(directory);
  return join(directory, "data");
}

test("a directory keeps its instance and its key, which only its owner may read", () => {
  const path = newPath();
  const first = openDataDirectory(path);
  const { instance, key } = first;
  first[Symbol.dispose]();
  using again = openDataDirectory(path);
  expect(again.instance).toBe(instance);
  expect(again.key).toEqual(key);
  expect(key).toHaveLength(32);
  expect(statSync(join(path, "key")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(path, "key"))).toEqual(key);
});

test("a directory that is held is refused, and free again when it is let go", () => {
  const path = newPath();
  const held = openDataDirectory(path);
  expect(() => openDataDirectory(path)).toThrow(DataDirectoryError);
  expect(() => openDataDirectory(path)).toThrow(/in use by another codebuild-local/);
  held[Symbol.dispose]();
  openDataDirectory(path)[Symbol.dispose]();
});

test("what a killed process left in the temporary directory is gone at the next opening", () => {
  const path = newPath();
  const first = openDataDirectory(path);
  writeFileSync(join(first.temporary, "half a clone"), "x");
  first[Symbol.dispose]();
  using again = openDataDirectory(path);
  expect(existsSync(join(again.temporary, "half a clone"))).toBe(false);
  expect(existsSync(again.temporary)).toBe(true);
});

test("an ephemeral directory leaves nothing behind", () => {
  const data = openDataDirectory(undefined);
  expect(data.databasePath("a.db")).toBe(":memory:");
  expect(existsSync(data.path)).toBe(true);
  data[Symbol.dispose]();
  expect(existsSync(data.path)).toBe(false);
});

test.each(["/proc/codebuild-local/data", "/dev/null/data"])(
  "a directory that can't be made, %s, is refused at once",
  (path) => {
    expect(() => openDataDirectory(path)).toThrow(DataDirectoryError);
    expect(() => openDataDirectory(path)).toThrow(`the data directory ${path} can't be made: E`);
  },
);

test("a directory is made with all that it lies in, and a file in its place is refused", () => {
  const path = join(newPath(), "deep", "down");
  using data = openDataDirectory(path);
  expect(statSync(data.path).mode & 0o777).toBe(0o700);
  const file = join(path, "file");
  writeFileSync(file, "");
  expect(() => openDataDirectory(file)).toThrow(DataDirectoryError);
});

test("a directory with something else where a part of it should be is refused", () => {
  const path = newPath();
  openDataDirectory(path)[Symbol.dispose]();
  rmSync(join(path, "key"));
  mkdirSync(join(path, "key"));
  for (let again = 0; again < 2; again += 1)
    expect(() => openDataDirectory(path)).toThrow(`the data directory ${path} can't be used: EISDIR`);
});
