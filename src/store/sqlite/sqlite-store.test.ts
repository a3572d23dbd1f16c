import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Build, Project } from "../../../generated/codebuild/types.ts";
import type { Database } from "../database.ts";
import type { Scope, Store } from "../store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { storeMigrations } from "./store-migrations.ts";

const SCOPE: Scope = { account: "111111111111", region: "us-east-1" };
const OTHER: Scope = { account: "222222222222", region: "us-east-1" };
const KEY = Buffer.alloc(32, 7);
const UUID = "11111111-2222-4333-8444-555555555555";

let directory: string;
let database: Database;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "store-"));
  open();
});
afterEach(() => {
  database[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

function open(): void {
  database = openSqliteDatabase(join(directory, "store.db"), storeMigrations);
  store = openSqliteStore({ database, encryptionKey: KEY });
}

function reopen(): void {
  database[Symbol.dispose]();
  open();
}

function project(name: string, time = 1000): Project {
  return { name, created: new Date(time), lastModified: new Date(time), description: `of ${name}` };
}

function build(number: number, more: Partial<Build> = {}): Build {
  const id = `p:${UUID.slice(0, -3)}${String(number).padStart(3, "0")}`;
  return {
    id,
    arn: `arn:aws:codebuild:us-east-1:111111111111:build/${id}`,
    projectName: "p",
    buildNumber: number,
    buildComplete: false,
    startTime: new Date(1_700_000_000_123),
    ...more,
  };
}

describe("projects", () => {
  test("a record comes back whole after a restart, milliseconds included", () => {
    const kept = { ...project("a", 1_700_000_000_123), tags: [{ key: "ключ", value: "\ud83d\ude80" }] };
    store.projects.insert(SCOPE, kept);
    reopen();
    expect(store.projects.get(SCOPE, "a")).toEqual(kept);
    expect(JSON.parse(Buffer.from(store.projects.getJson(SCOPE, "a") ?? []).toString())).toMatchObject({
      created: 1_700_000_000.123,
    });
  });

  test("a name is taken once per account and region", () => {
    expect(store.projects.insert(SCOPE, project("a"))).toBe(true);
    expect(store.projects.insert(SCOPE, { ...project("a"), description: "another" })).toBe(false);
    expect(store.projects.get(SCOPE, "a")?.description).toBe("of a");
    expect(store.projects.insert(OTHER, { ...project("a"), description: "theirs" })).toBe(true);
    expect(store.projects.get(SCOPE, "a")?.description).toBe("of a");
    expect(store.projects.get({ ...SCOPE, region: "eu-west-1" }, "a")).toBeUndefined();
  });

  test("what a rolled-back transaction wrote is neither stored nor remembered", () => {
    store.projects.insert(SCOPE, project("a"));
    expect(() =>
      store.transaction(() => {
        store.projects.replace(SCOPE, { ...project("a"), description: "changed" });
        store.projects.insert(SCOPE, project("b"));
        expect(store.projects.get(SCOPE, "a")?.description).toBe("changed");
        expect(store.projects.list(SCOPE, first("NAME")).items).toEqual(["a", "b"]);
        throw new Error("undo");
      }),
    ).toThrow("undo");
    expect(store.projects.get(SCOPE, "a")?.description).toBe("of a");
    expect(store.projects.get(SCOPE, "b")).toBeUndefined();
    expect(store.projects.list(SCOPE, first("NAME")).items).toEqual(["a"]);
  });

  test("a changed or deleted record is never answered from memory", () => {
    store.projects.insert(SCOPE, project("a"));
    store.projects.getJson(SCOPE, "a");
    store.projects.replace(SCOPE, { ...project("a"), description: "changed" });
    expect(store.projects.get(SCOPE, "a")?.description).toBe("changed");
    expect(store.projects.delete(SCOPE, "a")).toBe(true);
    expect(store.projects.get(SCOPE, "a")).toBeUndefined();
    expect(store.projects.delete(SCOPE, "a")).toBe(false);
  });

  test.each(["NAME", "CREATED_TIME", "LAST_MODIFIED_TIME"] as const)(
    "pages by %s hold every project once, in both orders, whatever is written meanwhile",
    (sortBy) => {
      const names = Array.from({ length: 25 }, (_, index) => `p-${String(index).padStart(2, "0")}`);
      for (const [index, name] of names.entries())
        store.projects.insert(SCOPE, project(name, 1000 + Math.floor(index / 5)));
      store.projects.insert(OTHER, project("p-05"));
      for (const order of ["ASCENDING", "DESCENDING"] as const) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = store.projects.list(SCOPE, { sortBy, order, after, limit: 10 });
          seen.push(...page.items);
          after = page.next;
          store.projects.insert(SCOPE, project("a-before", 1));
          store.projects.delete(SCOPE, "a-before");
        } while (after !== undefined);
        expect(seen).toEqual(order === "ASCENDING" ? names : names.toReversed());
      }
    },
  );

  test("lists are read from an index alone, but for projects by time, which are sorted then", () => {
    const { statements, recorded } = recordStatements();
    const { projects, builds, reportGroups } = openSqliteStore({ database: recorded, encryptionKey: KEY });
    for (const order of ["ASCENDING", "DESCENDING"] as const) {
      for (const [sortBy, cursor] of [
        ["NAME", '["a"]'],
        ["CREATED_TIME", "[1,2]"],
        ["LAST_MODIFIED_TIME", "[1,2]"],
      ] as const) {
        for (const after of [undefined, cursor]) {
          projects.list(SCOPE, { sortBy, order, after, limit: 9 });
          reportGroups.list(SCOPE, { sortBy, order, after, limit: 9 });
        }
      }
      for (const after of [undefined, "1"]) {
        builds.list(SCOPE, { order, after, limit: 9 });
        builds.listForProject(SCOPE, "p", { order, after, limit: 9 });
      }
    }
    expect(statements).toHaveLength(32);
    for (const sql of statements) {
      const values = Array.from(sql.matchAll(/\?/g), () => 1);
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map((row) => row["detail"]);
      const isSorted = sql.includes("FROM project") && !sql.includes("ORDER BY name");
      expect(plan, sql).toEqual(
        isSorted
          ? [expect.stringContaining("USING INDEX project_by_name"), "USE TEMP B-TREE FOR ORDER BY"]
          : [expect.stringContaining("USING COVERING INDEX")],
      );
    }
  });

  test("a page is read from the database once, until something is written", () => {
    const { statements, recorded } = recordStatements();
    const { projects } = openSqliteStore({ database: recorded, encryptionKey: KEY });
    projects.insert(SCOPE, project("a"));
    statements.length = 0;
    const page = projects.list(SCOPE, first("NAME"));
    expect(projects.list(SCOPE, first("NAME"))).toBe(page);
    expect(statements).toHaveLength(1);
    projects.replace(SCOPE, project("a", 2000));
    expect(projects.list(SCOPE, first("NAME"))).not.toBe(page);
  });

  test("every write of a project or a build changes its kind's revision, a read or another kind's write does not", () => {
    const settings = { artifacts: { type: "NO_ARTIFACTS" as const }, logsConfig: undefined };
    const seen = [store.projects.revision];
    const projectWrites = [
      () => store.projects.insert(SCOPE, project("a")),
      () => {
        store.projects.replace(SCOPE, project("a", 2000));
      },
      () => store.projects.delete(SCOPE, "a"),
    ];
    for (const write of projectWrites) {
      write();
      seen.push(store.projects.revision);
    }
    expect(new Set(seen).size).toBe(4);
    const builds = [store.builds.revision];
    const buildWrites = [
      () => {
        store.builds.insert(SCOPE, build(1), settings);
      },
      () => {
        store.builds.replace(build(1));
      },
      () => store.builds.delete(build(1).arn ?? ""),
    ];
    for (const write of buildWrites) {
      write();
      builds.push(store.builds.revision);
      store.builds.get(build(1).arn ?? "");
      expect(store.builds.revision).toBe(builds.at(-1));
    }
    expect(new Set(builds).size).toBe(4);
    expect(store.projects.revision).toBe(seen.at(-1));
  });

  test("build numbers count on after the project is deleted, and after a restart", () => {
    store.projects.insert(SCOPE, project("a"));
    expect([store.projects.nextBuildNumber(SCOPE, "a"), store.projects.nextBuildNumber(SCOPE, "a")]).toEqual([1, 2]);
    store.projects.delete(SCOPE, "a");
    reopen();
    expect(store.projects.nextBuildNumber(SCOPE, "a")).toBe(3);
    expect(store.projects.nextBuildNumber(OTHER, "a")).toBe(1);
  });
});

describe("builds", () => {
  const settings = { artifacts: { type: "NO_ARTIFACTS" as const }, logsConfig: undefined };

  test("a build, its settings and its run are kept over a restart", () => {
    store.builds.insert(SCOPE, build(1), {
      artifacts: { type: "S3", location: "b", packaging: "ZIP" },
      logsConfig: undefined,
    });
    store.builds.putRun(build(1).arn ?? "", '{"a":1}');
    reopen();
    expect(store.builds.get(build(1).arn ?? "")).toEqual(build(1));
    expect(store.builds.getSettings(build(1).arn ?? "")?.artifacts.packaging).toBe("ZIP");
    expect(store.builds.runs()).toEqual([build(1).arn]);
    expect(store.builds.getRun(build(1).arn ?? "")).toBe('{"a":1}');
    store.builds.deleteRun(build(1).arn ?? "");
    expect(store.builds.getRun(build(1).arn ?? "")).toBeUndefined();
  });

  test("active builds are listed in the order of their submission until they are complete", () => {
    for (const number of [3, 1, 2]) store.builds.insert(SCOPE, build(number), settings);
    expect(store.builds.active()).toEqual([3, 1, 2].map((number) => build(number).arn));
    expect(store.builds.countActive(SCOPE, "p")).toBe(3);
    store.builds.replace(build(1, { buildComplete: true }));
    expect(store.builds.active()).toEqual([3, 2].map((number) => build(number).arn));
    expect(store.builds.countActive(SCOPE, "p")).toBe(2);
    expect(store.builds.countActive(OTHER, "p")).toBe(0);
  });

  test("a build is found by its own ARN only", () => {
    store.builds.insert(SCOPE, build(1), settings);
    expect(store.builds.get("arn:aws:codebuild:us-east-1:222222222222:build/" + (build(1).id ?? ""))).toBeUndefined();
    expect(store.builds.get("nonsense")).toBeUndefined();
    expect(store.builds.delete("nonsense")).toBe(false);
  });

  test("pages follow the build number", () => {
    for (let number = 1; number <= 12; number += 1) store.builds.insert(SCOPE, build(number), settings);
    const page = store.builds.listForProject(SCOPE, "p", { order: "DESCENDING", after: undefined, limit: 5 });
    expect(page.items).toEqual([12, 11, 10, 9, 8].map((number) => build(number).id));
    const next = store.builds.listForProject(SCOPE, "p", { order: "DESCENDING", after: page.next, limit: 10 });
    expect(next.items).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => build(number).id));
    expect(next.next).toBeUndefined();
  });
});

