import type { Database, Row, SqlValue } from "../database.ts";
import type { Page, Scope, SortOrder } from "../store.ts";
import { toScopeText } from "./columns.ts";

export interface SortedQuery {
  readonly sortBy: "NAME" | "CREATED_TIME" | "LAST_MODIFIED_TIME";
  readonly order: SortOrder;
  readonly after: string | undefined;
  readonly limit: number;
}

/** Times are not unique: the row's id, which grows, decides among equal ones. */
const KEYS = {
  NAME: ["name"],
  CREATED_TIME: ["created", "id"],
  LAST_MODIFIED_TIME: ["modified", "id"],
} as const;

/**
 * One page of a table that has the columns scope, name, created, modified and id, read from the index of its order. `next` holds the
 * sort key of the page's last row, so what is inserted or deleted meanwhile neither repeats nor hides others.
 */
export function readSortedPage(
  database: Database,
  table: "project" | "report_group",
  listed: "name" | "arn",
  scope: Scope,
  query: SortedQuery,
): Page<string> {
  const keys = KEYS[query.sortBy];
  const [compare, direction] = query.order === "ASCENDING" ? [">", "ASC"] : ["<", "DESC"];
  const after = query.after === undefined ? undefined : parseCursor(query.after, keys.length);
  const beyond = after && `AND (${keys.join(", ")}) ${compare} (${keys.map(() => "?").join(", ")})`;
  const rows = database
    .prepare(
      `SELECT ${[...new Set([...keys, listed])].join(", ")} FROM ${table} WHERE scope = ? ${beyond ?? ""} ` +
        `ORDER BY ${keys.map((key) => `${key} ${direction}`).join(", ")} LIMIT ?`,
    )
    .all(toScopeText(scope), ...(after ?? []), query.limit + 1);
  return toPage(rows, query.limit, listed, (last) => JSON.stringify(keys.map((key) => last[key])));
}

/** @param rows one more than the page holds, where there are that many */
export function toPage(
  rows: readonly Row[],
  limit: number,
  listed: string,
  cursor: (last: Row) => string,
): Page<string> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => String(row[listed])),
    next: rows.length > limit && last !== undefined ? cursor(last) : undefined,
  };
}

function parseCursor(cursor: string, length: number): SqlValue[] {
  const values: unknown = JSON.parse(cursor);
  if (!Array.isArray(values) || values.length !== length) throw new TypeError("the cursor is of another order");
  return values.map((value: unknown) => (typeof value === "number" ? value : String(value)));
}
