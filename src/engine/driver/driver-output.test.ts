import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { OutputChunk } from "../../environment/build-environment.ts";
import type { PlannedPhase } from "../build-plan.ts";
import { type DriverEvent, readDriverOutput } from "./driver-output.ts";

const NONCE = "0123456789abcdef0123";
const PHASES: readonly PlannedPhase[] = [
  { phase: "BUILD", commands: ["a", "b"], finally: ["c"], afterFailure: "END" },
  { phase: "POST_BUILD", commands: [], finally: [], afterFailure: "END" },
];
const mark = (words: string, nonce = NONCE): string => `\x1ecodebuild-local ${nonce} ${words}\n`;

describe("readDriverOutput", () => {
  it("tells marks from output, whose unfinished lines stay unfinished", async () => {
    const events = await read([
      mark("0 ready"),
      mark("1 phase-start 0"),
      mark("2 command-start 0"),
      "no end",
      mark("3 command-end 0 7"),
    ]);
    expect(events).toEqual([
      { kind: "ready", time: 0 },
      { kind: "phase-start", time: 1, phase: "BUILD" },
      { kind: "command-start", time: 2, phase: "BUILD", command: 0 },
      { kind: "output", time: 3, text: "no end" },
      { kind: "command-end", time: 4, phase: "BUILD", command: 0, status: 7 },
    ]);
  });

  it("follows the plan: after a failed command come those of finally, then the end of the failed phase", async () => {
    const stream =
      mark("0 ready") + mark("1 phase-start 0") + mark("2 command-start 0") + mark("3 command-end 0 1") +
      mark("4 command-start 2") + mark("5 command-end 2 0") + mark("6 phase-end 0 1") + mark("7 finished"); // prettier-ignore
    expect((await read([stream])).map(({ kind }) => kind)).toEqual([
      "ready", "phase-start", "command-start", "command-end", "command-start", "command-end", "phase-end", "finished",
    ]); // prettier-ignore
  });

  it.each([
    ["another nonce", mark("0 ready", "fedcba98765432100123")],
    ["a number too high", mark("1 phase-start 0")],
    ["the right number with other words", mark("0 finished")],
    ["words that go on", mark("0 ready ")],
    ["a number with zeros in front", mark("00 ready")],
    ["no line end", mark("0 ready").slice(0, -1)],
    ["no end within the length of a mark", mark(`0 ready${"x".repeat(200)}`)],
    ["a mark without its first byte", mark("0 ready").slice(1)],
  ])("takes what looks like a mark for output: %s", async (_, text) => {
    const events = await read([`a${text}b`]);
    expect(events.map(({ text: output }) => output).join("")).toBe(`a${text}b`);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(["output"]));
  });

  it.each(["256", "-1", "01", "x", "", "1 2"])("takes no status of %j", async (status) => {
    const start = mark("0 ready") + mark("1 phase-start 0") + mark("2 command-start 0");
    expect((await read([start + mark(`3 command-end 0 ${status}`)])).at(-1)).toMatchObject({ kind: "output" });
  });

  it("drops marks that it has had, which a driver repeats after one of its shells was killed", async () => {
    const events = await read([mark("0 ready"), mark("1 phase-start 0"), "x", mark("1 phase-start 0"), "y"]);
    expect(events.map(({ kind, text }) => text ?? kind)).toEqual(["ready", "phase-start", "x", "y"]);
  });

  it("waits neither for line ends nor for the next chunk", async () => {
    const events = readDriverOutput(endless(["> prompt"]), NONCE, PHASES);
    expect((await events.next()).value).toMatchObject({ kind: "output", bytes: Buffer.from("> prompt") });
  });

  it("gives the same events however the stream is cut", async () => {
    const stream =
      `x\x1e${mark("0 ready")}\x1ecodebuild-local \n${mark("1 phase-start 0")}é\x1e\x1e${mark("9 finished")}` +
      `${mark("2 command-start 0")}${mark("2 command-start 0")}tail${mark("3 command-end 0 0").slice(0, 20)}`;
    const whole = joined(await read([stream]));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: Buffer.byteLength(stream) }), { maxLength: 12 }),
        async (cuts) => {
          const bytes = Buffer.from(stream);
          const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
          expect(joined(await read(pieces))).toEqual(whole);
        },
      ),
    );
  });
});

type ReadEvent = Omit<DriverEvent, "bytes"> & { readonly text?: string };

async function read(pieces: readonly (string | Uint8Array)[]): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  for await (const event of readDriverOutput(chunks(pieces), NONCE, PHASES)) {
    if (event.kind !== "output") events.push(event);
    else events.push({ kind: event.kind, time: event.time, text: Buffer.from(event.bytes).toString("latin1") });
  }
  return events;
}

/** Runs of output as one, times left out: they depend on how the stream was cut. */
function joined(events: readonly ReadEvent[]): unknown[] {
  const result: { kind: string; text?: string }[] = [];
  for (const { time: _, ...event } of events) {
    const last = result.at(-1);
    if (event.text !== undefined && last?.text !== undefined) last.text += event.text;
    else result.push({ ...event });
  }
  return result;
}

async function* chunks(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<OutputChunk> {
  for (const [time, piece] of pieces.entries())
    yield await Promise.resolve({ time, bytes: Buffer.from(piece as string) });
}

async function* endless(pieces: readonly string[]): AsyncGenerator<OutputChunk> {
  yield* chunks(pieces);
  await new Promise(() => {});
}
