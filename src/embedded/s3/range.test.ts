import { expect, test } from "vitest";
import { parseCopyRange, parseRange } from "./range.ts";

test.each([
  ["bytes=0-0", 0, 1],
  ["bytes=2-5", 2, 6],
  ["bytes=5-", 5, 10],
  ["bytes=5-100", 5, 10],
  ["bytes=-3", 7, 10],
  ["bytes=-100", 0, 10],
])("%s of ten bytes is from %i to before %i", (header, start, end) => {
  expect(parseRange(header, 10)).toEqual({ start, end });
});

test.each([undefined, "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "0-1"])(
  "%s is ignored",
  (header) => {
    expect(parseRange(header, 10)).toBeUndefined();
  },
);

test.each([
  ["bytes=10-", 10],
  ["bytes=10-20", 10],
  ["bytes=-0", 10],
  ["bytes=0-", 0],
  ["bytes=-5", 0],
])("%s of %i bytes cannot be answered", (header, size) => {
  expect(() => parseRange(header, size)).toThrow(expect.objectContaining({ code: "InvalidRange", status: 416 }));
});

test("a copy takes a range only with both ends within its source", () => {
  expect(parseCopyRange("bytes=2-9", 10)).toEqual({ start: 2, end: 10 });
  expect(parseCopyRange(undefined, 10)).toEqual({ start: 0, end: 10 });
  for (const header of ["bytes=2-", "bytes=-2", "bytes=2-10", "bytes=3-2", "2-3"]) {
    expect(() => parseCopyRange(header, 10)).toThrow(expect.objectContaining({ code: "InvalidArgument" }));
  }
});
