import { ownerAcl } from "./bucket-operations.ts";
import { requireVersion } from "./find-version.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";

/** ACLs are off in every bucket ("Controlling ownership of objects and disabling ACLs": the default since April 2023). */
export const getBucketAcl: S3Operation = (parts, request) => xmlAnswer(ownerAcl(requireBucket(parts, request).account));

export const getObjectAcl: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  requireVersion(parts.objects, bucket, requireKey(request), request.query.get("versionId"));
  return xmlAnswer(ownerAcl(bucket.account));
};

/** PutBucketAcl, PutObjectAcl: a canned ACL that changes nothing is taken, everything else was refused by its header. */
export const putAcl: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  if (request.key !== undefined) requireVersion(parts.objects, bucket, request.key, request.query.get("versionId"));
  if (!request.headers.has("x-amz-acl")) throw new S3Error("AccessControlListNotSupported");
  return { status: 200 };
};