describe("idempotency tokens", () => {
  test("are known from the given time on, per account and operation", () => {
    store.idempotency.put(SCOPE, "StartBuild", "t", { fingerprint: "f", arn: "a", time: 1000 });
    expect(store.idempotency.get(SCOPE, "StartBuild", "t", 1000)).toEqual({ fingerprint: "f", arn: "a" });
    expect(store.idempotency.get(SCOPE, "StartBuild", "t", 1001)).toBeUndefined();
    expect(store.idempotency.get(SCOPE, "RetryBuild", "t", 0)).toBeUndefined();
    expect(store.idempotency.get(OTHER, "StartBuild", "t", 0)).toBeUndefined();
  });
});

describe("source credentials", () => {
  const info = (uuid: string) =>
    ({ arn: `arn:x:token/github-${uuid}`, serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN" }) as const;

  test("a secret comes back, and is nowhere in the files in clear", () => {
    store.credentials.put(SCOPE, info("1"), { token: "very-secret-token", username: "very-secret-user" });
    reopen();
    expect(store.credentials.secret(info("1").arn)).toEqual({
      token: "very-secret-token",
      username: "very-secret-user",
    });
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const file = readFileSync(join(directory, "store.db")).toString("latin1");
    expect(file).toContain("token/github-1");
    expect(file).not.toContain("very-secret");
  });

  test("another key does not open it", () => {
    store.credentials.put(SCOPE, info("1"), { token: "t", username: undefined });
    const stranger = openSqliteStore({ database, encryptionKey: Buffer.alloc(32, 8) });
    expect(() => stranger.credentials.secret(info("1").arn)).toThrow(/authenticate/);
  });

  test("a later one of the same server and auth type replaces it", () => {
    store.credentials.put(SCOPE, info("1"), { token: "t", username: undefined });
    store.credentials.put(SCOPE, info("2"), { token: "u", username: undefined });
    expect(store.credentials.list(SCOPE)).toEqual([info("2")]);
    expect(store.credentials.secret(info("1").arn)).toBeUndefined();
    expect(store.credentials.list(OTHER)).toEqual([]);
  });
});

/** The open database, noting each statement's text. */
function recordStatements(): { statements: string[]; recorded: Database } {
  const statements: string[] = [];
  const recorded: Database = {
    takesWrites: true,
    prepare(sql) {
      statements.push(sql);
      return database.prepare(sql);
    },
    exec: (sql) => {
      database.exec(sql);
    },
    transaction: (work) => database.transaction(work),
    [Symbol.dispose]() {},
  };
  return { statements, recorded };
}

function first(sortBy: "NAME") {
  return { sortBy, order: "ASCENDING", after: undefined, limit: 100 } as const;
}
