import { S3Error } from "./s3-error.ts";

/** From `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The one range that a Range header asks for; `undefined` when it is to be ignored: absent, malformed, or several ranges
 * ("Amazon S3 doesn't support retrieving multiple ranges of data per GET request").
 * @throws S3Error InvalidRange when none of the bytes exist
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "");
  if (!match || header === undefined) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (start >= end) {
    throw new S3Error(
      "InvalidRange",
      { RangeRequested: header, ActualObjectSize: String(size) },
      { headers: { "content-range": `bytes */${size}` } },
    );
  }
  return { start, end };
}

/** `x-amz-copy-source-range`: both ends, and within the source. @throws S3Error InvalidArgument, InvalidRange */
export function parseCopyRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  if (!match || Number(match[1]) > Number(match[2])) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-copy-source-range", ArgumentValue: header },
      {
        message:
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      },
    );
  }
  if (Number(match[2]) >= size) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-copy-source-range", ArgumentValue: header },
      {
        message: `Range specified is not valid for source object of size: ${size}`,
      },
    );
  }
  return { start: Number(match[1]), end: Number(match[2]) + 1 };
}
