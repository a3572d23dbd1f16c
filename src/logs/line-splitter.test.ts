import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineSplitter } from "./line-splitter.ts";
import { LONGEST_MESSAGE } from "./log-sink.ts";

/** The messages of bytes that come in these pushes, the first at time 1. */
function split(...pushes: readonly (string | Uint8Array)[]): string[] {
  const messages: string[] = [];
  const splitter = createLineSplitter((_, message) => messages.push(message));
  for (const [index, push] of pushes.entries())
    splitter.push(index + 1, typeof push === "string" ? Buffer.from(push) : push);
  splitter.end();
  return messages;
}

test("each line is a message with its line end, and an unfinished last line one without", () => {
  expect(split("one\n\ntwo\r\nthree")).toEqual(["one\n", "\n", "two\r\n", "three"]);
  expect(split("")).toEqual([]);
  expect(split("\n")).toEqual(["\n"]);
});

test("a message has the time of the push that completed it", () => {
  const seen: [number, string][] = [];
  const splitter = createLineSplitter((time, message) => seen.push([time, message]));
  splitter.push(10, Buffer.from("a\nb"));
  splitter.push(20, Buffer.from("c"));
  splitter.push(30, Buffer.from("d\ne"));
  splitter.end();
  expect(seen).toEqual([
    [10, "a\n"],
    [30, "bcd\n"],
    [30, "e"],
  ]);
});

test("a buffer that the caller uses again does not change an unfinished line", () => {
  const messages: string[] = [];
  const splitter = createLineSplitter((_, message) => messages.push(message));
  const buffer = Buffer.from("begin");
  splitter.push(1, buffer);
  buffer.fill("x");
  splitter.push(2, Buffer.from("ning\n"));
  expect(messages).toEqual(["beginning\n"]);
});

test("a line of the greatest length is one message, and a longer one is cut there", () => {
  const longest = "x".repeat(LONGEST_MESSAGE - 1);
  expect(split(`${longest}\n`)).toEqual([`${longest}\n`]);
  expect(split(`${longest}x\nnext\n`)).toEqual([`${longest}x`, "\n", "next\n"]);
  expect(split(`${longest}xyz`)).toEqual([`${longest}x`, "yz"]);
});

test("a long line is cut between characters, never within one", () => {
  const line = `ab${"€".repeat(300_000)}\n`;
  const messages = split(line);
  expect(messages.join("")).toBe(line);
  for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(LONGEST_MESSAGE);
  expect(messages.slice(0, -1).every((message) => Buffer.byteLength(message) > LONGEST_MESSAGE - 4)).toBe(true);
});

test("bytes that are not UTF-8 become U+FFFD and count as its three bytes", () => {
  expect(split(Uint8Array.of(0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82, 0x0a, 0xe2, 0x82))).toEqual([
    "a\ufffdb\n",
    "\ufffd\n",
    "\ufffd",
  ]);
  const messages = split(new Uint8Array(LONGEST_MESSAGE).fill(0xff));
  expect(messages.join("")).toBe("\ufffd".repeat(LONGEST_MESSAGE));
  for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(LONGEST_MESSAGE);
});

test("a byte order mark stays", () => {
  expect(split("\ufeffone\n")).toEqual(["\ufeffone\n"]);
});

/** What WHATWG's decoder makes of all bytes at once, split at line ends. */
function expectedLines(bytes: Uint8Array): string[] {
  return new TextDecoder("utf-8", { ignoreBOM: true })
    .decode(bytes)
    .split(/(?<=\n)/)
    .filter((line) => line !== "");
}

test("how bytes are cut into pushes changes nothing", () => {
  const parts = fc.oneof(
    fc.constantFrom(
      ...Uint8Array.of(0x0a, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xc0, 0xff, 0xf4, 0x90, 0xe0)
        .values()
        .map((byte) => [byte]),
      ...["€", "😀", "a\n", "line\n", "\r\n"].map((text) => [...Buffer.from(text)]),
    ),
    fc.uint8Array({ maxLength: 4 }).map((array) => [...array]),
  );
  const input = fc.array(parts, { maxLength: 40 }).map((list) => Uint8Array.from(list.flat()));
  fc.assert(
    fc.property(input, fc.array(fc.nat(20), { maxLength: 30 }), (bytes, cuts) => {
      const pushes: Uint8Array[] = [];
      let from = 0;
      for (const cut of cuts) pushes.push(bytes.subarray(from, (from += cut)));
      pushes.push(bytes.subarray(from));
      expect(split(...pushes)).toEqual(expectedLines(bytes));
    }),
    { numRuns: 3000 },
  );
});

test("how a long line is cut into pushes changes nothing", () => {
  const line = Buffer.from(`${"0123456789".repeat(20_000)}${"😀é€x".repeat(70_000)}\nnext\n${"é".repeat(200_000)}`);
  const bytes = Buffer.concat([line, Uint8Array.of(0xe2, 0x82, 0xff, 0x0a), line]);
  const whole = split(bytes);
  expect(whole.join("")).toBe(bytes.toString());
  for (const size of [1000, 16_384, 65_537, 249_999, 400_000]) {
    const pushes = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    expect(split(...pushes)).toEqual(whole);
  }
});
