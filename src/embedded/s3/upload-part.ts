import { checksumElement, checksumHeader, DEFAULT_ALGORITHM } from "./checksum.ts";
import { requireCopySource } from "./copy-source.ts";
import { versionHeader } from "./find-version.ts";
import { hashBody } from "./hash-body.ts";
import { requireUpload } from "./multipart-upload.ts";
import { encryptionHeaders } from "./object-headers.ts";
import { requireUploadSize } from "./put-object.ts";
import { parseCopyRange } from "./range.ts";
import { openRequestBody } from "./request-body.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import type { Part, Upload } from "./upload-store.ts";
import { element, xmlDocument, xmlTime } from "./xml-writer.ts";

export const uploadPart: S3Operation = async (parts, request) => {
  const upload = requireUpload(parts, request);
  const number = parsePartNumber(request);
  const algorithm = upload.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const body = openRequestBody(request, parts.clock, { also: algorithm });
  requireUploadSize(body.statedSize);
  requireFittingChecksum(upload, body.algorithm);
  using pending = await parts.bodies.write(body.bytes);
  const { size, md5, checksums } = body.digests();
  storePart(parts, request, { number, file: pending.file, size, etag: md5, checksum: checksums.get(algorithm) ?? "" });
  pending.keep();
  const shown = body.algorithm ?? algorithm;
  return {
    status: 200,
    headers: {
      etag: `"${md5}"`,
      [checksumHeader(shown)]: checksums.get(shown) ?? "",
      ...encryptionHeaders(upload.headers),
    },
  };
};

export const uploadPartCopy: S3Operation = async (parts, request) => {
  const upload = requireUpload(parts, request);
  const number = parsePartNumber(request);
  const source = requireCopySource(parts, request);
  const range = parseCopyRange(request.headers.get("x-amz-copy-source-range"), source.version.size);
  requireUploadSize(range.end - range.start);
  const algorithm = upload.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  using reader = parts.bodies.read(parts.objects.segments(source.version.seq), range.start, range.end);
  const hashed = hashBody(reader, algorithm);
  using pending = await parts.bodies.write(hashed.bytes);
  const { md5: etag, checksum } = hashed.digests();
  const modified = storePart(parts, request, { number, file: pending.file, size: pending.size, etag, checksum });
  pending.keep();
  return xmlAnswer(
    xmlDocument(
      "CopyPartResult",
      element("LastModified", xmlTime(modified)),
      element("ETag", `"${etag}"`),
      upload.checksum ? element(checksumElement(algorithm), checksum) : "",
    ),
    {
      ...versionHeader(source.bucket, source.version.version, "x-amz-copy-source-version-id"),
      ...encryptionHeaders(upload.headers),
    },
  );
};

/** The upload may have been aborted or completed while the part arrived. */
function storePart(parts: S3Parts, request: S3Request, part: Omit<Part, "modified">): number {
  const modified = parts.clock.now();
  const freed = parts.database.transaction(() =>
    parts.uploads.putPart(requireUpload(parts, request), { ...part, modified }),
  );
  parts.bodies.remove(freed);
  return modified;
}

function requireFittingChecksum({ checksum }: Upload, stated: string | undefined): void {
  if (!checksum || stated === checksum.algorithm) return;
  if (stated === undefined && checksum.type === "FULL_OBJECT") return;
  throw new S3Error(
    "InvalidRequest",
    {},
    {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${stated?.toLowerCase() ?? "null"}`,
    },
  );
}

function parsePartNumber({ query }: S3Request): number {
  const text = query.get("partNumber") ?? "";
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 10_000) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "partNumber", ArgumentValue: text },
      {
        message: "Part number must be an integer between 1 and 10000, inclusive",
      },
    );
  }
  return Number(text);
}
