import type { Database } from "../database.ts";
import type { EventOutbox } from "../event-outbox.ts";
import { integer, text } from "./columns.ts";

export function createEventOutbox(database: Database): EventOutbox {
  return {
    put(target, event) {
      database
        .prepare("INSERT INTO event (target, build, time, event) VALUES (?, ?, ?, ?)")
        .run(target, event.build, event.time, event.text);
    },
    first(target, build) {
      const row = database
        .prepare("SELECT sequence, time, event FROM event WHERE target = ? AND build = ? ORDER BY sequence LIMIT 1")
        .get(target, build);
      return row && { sequence: integer(row, "sequence"), build, time: integer(row, "time"), text: text(row, "event") };
    },
    builds: (target) =>
      database
        .prepare("SELECT build, min(sequence) AS first FROM event WHERE target = ? GROUP BY build ORDER BY first")
        .all(target)
        .map((row) => text(row, "build")),
    delete(sequence) {
      database.prepare("DELETE FROM event WHERE sequence = ?").run(sequence);
    },
    count(target) {
      const row = database.prepare("SELECT count(*) AS count FROM event WHERE target = ?").get(target);
      return row === undefined ? 0 : integer(row, "count");
    },
    deleteOldest(target, count) {
      database
        .prepare(
          "DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE target = ? ORDER BY sequence LIMIT ?)",
        )
        .run(target, count);
    },
    deleteOthers: (targets) =>
      database
        .prepare("DELETE FROM event WHERE target NOT IN (SELECT value FROM json_each(?))")
        .run(JSON.stringify(targets)).changes,
  };
}
