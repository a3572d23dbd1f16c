import type { Bucket } from "./bucket-store.ts";
import { type Checksum, checksumHeader, toChecksumHeaders } from "./checksum.ts";
import { applyReadConditions } from "./conditions.ts";
import { requireVersion, versionHeader } from "./find-version.ts";
import { parseResponseOverrides } from "./object-headers.ts";
import type { ObjectSegment, ObjectVersion } from "./object-store.ts";
import { type ByteRange, parseRange } from "./range.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import type { S3Answer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";

/** GetObject, and HeadObject, which is the same without the bytes. */
export const getObject: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const version = requireVersion(parts.objects, bucket, requireKey(request), request.query.get("versionId"));
  const common = { etag: `"${version.etag}"`, "last-modified": new Date(version.modified).toUTCString() };
  if (applyReadConditions(request.headers, version) === "not-modified") {
    return { status: 304, headers: { ...common, ...versionHeader(bucket, version.version) } };
  }
  const segments = parts.objects.segments(version.seq);
  const { range, partial, headers } = decideRange(request, version, segments);
  return {
    status: partial ? 206 : 200,
    headers: {
      ...version.headers,
      ...parseResponseOverrides(request.query),
      ...common,
      ...headers,
      ...otherHeaders(bucket, version),
      "accept-ranges": "bytes",
      "content-length": String(range.end - range.start),
    },
    ...openBody(parts, request, segments, range),
  };
};

function openBody(
  { bodies }: S3Parts,
  request: S3Request,
  segments: readonly ObjectSegment[],
  { start, end }: ByteRange,
): Pick<S3Answer, "body"> {
  if (request.method === "HEAD") return {};
  return {
    body: bodies.readSmall(segments, start, end) ?? { size: end - start, reader: bodies.read(segments, start, end) },
  };
}

interface Choice {
  readonly range: ByteRange;
  readonly partial: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

function decideRange(request: S3Request, version: ObjectVersion, segments: readonly ObjectSegment[]): Choice {
  const wantsChecksum = request.headers.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  const part = request.query.get("partNumber");
  const header = request.headers.get("range");
  if (part !== undefined) {
    if (header !== undefined) {
      throw new S3Error(
        "InvalidRequest",
        {},
        { message: "Cannot specify both Range header and partNumber query parameter" },
      );
    }
    return decidePart(part, version, segments, wantsChecksum);
  }
  const range = parseRange(header, version.size);
  if (range) return { range, partial: true, headers: contentRange(range, version.size) };
  return {
    range: { start: 0, end: version.size },
    partial: false,
    // Of a part of the bytes there is no checksum.
    headers: wantsChecksum ? toChecksumHeaders(version.checksum) : {},
  };
}

function decidePart(
  text: string,
  version: ObjectVersion,
  segments: readonly ObjectSegment[],
  wantsChecksum: boolean,
): Choice {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 10_000) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "partNumber", ArgumentValue: text },
      {
        message: "Part number must be an integer between 1 and 10000, inclusive",
      },
    );
  }
  const index = Number(text) - 1;
  const segment = segments[index];
  if (!segment)
    throw new S3Error("InvalidPartNumber", {
      PartNumberRequested: text,
      ActualPartCount: String(Math.max(version.parts, 1)),
    });
  const start = segments.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  const range = { start, end: start + segment.size };
  return {
    range,
    partial: true,
    headers: {
      ...(range.end > range.start ? contentRange(range, version.size) : {}),
      ...(version.parts > 0 ? { "x-amz-mp-parts-count": String(version.parts) } : {}),
      ...(wantsChecksum ? partChecksum(version.checksum, segment, version.parts) : {}),
    },
  };
}

function partChecksum(checksum: Checksum | undefined, segment: ObjectSegment, parts: number): Record<string, string> {
  if (parts === 0) return toChecksumHeaders(checksum);
  if (!checksum || segment.checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: segment.checksum, "x-amz-checksum-type": checksum.type };
}

function contentRange({ start, end }: ByteRange, size: number): Record<string, string> {
  return { "content-range": `bytes ${start}-${end - 1}/${size}` };
}

function otherHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return {
    ...versionHeader(bucket, version.version),
    ...(version.tags.length > 0 ? { "x-amz-tagging-count": String(version.tags.length) } : {}),
  };
}
