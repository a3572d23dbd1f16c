import type { BucketOwnerAccess } from "../../generated/codebuild/types.ts";

/** The canned ACL that gives a bucket's owner the access to an object of another account (API reference, `bucketOwnerAccess`), as a member of PutObject's. */
export function toBucketOwnerAcl(access: BucketOwnerAccess | undefined): {
  readonly ACL?: "bucket-owner-read" | "bucket-owner-full-control";
} {
  switch (access) {
    case "READ_ONLY":
      return { ACL: "bucket-owner-read" };
    case "FULL":
      return { ACL: "bucket-owner-full-control" };
    case "NONE":
    case undefined:
      return {};
  }
}
