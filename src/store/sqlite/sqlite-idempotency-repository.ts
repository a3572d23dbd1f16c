import type { Database } from "../database.ts";
import type { IdempotencyRepository } from "../store.ts";
import { integer, text, toScopeText } from "./columns.ts";

/** Far longer than any token is valid; older ones are removed as new ones come. */
const KEPT_FOR = 60 * 60 * 1000;

export function createIdempotencyRepository(database: Database): IdempotencyRepository {
  return {
    get(scope, operation, token, since) {
      const row = database
        .prepare("SELECT fingerprint, arn, time FROM idempotency WHERE scope = ? AND operation = ? AND token = ?")
        .get(toScopeText(scope), operation, token);
      if (row === undefined || integer(row, "time") < since) return undefined;
      return { fingerprint: text(row, "fingerprint"), arn: text(row, "arn") };
    },
    put(scope, operation, token, { fingerprint, arn, time }) {
      database.prepare("DELETE FROM idempotency WHERE time < ?").run(time - KEPT_FOR);
      database
        .prepare(
          "INSERT INTO idempotency (scope, operation, token, fingerprint, arn, time) VALUES (?, ?, ?, ?, ?, ?) " +
            "ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, arn = excluded.arn, time = excluded.time",
        )
        .run(toScopeText(scope), operation, token, fingerprint, arn, time);
    },
  };
}
