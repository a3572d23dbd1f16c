import { expect, test } from "vitest";

import { isOwnFault } from "./docker-error.ts";

test("an error of the language is a fault of this program's own", () => {
  for (const error of [
    new TypeError("x is not a function"),
    new ReferenceError("x is not defined"),
    new RangeError("-1"),
  ])
    expect(isOwnFault(error)).toBe(true);
});

test("what the engine, the way to it or the system says is none", () => {
  const invalidUrl = Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" });
  const answered = Object.assign(new Error("(HTTP code 500) server error"), { statusCode: 500 });
  const reset = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  for (const error of [invalidUrl, answered, reset, new Error("no such image"), "text", undefined])
    expect(isOwnFault(error)).toBe(false);
});
