import type { TimestampFormat } from "../schema.ts";
import { SerializationError } from "../serialization-error.ts";

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)? GMT$/;

/** Reads a JSON timestamp of the member's format. */
export function parseTimestamp(raw: unknown, format: TimestampFormat): Date {
  if (format === "epoch-seconds") {
    if (typeof raw === "number") return checked(new Date(Math.round(raw * 1000)));
  } else if (typeof raw === "string" && (format === "date-time" ? dateTime : httpDate).test(raw)) {
    return checked(new Date(raw));
  }
  throw new SerializationError(`A timestamp must be written as ${format}`);
}

/** Epoch seconds have up to three decimals. */
export function formatTimestamp(date: Date, format: TimestampFormat): number | string {
  const milliseconds = date.getTime();
  if (Number.isNaN(milliseconds)) throw new TypeError("a timestamp is not a date");
  if (format === "epoch-seconds") return milliseconds / 1000;
  if (format === "date-time") return date.toISOString().replace(/\.?0*Z$/, "Z");
  const text = date.toUTCString();
  const fraction = milliseconds % 1000;
  if (fraction === 0) return text;
  return text.replace(" GMT", `${String(Math.abs(fraction) / 1000).slice(1)} GMT`);
}

function checked(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new SerializationError("A timestamp is out of range");
  return date;
}
