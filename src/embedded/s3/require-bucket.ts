import type { Bucket, BucketStore } from "./bucket-store.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** "Bucket naming rules": general purpose buckets. */
const NAME = /^(?!\d{1,3}(?:\.\d{1,3}){3}$)(?!xn--|sthree-|amzn-s3-demo-)[a-z\d](?:[a-z\d-]|\.(?!\.)){1,61}[a-z\d]$/;
const RESERVED_END = /(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

export function requireBucketName(request: S3Request): string {
  const name = request.bucket ?? "";
  if (!NAME.test(name) || RESERVED_END.test(name)) throw new S3Error("InvalidBucketName", { BucketName: name });
  return name;
}

/** The bucket of the request. @throws S3Error InvalidBucketName, NoSuchBucket, AccessDenied for another account's */
export function requireBucket({ buckets }: { buckets: BucketStore }, request: S3Request): Bucket {
  const name = requireBucketName(request);
  return requireOwnBucket(buckets, name, request.account, request.headers.get("x-amz-expected-bucket-owner"));
}

export function requireOwnBucket(
  buckets: BucketStore,
  name: string,
  account: string,
  expectedOwner: string | undefined,
): Bucket {
  const bucket = buckets.get(name);
  if (!bucket) throw new S3Error("NoSuchBucket", { BucketName: name });
  if (bucket.account !== account || (expectedOwner !== undefined && expectedOwner !== bucket.account))
    throw new S3Error("AccessDenied");
  return bucket;
}

export function requireKey(request: S3Request): string {
  if (request.key === undefined)
    throw new S3Error("MethodNotAllowed", { Method: request.method, ResourceType: "BUCKET" });
  return request.key;
}
