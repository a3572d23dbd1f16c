import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { isPacked } from "./packed-content.ts";

const text = readFileSync(new URL(import.meta.url));
const long = Buffer.concat(Array.from({ length: 40 }, () => text));

test.each([
  ["random bytes", randomBytes(20_000)],
  ["the bytes of a gzip", gzipSync(randomBytes(50_000).toString("hex"))],
])("%s are packed", (_name, content) => {
  expect(isPacked(content)).toBe(true);
});

test.each([
  ["text", long],
  ["base64", Buffer.from(randomBytes(20_000).toString("base64"))],
  ["a program", readFileSync(process.execPath).subarray(0, 5_000_000)],
  ["nothing but zeros", Buffer.alloc(20_000)],
  ["what is packed only at its beginning", Buffer.concat([randomBytes(4_096), long])],
  ["what is too short to tell", randomBytes(8_191)],
  ["nothing", Buffer.alloc(0)],
])("%s is not", (_name, content) => {
  expect(isPacked(content)).toBe(false);
});
