import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeForUrl, foldListing, type ListingPage } from "./listing.ts";
import type { ListingPlace } from "./object-store.ts";

interface Item {
  readonly key: string;
  readonly seq: number;
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A listing in memory, of one item a key, that counts what it hands out. */
function createListing(keys: readonly string[]): { page: (query: Query) => ListingPage<Item>; fetched: () => number } {
  const items = [...new Set(keys)].sort(compare).map((key) => ({ key, seq: 5 }));
  let fetched = 0;
  return {
    fetched: () => fetched,
    page: ({ after, ...query }) =>
      foldListing({
        ...query,
        after: after === undefined ? undefined : { key: after, seq: 0 },
        beforeAll: Number.MAX_SAFE_INTEGER,
        afterAll: 0,
        fetch(place: ListingPlace, limit) {
          const found = items
            .filter(({ key, seq }) => compare(key, place.key) > 0 || (key === place.key && seq < place.seq))
            .slice(0, limit);
          fetched += found.length;
          return found;
        },
      }),
  };
}

interface Query {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

function expectedEntries(keys: readonly string[], prefix: string, delimiter: string | undefined): string[] {
  const entries = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    entries.add(end === -1 || delimiter === undefined ? key : key.slice(0, end + delimiter.length));
  }
  return [...entries].sort(compare);
}

test("page by page, every key and common prefix comes once and in order", () => {
  const character = fc.constantFrom("a", "b", "/", "\u{10ffff}", "\uffff", "\u0000", "é");
  const key = fc.array(character, { minLength: 1, maxLength: 6 }).map((characters) => characters.join(""));
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 40 }),
      fc.constantFrom("", "a", "a/", "/"),
      fc.constantFrom(undefined, "/", "b/", "a"),
      fc.integer({ min: 1, max: 7 }),
      (keys, prefix, delimiter, limit) => {
        const { page } = createListing(keys);
        const seen: string[] = [];
        for (let after: string | undefined; ;) {
          const { items, commonPrefixes, truncated, last } = page({ prefix, delimiter, limit, after });
          const entries = [...items.map((item) => item.key), ...commonPrefixes].sort(compare);
          expect(entries.length).toBeLessThanOrEqual(limit);
          if (truncated) expect(entries.length).toBe(limit);
          seen.push(...entries);
          if (!truncated) break;
          after = typeof last === "object" ? last.key : last;
          expect(after).toBe(entries.at(-1));
        }
        expect(seen).toEqual(expectedEntries(keys, prefix, delimiter));
      },
    ),
    { numRuns: 500 },
  );
});

test("a folder of many keys is skipped, not read", () => {
  const listing = createListing(["a", ...Array.from({ length: 20_000 }, (_, index) => `b/${index}`), "c"]);
  const page = listing.page({ prefix: "", delimiter: "/", limit: 1000 });
  expect([page.items.map(({ key }) => key), page.commonPrefixes, page.truncated]).toEqual([["a", "c"], ["b/"], false]);
  expect(listing.fetched()).toBeLessThan(500);
});

test("a page of no keys is not truncated", () => {
  expect(createListing(["a"]).page({ prefix: "", delimiter: undefined, limit: 0 })).toMatchObject({
    items: [],
    truncated: false,
  });
});

test("keys are encoded for URLs but for their slashes", () => {
  expect(encodeForUrl("a/b c+é\u0001")).toBe("a/b%20c%2B%C3%A9%01");
});
