import { InvalidNextToken } from "../../../generated/ssm/errors.ts";
import type { ParameterRecord } from "./parameter-store.ts";

/**
 * The first `limit` records that match, in the order of their names, and the token of the page that follows them.
 * @throws InvalidNextToken
 */
export function takePage(
  list: (after: string) => Iterable<ParameterRecord>,
  matches: (record: ParameterRecord) => boolean,
  token: string | undefined,
  limit: number,
): { readonly items: readonly ParameterRecord[]; readonly nextToken: { readonly NextToken?: string } } {
  const items: ParameterRecord[] = [];
  for (const record of list(token === undefined ? "" : parseToken(token))) {
    if (!matches(record)) continue;
    if (items.length === limit) return { items, nextToken: { NextToken: formatToken(items.at(-1)?.name ?? "") } };
    items.push(record);
  }
  return { items, nextToken: {} };
}

function formatToken(name: string): string {
  return Buffer.from(`after ${name}`).toString("base64url");
}

function parseToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after ") || formatToken(text.slice("after ".length)) !== token)
    throw new InvalidNextToken("The specified token is not valid.");
  return text.slice("after ".length);
}
