import { S3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** Query parameters that select a part of the API; `route` looks for one of them. Others are parameters of an operation. */
export const SUBRESOURCES: ReadonlySet<string> = new Set([
  "abac",
  "accelerate",
  "acl",
  "analytics",
  "append",
  "attributes",
  "cors",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metadataConfiguration",
  "metadataInventoryTable",
  "metadataJournalTable",
  "metadataTable",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "renameObject",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "session",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versioning",
  "versions",
  "website",
]);

/** Headers that ask for what is not done. The values given, where there are any, ask for nothing and are let through. */
const HEADERS: readonly (readonly [header: RegExp, harmless: ReadonlySet<string>])[] = [
  [/^x-amz-(?:copy-source-)?server-side-encryption-customer-/, new Set()],
  [/^x-amz-object-lock-/, new Set()],
  [/^x-amz-bucket-object-lock-enabled$/, new Set(["false", "False"])],
  [/^x-amz-bucket-namespace$/, new Set(["global"])],
  [/^x-amz-object-ownership$/, new Set(["BucketOwnerEnforced"])],
  [/^x-amz-write-offset-bytes$/, new Set()],
  [/^x-amz-rename-source/, new Set()],
  [/^x-amz-if-match-(?:last-modified-time|size)$/, new Set()],
  [/^x-amz-mfa$/, new Set()],
];

/** Canned ACLs that say what is so anyway: everything is its owner's. */
const HARMLESS_ACLS: ReadonlySet<string> = new Set(["private", "bucket-owner-full-control"]);

/** Nothing is accepted and then left undone. @throws S3Error NotImplemented, AccessControlListNotSupported */
export function refuseHeaders({ headers }: S3Request): void {
  for (const [name, value] of headers) {
    if (!name.startsWith("x-amz-")) continue;
    // As AWS answers in a bucket without ACLs, which every new bucket is.
    if (name.startsWith("x-amz-grant-") || (name === "x-amz-acl" && !HARMLESS_ACLS.has(value))) {
      throw new S3Error("AccessControlListNotSupported");
    }
    for (const [header, harmless] of HEADERS) {
      if (header.test(name) && !harmless.has(value)) {
        throw new S3Error(
          "NotImplemented",
          { Header: name },
          { message: `codebuild-local does not implement the header ${name}.` },
        );
      }
    }
  }
}

export function notImplemented(request: S3Request, subresource: string): S3Error {
  const level = request.key === undefined ? "a bucket" : "an object";
  const what = subresource === "" ? request.method : `${request.method} ?${subresource}`;
  return new S3Error(
    "NotImplemented",
    { Resource: request.resource },
    {
      message: `codebuild-local does not implement this part of S3: ${what} of ${level}.`,
    },
  );
}
