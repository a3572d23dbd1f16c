/** Structured logging of our own process. Secrets never go in: callers log ids, counts and causes, not values of users' variables. */
export type LogFields = Readonly<Record<string, unknown>>;
export type LogFormat = "text" | "json";
export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `fields.error` takes an `Error`; its stack and causes are written out. */
  error(message: string, fields?: LogFields): void;
}

const SEVERITY: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 };

/** @param write takes one finished line, newline included. */
export function createLogger(options: {
  readonly format: LogFormat;
  readonly level: LogLevel;
  readonly now: () => number;
  readonly write: (line: string) => void;
}): Logger {
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (SEVERITY[level] < SEVERITY[options.level]) return;
      const time = new Date(options.now()).toISOString();
      const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, toPlain(value)]));
      options.write(
        options.format === "json"
          ? `${JSON.stringify({ time, level, message, ...plain })}\n`
          : `${time} ${level.toUpperCase().padEnd(5)} ${message}${Object.entries(plain)
              .map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
              .join("")}\n`,
      );
    };
  return { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

function toPlain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const cause = value.cause === undefined ? "" : `\ncaused by: ${String(toPlain(value.cause))}`;
  return `${value.stack ?? String(value)}${cause}`;
}
