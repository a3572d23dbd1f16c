import { S3Error } from "./s3-error.ts";

/** What conditions are held against. `etag` is without quotes, `modified` in milliseconds. */
export interface Validators {
  readonly etag: string;
  readonly modified: number;
}

/**
 * The conditions of a read (RFC 9110, 13.2.2, as S3 applies them).
 * @param prefix `""`, or `x-amz-copy-source-` for those of a copy, where every failure is PreconditionFailed.
 * @returns "not-modified" for an answer of 304
 * @throws S3Error PreconditionFailed
 */
export function applyReadConditions(
  headers: ReadonlyMap<string, string>,
  object: Validators,
  prefix = "",
): "ok" | "not-modified" {
  const ifMatch = headers.get(`${prefix}if-match`);
  const unmodifiedSince = parseDate(headers.get(`${prefix}if-unmodified-since`));
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw failed("If-Match");
  } else if (unmodifiedSince !== undefined && toSeconds(object.modified) > unmodifiedSince) {
    throw failed("If-Unmodified-Since");
  }
  const ifNoneMatch = headers.get(`${prefix}if-none-match`);
  const modifiedSince = parseDate(headers.get(`${prefix}if-modified-since`));
  const unchanged =
    ifNoneMatch === undefined
      ? modifiedSince !== undefined && toSeconds(object.modified) <= modifiedSince
      : matches(ifNoneMatch, object.etag);
  if (!unchanged) return "ok";
  if (prefix !== "") throw failed(ifNoneMatch === undefined ? "If-Modified-Since" : "If-None-Match");
  return "not-modified";
}

/**
 * The conditions of a write: `If-None-Match: *` (only create) and `If-Match` (only replace just that); to be held again in the transaction.
 * @param current what is there now, nothing for a delete marker
 * @throws S3Error PreconditionFailed, NoSuchKey, NotImplemented
 */
export function requireWriteConditions(
  headers: ReadonlyMap<string, string>,
  current: Validators | undefined,
  key: string,
): void {
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== undefined) {
    // S3 itself takes no other value here.
    if (ifNoneMatch.trim() !== "*") throw new S3Error("NotImplemented", { Header: "If-None-Match" });
    if (current) throw failed("If-None-Match");
  }
  const ifMatch = headers.get("if-match");
  if (ifMatch === undefined) return;
  if (!current) throw new S3Error("NoSuchKey", { Key: key });
  if (!matches(ifMatch, current.etag)) throw failed("If-Match");
}

function failed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", { Condition: condition });
}

function matches(header: string, etag: string): boolean {
  return header.split(",").some((one) => {
    const tag = one.trim().replace(/^W\//, "");
    return tag === "*" || tag === etag || tag === `"${etag}"`;
  });
}

/** A date that cannot be read does not count. */
function parseDate(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : toSeconds(time);
}

/** HTTP dates have whole seconds. */
function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
