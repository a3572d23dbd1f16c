import { requireBucket } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error, type S3ErrorCode } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";
import { element, group, xmlDocument } from "./xml-writer.ts";

/**
 * What clients that compare a whole bucket (Terraform) read of settings that cannot be made here: that there are none.
 * Making one is refused, so this is always true.
 */
const MISSING: Readonly<Record<string, S3ErrorCode>> = {
  cors: "NoSuchCORSConfiguration",
  encryption: "ServerSideEncryptionConfigurationNotFoundError",
  lifecycle: "NoSuchLifecycleConfiguration",
  "object-lock": "ObjectLockConfigurationNotFoundError",
  policy: "NoSuchBucketPolicy",
  publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
  replication: "ReplicationConfigurationNotFoundError",
  website: "NoSuchWebsiteConfiguration",
};

const DEFAULTS: Readonly<Record<string, string>> = {
  accelerate: xmlDocument("AccelerateConfiguration"),
  logging: xmlDocument("BucketLoggingStatus"),
  notification: xmlDocument("NotificationConfiguration"),
  ownershipControls: xmlDocument("OwnershipControls", group("Rule", element("ObjectOwnership", "BucketOwnerEnforced"))),
  requestPayment: xmlDocument("RequestPaymentConfiguration", element("Payer", "BucketOwner")),
};

/** The reads of bucket settings that have one fixed answer, by subresource. */
export const notConfigured: Readonly<Record<string, S3Operation>> = Object.fromEntries([
  ...Object.entries(MISSING).map(([name, code]): [string, S3Operation] => [
    name,
    (parts, request) => {
      throw new S3Error(code, { BucketName: requireBucket(parts, request).name });
    },
  ]),
  ...Object.entries(DEFAULTS).map(([name, document]): [string, S3Operation] => [
    name,
    (parts, request) => {
      requireBucket(parts, request);
      return xmlAnswer(document);
    },
  ]),
]);
