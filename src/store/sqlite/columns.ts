import type { Row } from "../database.ts";
import type { Scope } from "../store.ts";

/** The `scope` column: as region and account follow each other in an ARN. */
export function toScopeText({ account, region }: Scope): string {
  return `${region}:${account}`;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`the column ${column} holds no text`);
  return value;
}

export function integer(row: Row, column: string): number {
  return Number(row[column]);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`the column ${column} holds no bytes`);
  return value;
}
