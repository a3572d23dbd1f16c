import type { Database } from "../database.ts";
import type { RecordCache } from "./record-cache.ts";

/** What the repositories of one store share. */
export interface StoreContext {
  readonly database: Database;
  readonly cache: RecordCache;
  /** Whether a transaction is open: what is read then may be rolled back and is not kept in memory. */
  inTransaction(): boolean;
}

/** A record's bytes from memory, else from the database. */
export function readThrough(
  context: StoreContext,
  key: string,
  read: () => Uint8Array | undefined,
): Uint8Array | undefined {
  const kept = context.cache.get(key);
  if (kept !== undefined) return kept;
  const found = read();
  if (found !== undefined && !context.inTransaction()) context.cache.keep(key, found);
  return found;
}

/** After a write: the new bytes are kept at once where nothing can undo the write any more. */
export function written(context: StoreContext, key: string, bytes: Uint8Array): void {
  if (context.inTransaction()) context.cache.forget(key);
  else context.cache.keep(key, bytes);
}
