/** What SQLite can hold. Integers beyond 2^53 come back only as an error: store them as text. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** One row of a result, by column name. */
export type Row = Readonly<Record<string, SqlValue>>;

/** A compiled statement. Values are bound by position to `?`. Calls are synchronous. */
export interface Statement {
  /** Runs it to its end; `changes` counts the rows inserted, updated or deleted. */
  run(...values: readonly SqlValue[]): { readonly changes: number };
  /** The first row. */
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): Row[];
  /** Rows one by one, for results that should not be held whole. Other statements, this one included, may run meanwhile. */
  iterate(...values: readonly SqlValue[]): Iterable<Row>;
}

/**
 * One SQL database, used by one thread of one process: synchronous on purpose, so that a transaction is a plain function.
 * What a finished `transaction` (or a statement outside of one) has written survives the death of the process.
 * Whoever opened it disposes of it, after its last user.
 */
export interface Database extends Disposable {
  /** False from a write that threw `StorageUnavailable` to the next that succeeds. */
  readonly takesWrites: boolean;
  /** Cheap when called again with the same text: compiled statements are kept. */
  prepare(sql: string): Statement;
  /** Runs several statements, without values. */
  exec(sql: string): void;
  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws (the error is thrown on).
   * A nested call joins the outer transaction: an error that the outer work catches does not undo what the inner did.
   * `work` must not be async.
   */
  transaction<T>(work: () => T): T;
}
