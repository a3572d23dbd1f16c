import type { Bucket } from "./bucket-store.ts";
import { type Checksum, DEFAULT_ALGORITHM, toChecksumHeaders } from "./checksum.ts";
import { requireWriteConditions } from "./conditions.ts";
import { versionHeader } from "./find-version.ts";
import { encryptionHeaders, parseObjectHeaders } from "./object-headers.ts";
import type { NewVersion, ObjectSegment } from "./object-store.ts";
import { openRequestBody } from "./request-body.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { parseTagHeader } from "./tags.ts";

/** 5 GiB: the most that one request may upload. */
export const LARGEST_UPLOAD = 5 * 1024 ** 3;

export const putObject: S3Operation = async (parts, request) => {
  const bucket = requireBucket(parts, request);
  const key = requireKey(request);
  if (request.query.has("versionId")) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "versionId" },
      { message: "This operation does not accept a version-id." },
    );
  }
  const headers = parseObjectHeaders(request.headers);
  const tags = parseTagHeader(request.headers.get("x-amz-tagging"));
  const body = openRequestBody(request, parts.clock, { otherwise: DEFAULT_ALGORITHM });
  requireUploadSize(body.statedSize);
  requireCurrent(parts, request, bucket.name, key);
  using pending = await parts.bodies.write(body.bytes);
  const { size, md5, checksums } = body.digests();
  const checksum = toChecksum(checksums);
  const stored = storeVersion(parts, request, { key, size, etag: md5, headers, tags, checksum, parts: 0 }, [
    { file: pending.file, size, checksum: undefined },
  ]);
  pending.keep();
  return {
    status: 200,
    headers: {
      etag: `"${md5}"`,
      ...toChecksumHeaders(checksum),
      ...encryptionHeaders(headers),
      ...versionHeader(stored.bucket, stored.version),
    },
  };
};

export function requireUploadSize(size: number): void {
  if (size > LARGEST_UPLOAD) {
    throw new S3Error("EntityTooLarge", { ProposedSize: String(size), MaxSizeAllowed: String(LARGEST_UPLOAD) });
  }
}

/** Holds the conditions of a write against what is there now. */
export function requireCurrent(
  { objects }: Pick<S3Parts, "objects">,
  request: S3Request,
  bucket: string,
  key: string,
): void {
  if (!request.headers.has("if-match") && !request.headers.has("if-none-match")) return;
  const latest = objects.latest(bucket, key);
  requireWriteConditions(request.headers, latest?.marker ? undefined : latest, key);
}

/**
 * Makes the rows of a new object in one transaction with everything that it depends on: the bucket may have gone, or
 * another writer may have come first, while the body arrived. `alsoWrite` runs in the same transaction and returns files
 * that it freed.
 */
export function storeVersion(
  parts: Pick<S3Parts, "buckets" | "objects" | "bodies" | "database" | "clock" | "ids">,
  request: S3Request,
  object: Omit<NewVersion, "bucket" | "version" | "modified" | "marker">,
  segments: readonly ObjectSegment[],
  alsoWrite: () => readonly string[] = () => [],
): { readonly bucket: Bucket; readonly version: string; readonly modified: number } {
  const modified = parts.clock.now();
  const { files, ...stored } = parts.database.transaction(() => {
    const bucket = requireBucket(parts, request);
    requireCurrent(parts, request, bucket.name, object.key);
    const version = newVersionId(parts, bucket);
    const freed = parts.objects.put({ ...object, bucket: bucket.name, version, modified, marker: false }, segments);
    return { bucket, version, modified, files: [...freed, ...alsoWrite()] };
  });
  parts.bodies.remove(files);
  return stored;
}

/** What a write in this bucket is called. */
export function newVersionId({ ids }: Pick<S3Parts, "ids">, bucket: Bucket): string {
  return bucket.versioning === "Enabled" ? ids.uuid().replaceAll("-", "") : "null";
}

/** The checksum of bytes that were uploaded or copied in one piece. */
export function toChecksum(checksums: ReadonlyMap<Checksum["algorithm"], string>): Checksum | undefined {
  for (const [algorithm, value] of checksums) return { algorithm, type: "FULL_OBJECT", value };
  return undefined;
}
