import { createLineSplitter } from "../logs/line-splitter.ts";
import type { LogSink } from "../logs/log-sink.ts";
import { createSecretMasker, maskSecrets } from "../logs/secret-masker.ts";

/**
 * One build's log: the engine's own `[Container]` lines and the output of commands, in one order.
 *
 * After a crash the same lines are made again, from the same container output with the same times. What the sink holds
 * already is left out: by count for what follows the container's start, by text for the lines before it, where a fetched
 * image's progress may differ from one time to the next.
 */
export interface BuildLog {
  /** One line of the engine's own. @param time milliseconds since the epoch, with a fraction */
  line(time: number, text: string): void;
  /** The line that a command begins with. What follows it is its output, be it none: a blank line ends it, as in CodeBuild's logs. */
  command(time: number, text: string): void;
  /** Raw output of commands. A tail that may be the beginning of a secret waits for what follows. */
  output(time: number, bytes: Uint8Array): void;
  /** From here on these texts are masked in the output of commands, and in what `masked` gives. */
  mask(secrets: readonly string[]): void;
  /** A text of the user's with the secrets in it masked: for lines of the engine's own that quote it, and for the record. */
  masked(text: string): string;
  /** See `LogSink.ready`. */
  ready(): Promise<void>;
  /** Delivers all of it; output that waited is decided then. */
  flush(): Promise<void>;
  /** How many messages the log has, delivered or not. */
  readonly messages: number;
  /**
   * From here on come the messages that the started container makes, perhaps once more. What the log holds beyond its first
   * `messagesBefore` are these very messages: so many are left out.
   */
  follow(messagesBefore: number): void;
  /** The build begins anew, its container not started yet: lines that are in the log already are left out by their text. */
  restart(): void;
}

const NEWLINE = Uint8Array.of(10);
const PREFIX = /^\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6} /;

/**
 * @param resumed an earlier process may have written to the sink: what it holds is read first
 */
export async function openBuildLog(sink: LogSink, resumed: boolean): Promise<BuildLog> {
  /** How often the log has each line of the engine's own from before the container's start, by its text. */
  const before = new Map<string, number>();
  /** Those of them that have not come again. */
  let known = new Map<string, number>();
  let isFollowing = false;
  let messages = 0;
  if (resumed) {
    for await (const message of sink.delivered()) {
      messages += 1;
      const text = message.replace(PREFIX, "");
      if (text !== message) before.set(text, (before.get(text) ?? 0) + 1);
    }
  }
  let skip = 0;
  let afterOutput = false;
  let atLineStart = true;
  const emit = (time: number, message: string): void => {
    if (skip > 0) {
      skip -= 1;
      return;
    }
    messages += 1;
    sink.write(time, message);
  };
  let splitter = createLineSplitter(emit);
  let masker = createSecretMasker([]);
  let textMasker = masker;
  let lastOutput = 0;
  const write = (time: number, bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    afterOutput = true;
    atLineStart = bytes[bytes.length - 1] === 10;
    splitter.push(time, bytes);
  };
  const log: BuildLog = {
    get messages() {
      return messages;
    },
    command(time, text) {
      log.line(time, `Running command ${text}`);
      afterOutput = true;
    },
    line(time, text) {
      write(time, masker.end());
      if (!atLineStart) splitter.push(time, NEWLINE);
      if (afterOutput) emit(time, "\n");
      afterOutput = false;
      atLineStart = true;
      const line = `${text}\n`;
      if (!isFollowing) {
        const times = known.get(line) ?? 0;
        if (times > 0) {
          known.set(line, times - 1);
          return;
        }
        before.set(line, (before.get(line) ?? 0) + 1);
      }
      splitter.push(time, Buffer.from(`[Container] ${toLogTime(time)} ${line}`));
    },
    output(time, bytes) {
      lastOutput = time;
      write(time, masker.push(bytes));
    },
    mask(secrets) {
      masker = createSecretMasker(secrets);
      textMasker = createSecretMasker(secrets);
    },
    masked: (text) => maskSecrets(textMasker, text),
    ready: () => sink.ready(),
    flush() {
      write(lastOutput, masker.end());
      return sink.flush();
    },
    follow(messagesBefore) {
      isFollowing = true;
      skip = Math.max(0, messages - messagesBefore);
      afterOutput = false;
      atLineStart = true;
      splitter = createLineSplitter(emit);
      masker.end();
    },
    restart() {
      isFollowing = false;
      skip = 0;
      known = new Map(before);
    },
  };
  return log;
}

/** `2024/06/05 02:04:07.161900`, UTC, as CodeBuild prints it. */
export function toLogTime(time: number): string {
  const iso = new Date(Math.floor(time)).toISOString();
  const micros = Math.floor((time % 1000) * 1000)
    .toString()
    .padStart(6, "0");
  return `${iso.slice(0, 10).replaceAll("-", "/")} ${iso.slice(11, 19)}.${micros}`;
}
