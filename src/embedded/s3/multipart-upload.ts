import { type Checksum, decideMultipartType, parseChecksumAlgorithm, parseChecksumHeaders } from "./checksum.ts";
import { encryptionHeaders, parseObjectHeaders } from "./object-headers.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { parseTagHeader } from "./tags.ts";
import type { Upload } from "./upload-store.ts";
import { element, xmlDocument } from "./xml-writer.ts";

export const createMultipartUpload: S3Operation = ({ ids, clock, ...parts }, request) => {
  const bucket = requireBucket(parts, request);
  const key = requireKey(request);
  const checksum = parseUploadChecksum(request);
  const headers = parseObjectHeaders(request.headers);
  const id = `${ids.uuid()}${ids.uuid()}`.replaceAll("-", "");
  parts.uploads.insert({
    id,
    bucket: bucket.name,
    key,
    created: clock.now(),
    headers,
    tags: parseTagHeader(request.headers.get("x-amz-tagging")),
    checksum,
  });
  return xmlAnswer(
    xmlDocument(
      "InitiateMultipartUploadResult",
      element("Bucket", bucket.name),
      element("Key", key),
      element("UploadId", id),
    ),
    {
      ...encryptionHeaders(headers),
      ...(checksum ? { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type } : {}),
    },
  );
};

function parseUploadChecksum({ headers }: S3Request): Omit<Checksum, "value"> | undefined {
  if (parseChecksumHeaders(headers)) {
    throw new S3Error(
      "InvalidRequest",
      {},
      { message: "A checksum value belongs to a part or to the completion, not to the start of a multipart upload." },
    );
  }
  const name = headers.get("x-amz-checksum-algorithm");
  const type = headers.get("x-amz-checksum-type");
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw new S3Error(
      "InvalidRequest",
      {},
      { message: "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header." },
    );
  }
  const algorithm = parseChecksumAlgorithm(name);
  return { algorithm, type: decideMultipartType(algorithm, type) };
}

export const abortMultipartUpload: S3Operation = (parts, request) => {
  const upload = requireUpload(parts, request);
  parts.bodies.remove(parts.uploads.delete(upload, parts.objects.isNamed));
  return { status: 204 };
};

/** @throws S3Error NoSuchUpload */
export function requireUpload(parts: Pick<S3Parts, "buckets" | "uploads">, request: S3Request): Upload {
  const bucket = requireBucket(parts, request);
  const id = request.query.get("uploadId") ?? "";
  const upload = parts.uploads.get(bucket.name, requireKey(request), id);
  if (!upload) throw new S3Error("NoSuchUpload", { UploadId: id });
  return upload;
}
