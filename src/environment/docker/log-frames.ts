import type { OutputChunk } from "../build-environment.ts";

/** The engine cuts lines into log entries of this many bytes. */
const LONGEST_ENTRY = 16_384;
const HEADER = 8;
const SPACE = 0x20;
const LINE_FEED = 0x0a;

/** Reads the engine's log stream with time stamps: frames of a header (stream, length), a time stamp, a space and a log entry. */
export interface LogFrames {
  /** The entries that `data` completes; those of one millisecond that follow each other are one chunk. */
  push(data: Buffer): OutputChunk[];
  /**
   * What `holdLast` keeps back: `data` that ends with the last entry. Empty when nothing is.
   */
  readonly held: Buffer;
  /** Passes on what is held. */
  release(): OutputChunk[];
  /** The stamp of the last entry and how many entries have had it: where to go on. Of stamps by the second, seconds since the epoch. */
  readonly position: { readonly stamp: string; readonly entries: number };
  /** Whether the last entry ended its line. */
  readonly lineEnded: boolean;
}

/**
 * @param options.lostLineEnds the log driver `local` of engines before 25 keeps every byte but the line feed of a line that
 * was cut: it is put back behind an entry that ends such a line. (An unfinished line of such a length, left when the
 * container was killed, gets one too: the log can't tell.)
 * @param options.skip entries at the beginning that are known already, by a position
 * @param options.bySecond whether positions are those of whole seconds
 * @param options.holdLast whether the last entry is kept back until another follows it: it may not be whole
 */
export function createLogFrames(options: {
  readonly lostLineEnds: boolean;
  readonly skip?: LogFrames["position"];
  readonly bySecond?: boolean;
  readonly holdLast?: boolean;
}): LogFrames {
  let rest: Buffer = Buffer.alloc(0);
  let stamp = "";
  /** The stamp as it was printed, and what of it positions have. */
  let printed = "";
  let key = "";
  let entries = 0;
  let parsed = "";
  let parsedTime = 0;
  let lineEnded = true;
  const cut = [false, false, false];

  function read(holdLast: boolean): OutputChunk[] {
    const bytes = rest;
    // What comes out is shorter than what came in: a header and a stamp go, at most a line feed is added.
    const out = Buffer.allocUnsafe(bytes.length);
    const chunks: OutputChunk[] = [];
    let written = 0;
    let chunkStart = 0;
    let chunkTime = 0;
    let at = 0;
    while (bytes.length - at >= HEADER) {
      const end = at + HEADER + bytes.readUInt32BE(at + 4);
      if (end > bytes.length || (holdLast && !isWhole(bytes, end))) break;
      const stream = bytes[at] === 2 ? 2 : 1;
      const space = bytes.indexOf(SPACE, at + HEADER);
      const entry = space < 0 || space >= end ? end : space + 1;
      const entryStamp = bytes.toString("latin1", at + HEADER, entry);
      at = end;
      if (entryStamp !== printed) {
        printed = entryStamp;
        key = options.bySecond === true ? toSecond(entryStamp) : entryStamp;
      }
      if (key === stamp) entries += 1;
      else {
        stamp = key;
        entries = 1;
      }
      const ended = bytes[end - 1] === LINE_FEED && end > entry;
      const wasCut = cut[stream];
      cut[stream] = !ended && end - entry === LONGEST_ENTRY;
      lineEnded = ended;
      if (options.skip?.stamp === stamp && entries <= options.skip.entries) continue;

      const millisecond = printed.slice(0, 23);
      if (millisecond !== parsed) {
        parsed = millisecond;
        parsedTime = Date.parse(printed.trimEnd());
      }
      const time = parsedTime;
      if (time !== chunkTime) {
        if (written > chunkStart) chunks.push({ time: chunkTime, bytes: out.subarray(chunkStart, written) });
        chunkStart = written;
        chunkTime = time;
      }
      written += bytes.copy(out, written, entry, end);
      if (options.lostLineEnds && wasCut === true && !ended && cut[stream] === false) {
        out[written] = LINE_FEED;
        written += 1;
      }
    }
    if (written > chunkStart) chunks.push({ time: chunkTime, bytes: out.subarray(chunkStart, written) });
    rest = bytes.subarray(at);
    return chunks;
  }

  return {
    get position() {
      return { stamp, entries };
    },
    get lineEnded() {
      return lineEnded;
    },
    get held() {
      return rest;
    },
    push(data) {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      return read(options.holdLast === true);
    },
    release: () => read(false),
  };
}

/** Whether a whole frame stands at `at`. */
function isWhole(bytes: Buffer, at: number): boolean {
  return bytes.length - at >= HEADER && bytes.length - at >= HEADER + bytes.readUInt32BE(at + 4);
}

function toSecond(stamp: string): string {
  return String(Math.floor(Date.parse(stamp.trimEnd()) / 1000));
}
