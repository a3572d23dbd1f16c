import type { Database, Row } from "../../store/database.ts";
import {
  type BatchEvents,
  type BatchHead,
  mergeBackward,
  mergeForward,
  type StoredEvent,
  type TimeRange,
} from "./event-merge.ts";
import type { EventPosition } from "./event-position.ts";

/** AWS counts this much for each event besides its message. */
export const EVENT_OVERHEAD = 26;

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** The events of one stream, of several, or of a whole group. */
export type EventOwner =
  { readonly groupId: number; readonly streamIds?: ReadonlySet<number> } | { readonly streamId: number };

/**
 * Log events, one row for each batch that was put: 10,000 rows a megabyte would be slower than what builds print.
 * A batch is kept as JSON (that keeps every string exactly, a lone surrogate too): `[times since first_time, messages]`.
 */
export class LogEventStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Stores events of one request, which are in chronological order and at least one, all or none. */
  append(
    groupId: number,
    streamId: number,
    events: readonly NewEvent[],
    ingestionTime: number,
  ): { readonly batch: number } {
    const firstTime = events[0]?.timestamp ?? ingestionTime;
    const lastTime = events.at(-1)?.timestamp ?? ingestionTime;
    const times: number[] = [];
    const messages: string[] = [];
    let bytes = 0;
    for (const { timestamp, message } of events) {
      times.push(timestamp - firstTime);
      messages.push(message);
      bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
    }
    return this.#database.transaction(() => {
      const row = this.#database
        .prepare(
          `INSERT INTO log_batch (group_id, stream_id, first_time, last_time, ingestion_time, bytes, events)
           VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        )
        .get(groupId, streamId, firstTime, lastTime, ingestionTime, bytes, JSON.stringify([times, messages]));
      const batch = Number(row?.["id"]);
      this.#database
        .prepare(
          `UPDATE log_stream SET
             first_event = min(coalesce(first_event, ?), ?), last_event = max(coalesce(last_event, ?), ?),
             last_ingestion = ?, last_batch = ?, longest_span = max(longest_span, ?)
           WHERE id = ?`,
        )
        .run(firstTime, firstTime, lastTime, lastTime, ingestionTime, batch, lastTime - firstTime, streamId);
      this.#database
        .prepare(
          "UPDATE log_group SET stored_bytes = stored_bytes + ?, longest_span = max(longest_span, ?) WHERE id = ?",
        )
        .run(bytes, lastTime - firstTime, groupId);
      return { batch };
    });
  }

  /** Events in their order, oldest first, those after `after` only. Read lazily: stop when there is enough. */
  forward(owner: EventOwner, range: TimeRange, after: EventPosition | undefined): Iterable<StoredEvent> {
    const from = Math.max(range.from, after?.time ?? 0);
    const heads = this.#headsForward(owner, from, range.to);
    return mergeForward(heads, (head) => this.#open(head), { from, to: range.to }, after);
  }

  /** Events in reverse order, newest first, those before `before` only. Read lazily: stop when there is enough. */
  backward(streamId: number, range: TimeRange, before: EventPosition | undefined): Iterable<StoredEvent> {
    const to = Math.min(range.to, before?.time ?? Number.MAX_SAFE_INTEGER);
    const heads = this.#headsBackward(streamId, range.from, to);
    return mergeBackward(heads, (head) => this.#open(head), { from: range.from, to }, before);
  }

  /** Deletes the batches of a group whose events are all older than `time`. */
  deleteBefore(groupId: number, time: number): void {
    const where = "group_id = ? AND first_time < ? AND last_time < ?";
    this.#database.transaction(() => {
      const expired = this.#database
        .prepare(`SELECT sum(bytes) AS bytes FROM log_batch WHERE ${where}`)
        .get(groupId, time, time);
      const bytes = Number(expired?.["bytes"] ?? 0);
      if (bytes === 0) return;
      this.#database.prepare(`DELETE FROM log_batch WHERE ${where}`).run(groupId, time, time);
      this.#database.prepare("UPDATE log_group SET stored_bytes = stored_bytes - ? WHERE id = ?").run(bytes, groupId);
    });
  }

  deleteOfStream(groupId: number, streamId: number): void {
    this.#database.transaction(() => {
      this.#database
        .prepare(
          `UPDATE log_group SET stored_bytes = stored_bytes -
             (SELECT coalesce(sum(bytes), 0) FROM log_batch WHERE stream_id = ?) WHERE id = ?`,
        )
        .run(streamId, groupId);
      this.#database.prepare("DELETE FROM log_batch WHERE stream_id = ?").run(streamId);
    });
  }

  deleteOfGroup(groupId: number): void {
    this.#database.prepare("DELETE FROM log_batch WHERE group_id = ?").run(groupId);
  }

  *#headsForward(owner: EventOwner, from: number, to: number): Generator<BatchHead, void, void> {
    const [column, id, table] =
      "streamId" in owner ? ["stream_id", owner.streamId, "log_stream"] : ["group_id", owner.groupId, "log_group"];
    const wanted = "streamId" in owner ? undefined : owner.streamIds;
    // No batch is longer than the longest one, so those that began before that cannot reach `from`.
    const earliest = from - this.#longestSpan(table, id);
    const rows = this.#database
      .prepare(
        `SELECT id, stream_id, first_time, last_time, ingestion_time FROM log_batch
         WHERE ${column} = ? AND first_time BETWEEN ? AND ? AND last_time >= ? ORDER BY first_time, id`,
      )
      .iterate(id, earliest, to, from);
    for (const row of rows) {
      const head = toHead(row);
      if (wanted === undefined || wanted.has(head.streamId)) yield head;
    }
  }

  *#headsBackward(streamId: number, from: number, to: number): Generator<BatchHead, void, void> {
    const latest = to + this.#longestSpan("log_stream", streamId);
    const rows = this.#database
      .prepare(
        `SELECT id, stream_id, first_time, last_time, ingestion_time FROM log_batch
         WHERE stream_id = ? AND last_time BETWEEN ? AND ? AND first_time <= ? ORDER BY last_time DESC, id DESC`,
      )
      .iterate(streamId, from, latest, to);
    for (const row of rows) yield toHead(row);
  }

  #longestSpan(table: string, id: number): number {
    return Number(
      this.#database.prepare(`SELECT longest_span FROM ${table} WHERE id = ?`).get(id)?.["longest_span"] ?? 0,
    );
  }

  #open(head: BatchHead): BatchEvents {
    const row = this.#database.prepare("SELECT events FROM log_batch WHERE id = ?").get(head.id);
    const [times, messages] = JSON.parse(String(row?.["events"])) as [number[], string[]];
    return { times, messages };
  }
}

function toHead(row: Row): BatchHead {
  return {
    id: Number(row["id"]),
    streamId: Number(row["stream_id"]),
    firstTime: Number(row["first_time"]),
    lastTime: Number(row["last_time"]),
    ingestionTime: Number(row["ingestion_time"]),
  };
}
