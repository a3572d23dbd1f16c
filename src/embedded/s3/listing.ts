import type { ListingPlace } from "./object-store.ts";

/** One page of a listing: items and common prefixes in one order, so that a page can end after either. */
export interface ListingPage<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last entry of the page: an item or a common prefix. */
  readonly last: T | string | undefined;
}

/** Sorts after every key that begins with the same prefix, but for those that go on with this very character. */
const LAST_CHARACTER = "\u{10ffff}";
/** Small enough that a folder of a million keys costs little, large enough that folders of one key cost one row each. */
const FOLDED_BATCH = 128;

/**
 * Folds keys below a delimiter into common prefixes. Whole folders are skipped by one seek each, so that a page costs
 * what it shows, not what lies below it.
 */
export function foldListing<T extends { readonly key: string; readonly seq: number }>(options: {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly limit: number;
  /** Where to begin; a common prefix that is equal to its key was shown already. */
  readonly after: ListingPlace | undefined;
  /** The `seq` of a place that is before, or after, all items of its key. */
  readonly beforeAll: number;
  readonly afterAll: number;
  /** Items after a place, in order, at most so many. */
  fetch(this: void, after: ListingPlace, limit: number): readonly T[];
}): ListingPage<T> {
  const { prefix, delimiter, limit, after, fetch } = options;
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: T | string | undefined;
  if (limit === 0) return { items, commonPrefixes, truncated: false, last };
  const startsLater = after !== undefined && Buffer.compare(Buffer.from(after.key), Buffer.from(prefix)) >= 0;
  let place: ListingPlace = startsLater ? after : { key: prefix, seq: options.beforeAll };
  let shown = startsLater && delimiter !== undefined && after.key.endsWith(delimiter) ? after.key : undefined;
  for (;;) {
    const missing = limit - items.length - commonPrefixes.length + 1;
    const wanted = delimiter === undefined ? missing : Math.min(missing, FOLDED_BATCH);
    const batch = fetch(place, wanted);
    let folded: string | undefined;
    for (const item of batch) {
      place = { key: item.key, seq: item.seq };
      if (!item.key.startsWith(prefix)) return { items, commonPrefixes, truncated: false, last };
      folded = delimiter === undefined ? undefined : foldKey(item.key, prefix, delimiter);
      if (folded !== undefined && folded === shown) continue;
      if (items.length + commonPrefixes.length === limit) return { items, commonPrefixes, truncated: true, last };
      if (folded === undefined) {
        items.push(item);
        last = item;
      } else {
        commonPrefixes.push(folded);
        shown = last = folded;
      }
    }
    if (batch.length < wanted) return { items, commonPrefixes, truncated: false, last };
    // Only forward: a key may itself go on with the last character.
    const next = folded === undefined ? undefined : folded + LAST_CHARACTER;
    if (next !== undefined && Buffer.compare(Buffer.from(place.key), Buffer.from(next)) < 0)
      place = { key: next, seq: options.afterAll };
  }
}

function foldKey(key: string, prefix: string, delimiter: string): string | undefined {
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}

/** As `encoding-type=url` asks; `%20` for a space, which every decoder of clients reads. */
export function encodeForUrl(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}
