import type { Database, Row } from "../../store/database.ts";
import { comparePositions, type EventPosition } from "./event-position.ts";

/** AWS counts this much for each event besides its message. */
export const EVENT_OVERHEAD = 26;

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface StoredEvent extends EventPosition {
  readonly message: string;
  readonly streamId: number;
  readonly ingestionTime: number;
}

/** The events of one stream, of several, or of a whole group. */
export type EventOwner = { readonly groupId: number; readonly streamIds?: ReadonlySet<number> } | { readonly streamId: number };

/** Milliseconds since the epoch, both included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A batch whose events are not read yet. */
interface BatchHead {
  readonly id: number;
  readonly streamId: number;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly ingestionTime: number;
}

/** A batch that is being read; `index` is its next event. */
interface OpenBatch {
  readonly head: BatchHead;
  readonly times: readonly number[];
  readonly messages: readonly string[];
  index: number;
}

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
  append(groupId: number, streamId: number, events: readonly NewEvent[], ingestionTime: number): { readonly batch: number } {
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
        .prepare("UPDATE log_group SET stored_bytes = stored_bytes + ?, longest_span = max(longest_span, ?) WHERE id = ?")
        .run(bytes, lastTime - firstTime, groupId);
      return { batch };
    });
  }

  /** Events in their order, oldest first, those after `after` only. Read lazily: stop when there is enough. */
  *forward(owner: EventOwner, range: TimeRange, after: EventPosition | undefined): Iterable<StoredEvent> {
    const from = Math.max(range.from, after?.time ?? 0);
    const open: OpenBatch[] = [];
    const heads = this.#headsForward(owner, from, range.to);
    try {
      let next = heads.next();
      for (;;) {
        let best = firstOf(open, 1);
        // A batch may hold events between those of another (several writers), so it is opened when its turn may have come.
        while (!next.done && (best === undefined || startsBefore(next.value, best))) {
          const batch = this.#open(next.value);
          while (batch.index < batch.times.length && isBefore(batch, from, after)) batch.index++;
          if (batch.index < batch.times.length) open.push(batch);
          next = heads.next();
          best = firstOf(open, 1);
        }
        if (best === undefined) return;
        const event = eventAt(best);
        if (event.time > range.to) return;
        best.index++;
        if (best.index >= best.times.length) open.splice(open.indexOf(best), 1);
        yield event;
      }
    } finally {
      heads.return();
    }
  }

  /** Events in reverse order, newest first, those before `before` only. Read lazily: stop when there is enough. */
  *backward(owner: { readonly streamId: number }, range: TimeRange, before: EventPosition | undefined): Iterable<StoredEvent> {
    const to = Math.min(range.to, before?.time ?? Number.MAX_SAFE_INTEGER);
    const open: OpenBatch[] = [];
    const heads = this.#headsBackward(owner.streamId, range.from, to);
    try {
      let next = heads.next();
      for (;;) {
        let best = firstOf(open, -1);
        while (!next.done && (best === undefined || endsAfter(next.value, best))) {
          const batch = this.#open(next.value);
          batch.index = batch.times.length - 1;
          while (batch.index >= 0 && isAfter(batch, to, before)) batch.index--;
          if (batch.index >= 0) open.push(batch);
          next = heads.next();
          best = firstOf(open, -1);
        }
        if (best === undefined) return;
        const event = eventAt(best);
        if (event.time < range.from) return;
        best.index--;
        if (best.index < 0) open.splice(open.indexOf(best), 1);
        yield event;
      }
    } finally {
      heads.return();
    }
  }

  /** Deletes the batches of a group whose events are all older than `time`. */
  deleteBefore(groupId: number, time: number): void {
    const where = "group_id = ? AND first_time < ? AND last_time < ?";
    this.#database.transaction(() => {
      const expired = this.#database.prepare(`SELECT sum(bytes) AS bytes FROM log_batch WHERE ${where}`).get(groupId, time, time);
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
    return Number(this.#database.prepare(`SELECT longest_span FROM ${table} WHERE id = ?`).get(id)?.["longest_span"] ?? 0);
  }

  #open(head: BatchHead): OpenBatch {
    const row = this.#database.prepare("SELECT events FROM log_batch WHERE id = ?").get(head.id);
    const [times, messages] = JSON.parse(String(row?.["events"])) as [number[], string[]];
    return { head, times, messages, index: 0 };
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

function timeAt(batch: OpenBatch): number {
  return batch.head.firstTime + (batch.times[batch.index] ?? 0);
}

function eventAt(batch: OpenBatch): StoredEvent {
  return {
    time: timeAt(batch),
    batch: batch.head.id,
    place: batch.index + 1,
    message: batch.messages[batch.index] ?? "",
    streamId: batch.head.streamId,
    ingestionTime: batch.head.ingestionTime,
  };
}

/** The batch whose next event comes first (`direction` 1) or last (-1). Few are open at once: they must overlap in time. */
function firstOf(open: readonly OpenBatch[], direction: 1 | -1): OpenBatch | undefined {
  let best: OpenBatch | undefined;
  for (const batch of open) {
    if (best === undefined || (timeAt(batch) - timeAt(best) || batch.head.id - best.head.id) * direction < 0) best = batch;
  }
  return best;
}

function startsBefore(head: BatchHead, batch: OpenBatch): boolean {
  return (head.firstTime - timeAt(batch) || head.id - batch.head.id) < 0;
}

function endsAfter(head: BatchHead, batch: OpenBatch): boolean {
  return (head.lastTime - timeAt(batch) || head.id - batch.head.id) > 0;
}

function isBefore(batch: OpenBatch, from: number, after: EventPosition | undefined): boolean {
  return timeAt(batch) < from || (after !== undefined && comparePositions(positionOf(batch), after) <= 0);
}

function isAfter(batch: OpenBatch, to: number, before: EventPosition | undefined): boolean {
  return timeAt(batch) > to || (before !== undefined && comparePositions(positionOf(batch), before) >= 0);
}

function positionOf(batch: OpenBatch): EventPosition {
  return { time: timeAt(batch), batch: batch.head.id, place: batch.index + 1 };
}
