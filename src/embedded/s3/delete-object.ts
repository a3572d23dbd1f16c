import type { Bucket } from "./bucket-store.ts";
import { requireWriteConditions } from "./conditions.ts";
import { newVersionId } from "./put-object.ts";
import { requireVersionId, versionHeader } from "./find-version.ts";
import { openRequestBody, readDocument } from "./request-body.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import { allowChildren, childText, malformed, parseXml, type XmlElement } from "./xml-reader.ts";
import { element, group, xmlDocument } from "./xml-writer.ts";

const MOST_DELETED = 1000;
/** A thousand keys of 1,024 bytes, some of them escaped. */
const LONGEST_DOCUMENT = 2 * 1024 * 1024;

export const deleteObject: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const done = parts.database.transaction(() =>
    remove(parts, bucket, requireKey(request), request.query.get("versionId"), request.headers),
  );
  parts.bodies.remove(done.files);
  return {
    status: 204,
    headers: {
      ...(done.marker ? { "x-amz-delete-marker": "true" } : {}),
      ...(done.version === undefined ? {} : versionHeader(bucket, done.version)),
    },
  };
};

interface Removal {
  /** Whether a delete marker was made, or was what was deleted. */
  readonly marker: boolean;
  readonly version: string | undefined;
  readonly files: readonly string[];
}

/** "Deleting object versions from a versioning-enabled bucket", "... from a versioning-suspended bucket". */
function remove(
  parts: Pick<S3Parts, "objects" | "clock" | "ids">,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  conditions: ReadonlyMap<string, string>,
): Removal {
  const { objects } = parts;
  const latest = objects.latest(bucket.name, key);
  const target = versionId === undefined ? latest : objects.version(bucket.name, key, requireVersionId(versionId));
  if (conditions.has("if-match")) requireWriteConditions(conditions, target?.marker ? undefined : target, key);
  if (versionId !== undefined) {
    return { marker: target?.marker ?? false, version: versionId, files: target ? objects.delete(target) : [] };
  }
  if (bucket.versioning === "")
    return { marker: false, version: undefined, files: latest ? objects.delete(latest) : [] };
  const version = newVersionId(parts, bucket);
  const files = objects.put(
    {
      bucket: bucket.name,
      key,
      version,
      marker: true,
      size: 0,
      etag: "",
      modified: parts.clock.now(),
      headers: {},
      tags: [],
      checksum: undefined,
      parts: 0,
    },
    [],
  );
  return { marker: true, version, files };
}

/** DeleteObjects: each key succeeds or fails by itself. */
export const deleteObjects: S3Operation = async (parts, request) => {
  requireBucket(parts, request);
  const body = openRequestBody(request, parts.clock);
  if (!body.hasIntegrityCheck) {
    throw new S3Error(
      "InvalidRequest",
      {},
      { message: "Missing required header for this request: Content-MD5 OR x-amz-checksum-*" },
    );
  }
  const { targets, quiet } = parseDelete(await readDocument(body, LONGEST_DOCUMENT));
  const { results, files } = parts.database.transaction(() => {
    const bucket = requireBucket(parts, request);
    const freed: string[] = [];
    const xml = targets.map((target) => {
      try {
        const conditions = new Map(target.etag === undefined ? [] : [["if-match", target.etag]]);
        const done = remove(parts, bucket, target.key, target.versionId, conditions);
        freed.push(...done.files);
        return quiet ? "" : toDeleted(bucket, target, done);
      } catch (error) {
        if (!(error instanceof S3Error)) throw error;
        return toFailed(target, error);
      }
    });
    return { results: xml, files: freed };
  });
  parts.bodies.remove(files);
  return xmlAnswer(xmlDocument("DeleteResult", ...results));
};

interface Target {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string | undefined;
}

function parseDelete(text: string): { targets: readonly Target[]; quiet: boolean } {
  const root = parseXml(text, "Delete");
  allowChildren(root, ["Object", "Quiet"]);
  const targets = root.children.filter((child) => child.name === "Object").map(toTarget);
  if (targets.length === 0 || targets.length > MOST_DELETED) throw malformed();
  return { targets, quiet: childText(root, "Quiet")?.trim() === "true" };
}

function toTarget(object: XmlElement): Target {
  const refused = object.children.find((child) => child.name === "LastModifiedTime" || child.name === "Size");
  if (refused) {
    // Conditions of directory buckets only.
    throw new S3Error(
      "NotImplemented",
      {},
      { message: `codebuild-local does not implement ${refused.name} in DeleteObjects.` },
    );
  }
  allowChildren(object, ["Key", "VersionId", "ETag"]);
  const key = childText(object, "Key");
  if (key === undefined || key === "") throw malformed();
  const versionId = childText(object, "VersionId");
  return { key, versionId: versionId === "" ? undefined : versionId, etag: childText(object, "ETag") };
}

function toDeleted(bucket: Bucket, target: Target, done: Removal): string {
  return group(
    "Deleted",
    element("Key", target.key),
    element("VersionId", target.versionId),
    done.marker ? element("DeleteMarker", true) : "",
    done.marker && bucket.versioning !== "" ? element("DeleteMarkerVersionId", done.version) : "",
  );
}

function toFailed(target: Target, error: S3Error): string {
  return group(
    "Error",
    element("Key", target.key),
    element("VersionId", target.versionId),
    element("Code", error.code),
    element("Message", error.message),
  );
}
