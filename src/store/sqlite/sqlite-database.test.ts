import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseTooNewError, DatabaseUnusableError, openSqliteDatabase } from "./sqlite-database.ts";
import { StorageUnavailable } from "../storage-unavailable.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sqlite-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const FIRST = "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT";
const SECOND = "ALTER TABLE item ADD COLUMN size INTEGER NOT NULL DEFAULT 7";

test("rows survive closing and opening, and only new migrations run", () => {
  const path = join(directory, "a.db");
  {
    using database = openSqliteDatabase(path, [FIRST]);
    expect(database.prepare("INSERT INTO item (name) VALUES (?), (?)").run("a", "b")).toEqual({ changes: 2 });
  }
  using database = openSqliteDatabase(path, [FIRST, SECOND]);
  expect(database.prepare("SELECT name, size FROM item ORDER BY id").all()).toEqual([
    { name: "a", size: 7 },
    { name: "b", size: 7 },
  ]);
  expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
});

test("a database newer than the program is refused", () => {
  const path = join(directory, "a.db");
  openSqliteDatabase(path, [FIRST, SECOND])[Symbol.dispose]();
  expect(() => openSqliteDatabase(path, [FIRST])).toThrow(DatabaseTooNewError);
});

test("a file that is no database, and a place where none can be, are refused by name", () => {
  const path = join(directory, "a.db");
  writeFileSync(path, Buffer.alloc(8192, "x"));
  expect(() => openSqliteDatabase(path, [FIRST])).toThrow(DatabaseUnusableError);
  expect(() => openSqliteDatabase(path, [FIRST])).toThrow(`${path} can't be used: file is not a database`);
  expect(() => openSqliteDatabase(join(path, "b.db"), [FIRST])).toThrow(DatabaseUnusableError);
});

test("a write that the disk refuses is told by its kind, and the database says so until one succeeds", () => {
  using database = openSqliteDatabase(join(directory, "a.db"), [FIRST]);
  // The same code as a full disk's.
  database.prepare("PRAGMA max_page_count = 4").get();
  const add = database.prepare("INSERT INTO item (name) VALUES (?)");
  expect(() => add.run("x".repeat(100_000))).toThrow(StorageUnavailable);
  expect(database.takesWrites).toBe(false);
  expect(() => database.transaction(() => add.run("x".repeat(100_000)))).toThrow(StorageUnavailable);
  database.prepare("PRAGMA max_page_count = 1000").get();
  database.transaction(() => {
    add.run("x".repeat(100_000));
    expect(database.takesWrites).toBe(false);
  });
  expect(database.takesWrites).toBe(true);
  expect(() => database.prepare("INSERT INTO item (id, name) VALUES (3, NULL)").run()).toThrow(/NOT NULL/);
  expect(database.takesWrites).toBe(true);
});

test("a migration that fails leaves nothing of itself behind", () => {
  const path = join(directory, "a.db");
  expect(() => openSqliteDatabase(path, [FIRST, `${SECOND}; SELECT nonsense`])).toThrow(/nonsense/);
  using database = openSqliteDatabase(path, [FIRST]);
  expect(database.prepare("SELECT * FROM item").all()).toEqual([]);
});

test("a transaction that throws is undone, nested work included", () => {
  using database = openSqliteDatabase(":memory:", [FIRST]);
  const insert = database.prepare("INSERT INTO item (name) VALUES (?)");
  expect(() =>
    database.transaction(() => {
      insert.run("outer");
      database.transaction(() => insert.run("inner"));
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(database.prepare("SELECT * FROM item").all()).toEqual([]);
  database.transaction(() => insert.run("kept"));
  expect(database.prepare("SELECT name FROM item").get()).toEqual({ name: "kept" });
});

test("an async transaction is refused and undone", () => {
  using database = openSqliteDatabase(":memory:", [FIRST]);
  expect(() =>
    database.transaction(async () => {
      database.prepare("INSERT INTO item (name) VALUES (?)").run("a");
      await Promise.resolve();
    }),
  ).toThrow(TypeError);
  expect(database.prepare("SELECT * FROM item").all()).toEqual([]);
});

test("iterating is not disturbed by the same statement running meanwhile", () => {
  using database = openSqliteDatabase(":memory:", [FIRST]);
  for (const name of ["a", "b", "c"]) database.prepare("INSERT INTO item (name) VALUES (?)").run(name);
  const select = database.prepare("SELECT name FROM item ORDER BY id");
  const seen: unknown[] = [];
  for (const row of select.iterate()) {
    seen.push(row["name"]);
    select.get();
  }
  expect(seen).toEqual(["a", "b", "c"]);
});

test("foreign keys are enforced", () => {
  using database = openSqliteDatabase(":memory:", [
    FIRST,
    "CREATE TABLE part (item INTEGER REFERENCES item(id)) STRICT",
  ]);
  expect(() => database.prepare("INSERT INTO part VALUES (?)").run(9)).toThrow(/FOREIGN KEY/);
});
