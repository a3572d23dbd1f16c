import { describe, expect, test } from "vitest";

import type { LogSink } from "../logs/log-sink.ts";
import { openBuildLog, toLogTime, type BuildLog } from "./build-log.ts";

const TIME = Date.UTC(2026, 10, 21, 9, 8, 7, 6);
const STAMP = "2026/11/21 09:08:07.006000";

/** A sink that keeps what it is given; `earlier` is what it holds from an earlier process. */
function memorySink(earlier: readonly string[] = []): LogSink & { readonly messages: string[] } {
  const messages = [...earlier];
  return {
    messages,
    write: (_time, message) => void messages.push(message),
    ready: () => Promise.resolve(),
    flush: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    async *delivered() {
      yield* earlier;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function before(log: BuildLog): void {
  for (const line of ["Running", "abc: Pull complete", "Phase is DOWNLOAD_SOURCE"]) log.line(TIME, line);
}

function after(log: BuildLog): void {
  log.line(TIME, "Entering phase BUILD");
  log.output(TIME, Buffer.from("one\ntwo\nunfin"));
  log.output(TIME, Buffer.from("ished"));
  log.line(TIME, "Phase complete: BUILD State: SUCCEEDED");
}

async function wholeLog(): Promise<string[]> {
  const sink = memorySink();
  const log = await openBuildLog(sink, false);
  before(log);
  log.follow(log.messages);
  after(log);
  await log.flush();
  return sink.messages;
}

test("lines are stamped, output is not, and a blank line stands between output and the next line", async () => {
  expect(await wholeLog()).toEqual([
    `[Container] ${STAMP} Running\n`,
    `[Container] ${STAMP} abc: Pull complete\n`,
    `[Container] ${STAMP} Phase is DOWNLOAD_SOURCE\n`,
    `[Container] ${STAMP} Entering phase BUILD\n`,
    "one\n",
    "two\n",
    "unfinished\n",
    "\n",
    `[Container] ${STAMP} Phase complete: BUILD State: SUCCEEDED\n`,
  ]);
});

test("a time has microseconds", () => {
  expect(toLogTime(TIME + 0.25)).toBe("2026/11/21 09:08:07.006250");
});

describe("after a crash", () => {
  test("at every message after the container's start the log is completed, nothing lost or doubled", async () => {
    const whole = await wholeLog();
    for (let delivered = 3; delivered <= whole.length; delivered += 1) {
      const sink = memorySink(whole.slice(0, delivered));
      const log = await openBuildLog(sink, true);
      log.follow(3);
      after(log);
      await log.flush();
      expect(sink.messages).toEqual(whole);
    }
  });

  test("at every message before it the lines that are there are known by their text, though they come at another time and some no more", async () => {
    const whole = await wholeLog();
    for (let delivered = 0; delivered <= 3; delivered += 1) {
      const sink = memorySink(whole.slice(0, delivered));
      const log = await openBuildLog(sink, true);
      log.restart();
      log.line(TIME + 1000, "Running");
      log.line(TIME + 1000, "Phase is DOWNLOAD_SOURCE");
      log.follow(log.messages);
      after(log);
      await log.flush();
      const texts = sink.messages.map((message) => message.replace(/^\[Container\] \S+ \S+ /, ""));
      const expected = ["Running\n", ...(delivered >= 2 ? ["abc: Pull complete\n"] : []), "Phase is DOWNLOAD_SOURCE\n"];
      expect(texts).toEqual([
        ...expected,
        ...whole.slice(3).map((message) => message.replace(/^\[Container\] \S+ \S+ /, "")),
      ]);
    }
  });
});

test("a build that begins anew in the same process, twice, repeats no line", async () => {
  const sink = memorySink();
  const log = await openBuildLog(sink, false);
  for (let times = 0; times < 3; times += 1) {
    log.restart();
    before(log);
    log.follow(log.messages);
  }
  after(log);
  await log.flush();
  expect(sink.messages).toEqual(await wholeLog());
});
