import type { OutputChunk } from "../../environment/build-environment.ts";
import type { CommandPhase, PlannedPhase } from "../build-plan.ts";
import { type ExpectedMark, expectedMarks, LONGEST_MARK, MARK_BYTE, markPrefix } from "./driver-marks.ts";

/** What a build's output tells. `time` as the environment gave it; `command` is its place in the phase: those of `finally` follow `commands`. */
export type DriverEvent = { readonly time: number } & (
  | { readonly kind: "output"; readonly bytes: Uint8Array }
  | { readonly kind: "ready" }
  | { readonly kind: "phase-start"; readonly phase: CommandPhase }
  /** Of a phase whose user is another than that of the phase before: 0, or why it could not have it (`USER_STATUS`). */
  | { readonly kind: "user"; readonly phase: CommandPhase; readonly status: number }
  | { readonly kind: "command-start"; readonly phase: CommandPhase; readonly command: number }
  | { readonly kind: "command-end"; readonly phase: CommandPhase; readonly command: number; readonly status: number }
  | { readonly kind: "phase-end"; readonly phase: CommandPhase; readonly failed: boolean }
  | { readonly kind: "finished" }
);

const LINE_FEED = 0x0a;

/**
 * Splits the marks of the driver from what the commands print, whose bytes pass through unchanged, in runs, without
 * waiting for line ends. Only the mark that the plan has next counts; a repeated one (the driver repeats what a killed
 * shell may have printed already) is dropped, and all else that looks like a mark is output. A stream without `finished`
 * is that of a driver that was killed.
 */
export async function* readDriverOutput(
  chunks: AsyncIterable<OutputChunk>,
  nonce: string,
  phases: readonly PlannedPhase[],
): AsyncGenerator<DriverEvent, void, undefined> {
  const prefix = Buffer.from(markPrefix(nonce), "latin1");
  const marks = expectedMarks(phases);
  let expected = marks.next().value ?? undefined;
  let sequence = 0;
  /** The end of the chunks so far, where it may be the beginning of a mark, with the time of its last chunk. */
  let held: Buffer = Buffer.alloc(0);

  function takeMark(words: string, time: number): DriverEvent | "repeated" | undefined {
    const [, number = "", text = ""] = /^(0|[1-9][0-9]{0,8}) (.*)$/s.exec(words) ?? [];
    if (number === "") return undefined;
    if (Number(number) < sequence) return "repeated";
    if (expected === undefined || Number(number) !== sequence) return undefined;
    const withStatus = expected.kind === "command-end" || expected.kind === "user";
    const status = withStatus ? parseStatus(text, expected.words) : text === expected.words ? 0 : undefined;
    if (status === undefined) return undefined;
    const event = toEvent(expected, status, time);
    expected = marks.next(status).value ?? undefined;
    sequence += 1;
    return event;
  }

  let heldTime = 0;
  for await (const { time, bytes } of chunks) {
    const fresh = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = held.length === 0 ? fresh : Buffer.concat([held, fresh]);
    let start = 0;
    let from = 0;
    let end = data.length;
    for (;;) {
      const at = data.indexOf(prefix, from);
      if (at < 0) break;
      const lineEnd = data.subarray(0, at + LONGEST_MARK).indexOf(LINE_FEED, at + prefix.length);
      if (lineEnd < 0 && data.length - at < LONGEST_MARK) {
        end = at;
        break;
      }
      const event = lineEnd < 0 ? undefined : takeMark(data.toString("latin1", at + prefix.length, lineEnd), time);
      if (event === undefined) {
        from = at + prefix.length;
        continue;
      }
      if (at > start)
        yield { kind: "output", time: start < held.length ? heldTime : time, bytes: data.subarray(start, at) };
      if (event !== "repeated") yield event;
      start = lineEnd + 1;
      from = start;
    }
    if (end === data.length) end -= beginningOfPrefix(data, Math.max(from, start), prefix);
    if (end > start)
      yield { kind: "output", time: start < held.length ? heldTime : time, bytes: data.subarray(start, end) };
    held = data.subarray(end);
    heldTime = time;
  }
  if (held.length > 0) yield { kind: "output", time: heldTime, bytes: held };
}

/** How many bytes at the end of `data`, at most from `from` on, are the beginning of the prefix. */
function beginningOfPrefix(data: Buffer, from: number, prefix: Buffer): number {
  let at = data.indexOf(MARK_BYTE, Math.max(from, data.length - prefix.length + 1));
  while (at >= 0) {
    const length = data.length - at;
    if (data.compare(prefix, 0, length, at) === 0) return length;
    at = data.indexOf(MARK_BYTE, at + 1);
  }
  return 0;
}

function parseStatus(text: string, words: string): number | undefined {
  if (!text.startsWith(`${words} `)) return undefined;
  const status = text.slice(words.length + 1);
  return /^(0|[1-9][0-9]{0,2})$/.test(status) && Number(status) <= 255 ? Number(status) : undefined;
}

function toEvent(mark: ExpectedMark, status: number, time: number): DriverEvent {
  switch (mark.kind) {
    case "ready":
    case "finished":
      return { kind: mark.kind, time };
    case "phase-start":
      return { kind: mark.kind, time, phase: mark.phase.phase };
    case "user":
      return { kind: mark.kind, time, phase: mark.phase.phase, status };
    case "phase-end":
      return { kind: mark.kind, time, phase: mark.phase.phase, failed: mark.failed };
    case "command-start":
      return { kind: mark.kind, time, phase: mark.phase.phase, command: mark.command };
    case "command-end":
      return { kind: mark.kind, time, phase: mark.phase.phase, command: mark.command, status };
  }
}
