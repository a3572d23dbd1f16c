import { expect, test } from "vitest";
import { RecordCache } from "./record-cache.ts";

const record = (size: number): Uint8Array => new Uint8Array(size);

test("holds no more bytes than it may, and forgets what was used longest ago", () => {
  const cache = new RecordCache(100);
  for (const key of ["a", "b", "c", "d"]) cache.keep(key, record(25));
  cache.get("a");
  cache.keep("e", record(20));
  expect(["a", "b", "c", "d", "e"].filter((key) => cache.get(key) !== undefined)).toEqual(["a", "c", "d", "e"]);
  for (let index = 0; index < 10_000; index += 1) cache.keep(`k${index}`, record(20));
  const kept = Array.from({ length: 10_000 }, (_, index) => cache.get(`k${index}`)).filter(
    (found) => found !== undefined,
  );
  expect(kept).toHaveLength(5);
});

test("a record that would drive out many is not kept, nor the older one under its key", () => {
  const cache = new RecordCache(100);
  cache.keep("a", record(10));
  cache.keep("a", record(26));
  expect(cache.get("a")).toBeUndefined();
});

test("what is forgotten or replaced frees its bytes", () => {
  const cache = new RecordCache(100);
  for (let round = 0; round < 10; round += 1) {
    for (const key of ["a", "b", "c", "d"]) cache.keep(key, record(25));
    for (const key of ["a", "b", "c", "d"]) expect(cache.get(key)).toBeDefined();
    cache.forget("a");
    cache.forget("never kept");
  }
});
