import type { Bucket } from "./bucket-store.ts";
import { applyReadConditions } from "./conditions.ts";
import { requireVersion } from "./find-version.ts";
import type { ObjectVersion } from "./object-store.ts";
import { requireOwnBucket } from "./require-bucket.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";

/** The object that `x-amz-copy-source` names, its conditions held. @throws S3Error */
export function requireCopySource(
  { buckets, objects }: Pick<S3Parts, "buckets" | "objects">,
  request: S3Request,
): { readonly bucket: Bucket; readonly version: ObjectVersion } {
  const { bucketName, key, versionId } = parseCopySource(request.headers.get("x-amz-copy-source") ?? "");
  const bucket = requireOwnBucket(
    buckets,
    bucketName,
    request.account,
    request.headers.get("x-amz-source-expected-bucket-owner"),
  );
  const version = requireVersion(objects, bucket, key, versionId);
  applyReadConditions(request.headers, version, "x-amz-copy-source-");
  return { bucket, version };
}

/** `[/]bucket/key[?versionId=id]`, percent-encoded. */
function parseCopySource(header: string): { bucketName: string; key: string; versionId: string | undefined } {
  const [, path = "", versionId] = /^([^]*?)(?:\?versionId=([^&?]*))?$/.exec(header) ?? [];
  const decoded = decode(path.replace(/^\//, ""));
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-copy-source", ArgumentValue: header },
      {
        message: "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      },
    );
  }
  return {
    bucketName: decoded.slice(0, slash),
    key: decoded.slice(slash + 1),
    versionId: versionId === undefined ? undefined : decode(versionId),
  };
}

function decode(text: string): string {
  // A header that was not percent-encoded holds the UTF-8 bytes themselves, one character each.
  const bytes = Buffer.from(text, "latin1").toString("utf8");
  try {
    return decodeURIComponent(bytes);
  } catch (cause) {
    const refused = new S3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-copy-source", ArgumentValue: text },
      { message: "Invalid copy source encoding." },
    );
    throw Object.assign(refused, { cause });
  }
}
