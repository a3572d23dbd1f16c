import { isUtf8 } from "node:buffer";
import { LONGEST_MESSAGE } from "./log-sink.ts";

/** Output bytes in, log messages out. */
export interface LineSplitter {
  /** @param time milliseconds since the epoch, the time of the messages that these bytes complete */
  push(time: number, bytes: Uint8Array): void;
  /** Ends the output: an unfinished last line becomes a message without line end, at the time of the last push. */
  end(): void;
}

/** No line can be too long that lies in one piece of this size. */
const LARGEST_PIECE = 65_536;
const NEWLINE = 10;

/**
 * Splits output into messages: each line with its `\n`; a line of more than `LONGEST_MESSAGE` bytes in several messages,
 * cut between characters, the `\n` at the end of the last. Bytes that are not UTF-8 become U+FFFD, as WHATWG's decoder has it.
 * The messages depend on the bytes alone, not on how they are cut into pushes.
 */
export function createLineSplitter(onMessage: (time: number, message: string) => void): LineSplitter {
  /** The beginning of a character whose other bytes are still to come. */
  let unfinished: Buffer = Buffer.alloc(0);
  /** The beginning of a line whose end is still to come; well-formed UTF-8. */
  let line: Buffer[] = [];
  let lineLength = 0;
  let lastTime = 0;

  function add(time: number, bytes: Buffer): void {
    line.push(bytes);
    lineLength += bytes.length;
    if (lineLength <= LONGEST_MESSAGE) return;
    let rest = Buffer.concat(line, lineLength);
    while (rest.length > LONGEST_MESSAGE) {
      const end = characterBorder(rest, LONGEST_MESSAGE);
      onMessage(time, rest.toString("utf8", 0, end));
      rest = rest.subarray(end);
    }
    line = [rest];
    lineLength = rest.length;
  }

  function finishLine(time: number): void {
    onMessage(time, line.length === 1 && line[0] ? line[0].toString() : Buffer.concat(line, lineLength).toString());
    line = [];
    lineLength = 0;
  }

  function splitWellFormed(time: number, bytes: Buffer): void {
    let start = 0;
    if (lineLength > 0) {
      const end = bytes.indexOf(NEWLINE) + 1;
      add(time, end === 0 ? bytes : bytes.subarray(0, end));
      if (end === 0) return;
      finishLine(time);
      start = end;
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > start) {
      const text = bytes.toString("utf8", start, end);
      for (let from = 0; from < text.length;) {
        const to = text.indexOf("\n", from) + 1;
        onMessage(time, text.slice(from, to));
        from = to;
      }
      start = end;
    }
    // A copy: the caller may use its buffer again.
    if (start < bytes.length) add(time, Buffer.from(bytes.subarray(start)));
  }

  return {
    push(time, bytes) {
      lastTime = time;
      for (let offset = 0; offset < bytes.length; offset += LARGEST_PIECE) {
        const end = Math.min(offset + LARGEST_PIECE, bytes.length);
        let piece = Buffer.from(bytes.buffer, bytes.byteOffset + offset, end - offset);
        if (unfinished.length > 0) piece = Buffer.concat([unfinished, piece]);
        const whole = piece.length - unfinishedBytes(piece);
        unfinished = Buffer.from(piece.subarray(whole));
        splitWellFormed(time, toWellFormed(piece.subarray(0, whole)));
      }
    },
    end() {
      if (unfinished.length > 0) splitWellFormed(lastTime, toWellFormed(unfinished));
      unfinished = Buffer.alloc(0);
      if (lineLength > 0) finishLine(lastTime);
    },
  };
}

function toWellFormed(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString());
}

/** The greatest length of at most `limit` at which well-formed `bytes` can be cut between two characters. */
function characterBorder(bytes: Buffer, limit: number): number {
  let end = limit;
  while (isContinuation(bytes[end])) end--;
  return end;
}

/** How many bytes at the end are the beginning of one character that more bytes could complete. */
function unfinishedBytes(bytes: Buffer): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (isContinuation(byte)) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return length < needed && isBeginning(bytes.subarray(bytes.length - length)) ? length : 0;
  }
  return 0;
}

/** Whether a lead byte and its continuation bytes can become a character: some second bytes cannot follow. */
function isBeginning(bytes: Buffer): boolean {
  const [lead = 0, second] = bytes;
  if (lead > 0xf4) return false;
  if (second === undefined) return true;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  if (lead === 0xf4) return second < 0x90;
  return true;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
