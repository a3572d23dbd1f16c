import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Database, Row, Statement } from "../database.ts";
import { StorageUnavailable } from "../storage-unavailable.ts";

/** Texts are few (values are bound), but a caller may build lists of `?`; the oldest text is forgotten then. */
const KEPT_STATEMENTS = 500;

/** The database was written by a newer version of the program, whose tables this one does not know. */
export class DatabaseTooNewError extends Error {
  override readonly name = "DatabaseTooNewError";
}

/** The file is no database or a damaged one, or its disk takes no writes. The message is for the user. */
export class DatabaseUnusableError extends Error {
  override readonly name = "DatabaseUnusableError";
}

/**
 * Opens or creates the database at `path` (`":memory:"` for one that lives as long as it is open) and brings it up to date.
 * @param migrations every step since the first version, oldest first; steps are only ever appended. Each runs in one
 * transaction, and `user_version` counts those that were applied.
 * @throws DatabaseTooNewError when more migrations were applied than are given here; DatabaseUnusableError
 */
export function openSqliteDatabase(path: string, migrations: readonly string[]): Database {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5000 });
    // WAL with NORMAL: a commit survives the death of the process; only a power cut can lose the newest ones.
    // Each checkpoint waits for the disk twice: 8,000 pages (32 MB) between two, instead of 1,000.
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000");
    const database = new SqliteDatabase(connection);
    migrate(database, path, migrations);
    return database;
  } catch (error) {
    connection?.close();
    if (!(error instanceof StorageUnavailable || hasResultCode(error, UNUSABLE))) throw error;
    throw new DatabaseUnusableError(`${path} can't be used: ${error.message}`, { cause: error });
  }
}

function migrate(database: Database, path: string, migrations: readonly string[]): void {
  const applied = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (applied > migrations.length) {
    throw new DatabaseTooNewError(
      `${path} was written by a newer version of codebuild-local (format ${applied}; this one knows up to ${migrations.length}). ` +
        "Use that version, or another data directory.",
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < applied) continue;
    database.transaction(() => {
      database.exec(migration);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, Statement>();
  #takesWrites = true;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  prepare(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.#toStatement(this.#connection.prepare(sql), sql);
    if (this.#statements.size >= KEPT_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  get takesWrites(): boolean {
    return this.#takesWrites;
  }

  exec(sql: string): void {
    this.#write(() => {
      this.#connection.exec(sql);
    });
  }

  transaction<T>(work: () => T): T {
    if (this.#connection.isTransaction) return requireSynchronous(work());
    this.exec("BEGIN IMMEDIATE");
    try {
      const result = requireSynchronous(work());
      this.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** SQLite rolls back by itself on some errors (disk full), and a second ROLLBACK would hide the first error. */
  #rollBack(): void {
    if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
  }

  #toStatement(compiled: StatementSync, sql: string): Statement {
    return {
      run: (...values) => this.#write(() => ({ changes: Number(compiled.run(...values).changes) })),
      get: (...values) => compiled.get(...values),
      all: (...values) => compiled.all(...values),
      // A cursor of its own: running the kept statement meanwhile would reset it.
      iterate: (...values) => this.#connection.prepare(sql).iterate(...values) as Iterable<Row>,
    };
  }

  /** @throws StorageUnavailable */
  #write<T>(work: () => T): T {
    try {
      const result = work();
      // Within a transaction nothing is on the disk before its end.
      if (!this.#takesWrites && !this.#connection.isTransaction) this.#takesWrites = true;
      return result;
    } catch (error) {
      if (!hasResultCode(error, REFUSED_BY_DISK)) throw error;
      this.#takesWrites = false;
      throw new StorageUnavailable(error.message, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }
}

function requireSynchronous<T>(result: T): T {
  if (result instanceof Promise)
    throw new TypeError("A transaction must not be async: it would end before its work does.");
  return result;
}

/** SQLite's primary result codes BUSY, READONLY, IOERR, FULL and CANTOPEN: none of them is the statement's fault. */
const REFUSED_BY_DISK: ReadonlySet<number> = new Set([5, 8, 10, 13, 14]);

/** The same, and CORRUPT and NOTADB. */
const UNUSABLE: ReadonlySet<number> = new Set([...REFUSED_BY_DISK, 11, 26]);

function hasResultCode(error: unknown, codes: ReadonlySet<number>): error is Error {
  return (
    error instanceof Error && "errcode" in error && typeof error.errcode === "number" && codes.has(error.errcode & 0xff)
  );
}
