import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLogFrames } from "./log-frames.ts";

const CUT = "x".repeat(16_384);

describe("createLogFrames", () => {
  it("joins the entries of one millisecond and keeps those of different ones apart", () => {
    const frames = createLogFrames({ lostLineEnds: false });
    const chunks = frames.push(
      Buffer.concat([frame("01.000000001", "a\n"), frame("01.000999999", "b\n"), frame("01.001000000", "c\n")]),
    );
    expect(chunks.map(({ time, bytes }) => [time, text(bytes)])).toEqual([
      [Date.UTC(2026, 10, 21, 9, 0, 1, 0), "a\nb\n"],
      [Date.UTC(2026, 10, 21, 9, 0, 1, 1), "c\n"],
    ]);
  });

  it("gives the same bytes at the same times however the stream is cut", () => {
    const entries = ["a\n", "", "é b\n", CUT, "end", "next\n", CUT, CUT, "", "last\n", "unfinished"];
    const stream = Buffer.concat(
      entries.map((entry, index) => frame(`0${index % 3}.${index}00`, entry, 1 + (index % 2))),
    );
    const read = (cuts: readonly number[]): string[] => {
      const frames = createLogFrames({ lostLineEnds: true });
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      // One entry a byte, so that what is joined does not matter.
      return edges
        .slice(1)
        .flatMap((edge, index) => frames.push(stream.subarray(edges[index], edge)))
        .flatMap(({ time, bytes }) => [...bytes].map((byte) => `${time}:${byte}`));
    };
    const whole = read([]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 10 }), (cuts) => {
        expect(read(cuts)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["a line longer than an entry", [CUT, "end", "next\n"], `${CUT}end\nnext\n`],
    ["a line of exactly one entry", [CUT, "", "next\n"], `${CUT}\nnext\n`],
    ["a line of exactly two entries", [CUT, CUT, "", "next\n"], `${CUT}${CUT}\nnext\n`],
    ["a short unfinished line", ["a\n", "tail"], "a\ntail"],
    ["a cut line whose end an engine does not lose", [CUT, "end\n", "next\n"], `${CUT}end\nnext\n`],
  ])("puts lost line ends back: %s", (_, entries, expected) => {
    const frames = createLogFrames({ lostLineEnds: true });
    const stream = Buffer.concat(entries.map((entry) => frame("01.5", entry)));
    expect(
      frames
        .push(stream)
        .map(({ bytes }) => text(bytes))
        .join(""),
    ).toBe(expected);
  });

  it("leaves what another log driver says alone", () => {
    const frames = createLogFrames({ lostLineEnds: false });
    const stream = Buffer.concat([frame("01.5", CUT), frame("01.5", "end"), frame("01.5", "\n")]);
    expect(
      frames
        .push(stream)
        .map(({ bytes }) => text(bytes))
        .join(""),
    ).toBe(`${CUT}end\n`);
  });

  it("goes on after a position, also among entries of one time", () => {
    const entries = ["01.1|a\n", `01.2|${CUT}`, `01.2|${CUT}`, "01.2|end", "01.3|b\n"].map((entry) => {
      const [time = "", body = ""] = entry.split("|");
      return frame(time, body);
    });
    const all = createLogFrames({ lostLineEnds: true }).push(Buffer.concat(entries));
    const whole = all.map(({ bytes }) => text(bytes)).join("");
    for (let seen = 1; seen <= entries.length; seen += 1) {
      const first = createLogFrames({ lostLineEnds: true });
      const had = first.push(Buffer.concat(entries.slice(0, seen)));
      // What the engine sends for "since": all entries of that very time and later ones.
      const since = seen === 1 ? 0 : seen === 5 ? 4 : 1;
      const rest = createLogFrames({ lostLineEnds: true, skip: first.position }).push(
        Buffer.concat(entries.slice(since)),
      );
      expect([...had, ...rest].map(({ bytes }) => text(bytes)).join("")).toBe(whole);
    }
  });
});

function frame(time: string, entry: string, stream = 1): Buffer {
  const body = Buffer.from(`2026-11-21T09:00:${time}Z ${entry}`);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
