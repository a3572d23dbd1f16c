import type { Database, Row } from "../../store/database.ts";

/** Whose log groups: they are apart per account and region. */
export interface LogScope {
  readonly account: string;
  readonly region: string;
}

/** Times are milliseconds since the epoch, sizes bytes. */
export interface LogGroupRecord {
  readonly id: number;
  readonly name: string;
  readonly creationTime: number;
  readonly retentionDays: number | undefined;
  readonly deletionProtection: boolean;
  readonly storedBytes: number;
}

export interface LogStreamRecord {
  readonly id: number;
  readonly name: string;
  readonly creationTime: number;
  /** The members below are absent while the stream has never had an event. */
  readonly firstEvent: number | undefined;
  readonly lastEvent: number | undefined;
  readonly lastIngestion: number | undefined;
  readonly lastBatch: number | undefined;
}

export type StreamOrder = "LogStreamName" | "LastEventTime";

/** Where a listing of streams goes on: after this stream. */
export interface StreamCursor {
  readonly name: string;
  readonly lastEvent: number;
}

/** Log groups and their streams, without their events. */
export class LogDirectory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns false where the name is taken. */
  insertGroup(
    scope: LogScope,
    group: {
      readonly name: string;
      readonly creationTime: number;
      readonly deletionProtection: boolean;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): boolean {
    const { changes } = this.#database
      .prepare(
        `INSERT INTO log_group (account, region, name, creation_time, deletion_protection, tags)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(
        scope.account,
        scope.region,
        group.name,
        group.creationTime,
        group.deletionProtection ? 1 : 0,
        JSON.stringify(group.tags),
      );
    return changes === 1;
  }

  group(scope: LogScope, name: string): LogGroupRecord | undefined {
    const row = this.#database
      .prepare("SELECT * FROM log_group WHERE account = ? AND region = ? AND name = ?")
      .get(scope.account, scope.region, name);
    return row && toGroup(row);
  }

  /** Sorted by the bytes of the name, from the first name after `after`. */
  groups(
    scope: LogScope,
    query: {
      readonly prefix: string | undefined;
      readonly substring: string | undefined;
      readonly after: string;
      readonly limit: number;
    },
  ): LogGroupRecord[] {
    return this.#database
      .prepare(
        `SELECT * FROM log_group
         WHERE account = ? AND region = ? AND name > ? AND substr(name, 1, length(?)) = ? AND instr(name, ?) > 0
         ORDER BY name LIMIT ?`,
      )
      .all(
        scope.account,
        scope.region,
        query.after,
        query.prefix ?? "",
        query.prefix ?? "",
        query.substring ?? "",
        query.limit,
      )
      .map(toGroup);
  }

  setRetention(groupId: number, days: number): void {
    this.#database.prepare("UPDATE log_group SET retention_days = ? WHERE id = ?").run(days, groupId);
  }

  /** Its streams and events must be gone. */
  deleteGroup(groupId: number): void {
    this.#database.prepare("DELETE FROM log_group WHERE id = ?").run(groupId);
  }

  /** @returns false where the name is taken. */
  insertStream(groupId: number, name: string, creationTime: number): boolean {
    const { changes } = this.#database
      .prepare("INSERT INTO log_stream (group_id, name, creation_time) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .run(groupId, name, creationTime);
    return changes === 1;
  }

  stream(groupId: number, name: string): LogStreamRecord | undefined {
    const row = this.#database.prepare("SELECT * FROM log_stream WHERE group_id = ? AND name = ?").get(groupId, name);
    return row && toStream(row);
  }

  /** @throws Error where there is no such stream */
  streamName(streamId: number): string {
    const row = this.#database.prepare("SELECT name FROM log_stream WHERE id = ?").get(streamId);
    if (row === undefined) throw new Error(`There is no log stream ${streamId}, but events of it.`);
    return String(row["name"]);
  }

  /** Names equal in the order by time are sorted by name. */
  streams(
    groupId: number,
    query: {
      readonly order: StreamOrder;
      readonly descending: boolean;
      readonly prefix: string | undefined;
      readonly after: StreamCursor | undefined;
      readonly limit: number;
    },
  ): LogStreamRecord[] {
    const columns = query.order === "LogStreamName" ? ["name"] : ["coalesce(last_event, 0)", "name"];
    const [compare, direction] = query.descending ? ["<", "DESC"] : [">", "ASC"];
    const prefix = query.prefix ?? "";
    const cursor: (string | number)[] = [];
    if (query.after && query.order === "LastEventTime") cursor.push(query.after.lastEvent);
    if (query.after) cursor.push(query.after.name);
    return this.#database
      .prepare(
        `SELECT * FROM log_stream WHERE group_id = ? AND substr(name, 1, length(?)) = ?
         ${query.after ? `AND (${columns.join(", ")}) ${compare} (${cursor.map(() => "?").join(", ")})` : ""}
         ORDER BY ${columns.map((column) => `${column} ${direction}`).join(", ")} LIMIT ?`,
      )
      .all(groupId, prefix, prefix, ...cursor, query.limit)
      .map(toStream);
  }

  /** Its events must be gone. */
  deleteStream(streamId: number): void {
    this.#database.prepare("DELETE FROM log_stream WHERE id = ?").run(streamId);
  }

  deleteStreams(groupId: number): void {
    this.#database.prepare("DELETE FROM log_stream WHERE group_id = ?").run(groupId);
  }
}

function toGroup(row: Row): LogGroupRecord {
  return {
    id: Number(row["id"]),
    name: String(row["name"]),
    creationTime: Number(row["creation_time"]),
    retentionDays: optionalNumber(row["retention_days"]),
    deletionProtection: row["deletion_protection"] === 1,
    storedBytes: Number(row["stored_bytes"]),
  };
}

function toStream(row: Row): LogStreamRecord {
  return {
    id: Number(row["id"]),
    name: String(row["name"]),
    creationTime: Number(row["creation_time"]),
    firstEvent: optionalNumber(row["first_event"]),
    lastEvent: optionalNumber(row["last_event"]),
    lastIngestion: optionalNumber(row["last_ingestion"]),
    lastBatch: optionalNumber(row["last_batch"]),
  };
}

function optionalNumber(value: Row[string] | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
