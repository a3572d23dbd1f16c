import { requireVersion, versionHeader } from "./find-version.ts";
import type { Bucket } from "./bucket-store.ts";
import type { ObjectVersion } from "./object-store.ts";
import { openRequestBody, readDocument } from "./request-body.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { MOST_OBJECT_TAGS, parseTagDocument, toTagDocument } from "./tags.ts";

const LONGEST_DOCUMENT = 64 * 1024;

export const getObjectTagging: S3Operation = (parts, request) => {
  const { bucket, version } = find(parts, request);
  return xmlAnswer(toTagDocument(version.tags), versionHeader(bucket, version.version));
};

export const putObjectTagging: S3Operation = async (parts, request) => {
  requireBucket(parts, request);
  const text = await readDocument(openRequestBody(request, parts.clock), LONGEST_DOCUMENT);
  const { bucket, version } = find(parts, request);
  parts.objects.setTags(version.seq, parseTagDocument(text, MOST_OBJECT_TAGS));
  return { status: 200, headers: versionHeader(bucket, version.version) };
};

export const deleteObjectTagging: S3Operation = (parts, request) => {
  const { bucket, version } = find(parts, request);
  parts.objects.setTags(version.seq, []);
  return { status: 204, headers: versionHeader(bucket, version.version) };
};

function find(parts: S3Parts, request: S3Request): { bucket: Bucket; version: ObjectVersion } {
  const bucket = requireBucket(parts, request);
  return {
    bucket,
    version: requireVersion(parts.objects, bucket, requireKey(request), request.query.get("versionId")),
  };
}
