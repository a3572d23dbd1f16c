import type { Bucket } from "./bucket-store.ts";
import type { ObjectStore, ObjectVersion } from "./object-store.ts";
import { S3Error } from "./s3-error.ts";

/** What `versionId` may look like: those that we give out. */
const VERSION_ID = /^(?:null|[\da-f]{32})$/;

export function requireVersionId(versionId: string): string {
  if (!VERSION_ID.test(versionId)) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "versionId", ArgumentValue: versionId },
      {
        message: versionId === "" ? "Version id cannot be the empty string" : "Invalid version id specified",
      },
    );
  }
  return versionId;
}

/** The version asked for, or the latest. @throws S3Error NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker) */
export function requireVersion(
  objects: ObjectStore,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): ObjectVersion {
  if (versionId === undefined) {
    const latest = objects.latest(bucket.name, key);
    if (latest && !latest.marker) return latest;
    const headers: Record<string, string> = latest
      ? { "x-amz-delete-marker": "true", ...versionHeader(bucket, latest.version) }
      : {};
    throw new S3Error("NoSuchKey", { Key: key }, { headers });
  }
  const version = objects.version(bucket.name, key, requireVersionId(versionId));
  if (!version) throw new S3Error("NoSuchVersion", { Key: key, VersionId: versionId });
  if (version.marker) {
    throw new S3Error(
      "MethodNotAllowed",
      { Method: "GET", ResourceType: "DeleteMarker" },
      {
        headers: {
          allow: "DELETE",
          "x-amz-delete-marker": "true",
          "last-modified": new Date(version.modified).toUTCString(),
          ...versionHeader(bucket, version.version),
        },
      },
    );
  }
  return version;
}

/** Buckets that never had versioning do not speak of versions. */
export function versionHeader(bucket: Bucket, version: string, name = "x-amz-version-id"): Record<string, string> {
  return bucket.versioning === "" ? {} : { [name]: version };
}
