import { owner } from "./bucket-operations.ts";
import { requireVersionId } from "./find-version.ts";
import { type ListParameters, parseCount, parseListParameters } from "./list-parameters.ts";
import { foldListing, type ListingPage } from "./listing.ts";
import { storageClassOf } from "./object-headers.ts";
import type { ListingPlace, ObjectVersion } from "./object-store.ts";
import { requireBucket } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { element, group, xmlDocument, xmlTime } from "./xml-writer.ts";

const MOST_KEYS = 1000;

/** ListObjects, the first version. */
export const listObjects: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const parameters = parseListParameters(request);
  const marker = request.query.get("marker") ?? "";
  const maxKeys = parseMaxKeys(request);
  const page = listPage(
    parts,
    bucket.name,
    parameters,
    maxKeys,
    marker === "" ? undefined : { key: marker, seq: 0 },
    true,
  );
  const { encode } = parameters;
  return xmlAnswer(
    xmlDocument(
      "ListBucketResult",
      element("Name", bucket.name),
      element("Prefix", encode(parameters.prefix)),
      element("Marker", encode(marker)),
      // Without a delimiter the last key is the next marker, and S3 does not say it.
      page.truncated && parameters.delimiter !== undefined ? element("NextMarker", encode(keyOf(page.last))) : "",
      ...commonElements(page, parameters, maxKeys),
      ...page.items.map((item) => contents(item, encode, owner(bucket.account))),
      ...prefixElements(page, encode),
    ),
  );
};

export const listObjectsV2: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const parameters = parseListParameters(request);
  const startAfter = request.query.get("start-after");
  const token = request.query.get("continuation-token");
  const after = token === undefined ? startAfter : parseToken(token);
  const maxKeys = parseMaxKeys(request);
  const page = listPage(
    parts,
    bucket.name,
    parameters,
    maxKeys,
    after === undefined || after === "" ? undefined : { key: after, seq: 0 },
    true,
  );
  const { encode } = parameters;
  const ownerXml = request.query.get("fetch-owner") === "true" ? owner(bucket.account) : "";
  return xmlAnswer(
    xmlDocument(
      "ListBucketResult",
      element("Name", bucket.name),
      element("Prefix", encode(parameters.prefix)),
      startAfter === undefined ? "" : element("StartAfter", encode(startAfter)),
      element("ContinuationToken", token),
      page.truncated ? element("NextContinuationToken", toToken(keyOf(page.last))) : "",
      element("KeyCount", page.items.length + page.commonPrefixes.length),
      ...commonElements(page, parameters, maxKeys),
      ...page.items.map((item) => contents(item, encode, ownerXml)),
      ...prefixElements(page, encode),
    ),
  );
};

export const listObjectVersions: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const parameters = parseListParameters(request);
  const keyMarker = request.query.get("key-marker") ?? "";
  const versionMarker = request.query.get("version-id-marker");
  const maxKeys = parseMaxKeys(request);
  const after = toPlace(parts, bucket.name, keyMarker, versionMarker);
  const page = listPage(parts, bucket.name, parameters, maxKeys, after, false);
  const { encode } = parameters;
  const { last } = page;
  return xmlAnswer(
    xmlDocument(
      "ListVersionsResult",
      element("Name", bucket.name),
      element("Prefix", encode(parameters.prefix)),
      element("KeyMarker", encode(keyMarker)),
      element("VersionIdMarker", versionMarker ?? ""),
      page.truncated ? element("NextKeyMarker", encode(keyOf(last))) : "",
      page.truncated && typeof last === "object" ? element("NextVersionIdMarker", last.version) : "",
      ...commonElements(page, parameters, maxKeys),
      ...page.items.map((item) =>
        group(
          item.marker ? "DeleteMarker" : "Version",
          element("Key", encode(item.key)),
          element("VersionId", item.version),
          element("IsLatest", item.latest),
          element("LastModified", xmlTime(item.modified)),
          item.marker ? "" : contentElements(item),
          owner(bucket.account),
        ),
      ),
      ...prefixElements(page, encode),
    ),
  );
};

function listPage(
  { objects }: S3Parts,
  bucket: string,
  { prefix, delimiter }: ListParameters,
  limit: number,
  after: ListingPlace | undefined,
  current: boolean,
): ListingPage<ObjectVersion> {
  return foldListing({
    prefix,
    delimiter,
    limit,
    after,
    beforeAll: Number.MAX_SAFE_INTEGER,
    afterAll: 0,
    fetch: (place, count) => objects.list(bucket, place, count, current),
  });
}

function toPlace(
  { objects }: S3Parts,
  bucket: string,
  key: string,
  versionId: string | undefined,
): ListingPlace | undefined {
  if (versionId !== undefined && versionId !== "") {
    if (key === "") {
      throw new S3Error(
        "InvalidArgument",
        { ArgumentName: "version-id-marker", ArgumentValue: versionId },
        {
          message: "A version-id marker cannot be specified without a key marker.",
        },
      );
    }
    // A marker that was deleted since: the listing goes on with the next key, so it may leave out older versions of this one.
    return { key, seq: objects.version(bucket, key, requireVersionId(versionId))?.seq ?? 0 };
  }
  return key === "" ? undefined : { key, seq: 0 };
}

function commonElements(page: ListingPage<unknown>, parameters: ListParameters, maxKeys: number): string[] {
  return [
    element("MaxKeys", maxKeys),
    parameters.delimiter === undefined ? "" : element("Delimiter", parameters.encode(parameters.delimiter)),
    element("EncodingType", parameters.encodingType),
    element("IsTruncated", page.truncated),
  ];
}

function contents(item: ObjectVersion, encode: (text: string) => string, ownerXml: string): string {
  return group(
    "Contents",
    element("Key", encode(item.key)),
    element("LastModified", xmlTime(item.modified)),
    contentElements(item),
    ownerXml,
  );
}

function contentElements(item: ObjectVersion): string {
  return [
    element("ETag", `"${item.etag}"`),
    item.checksum
      ? element("ChecksumAlgorithm", item.checksum.algorithm) + element("ChecksumType", item.checksum.type)
      : "",
    element("Size", item.size),
    element("StorageClass", storageClassOf(item.headers)),
  ].join("");
}

function prefixElements({ commonPrefixes }: ListingPage<unknown>, encode: (text: string) => string): string[] {
  return commonPrefixes.map((prefix) => group("CommonPrefixes", element("Prefix", encode(prefix))));
}

function parseMaxKeys({ query }: S3Request): number {
  return parseCount(query.get("max-keys"), "max-keys", MOST_KEYS, MOST_KEYS);
}

function keyOf(last: ObjectVersion | string | undefined): string {
  return typeof last === "object" ? last.key : (last ?? "");
}

function toToken(key: string): string {
  return `1${Buffer.from(key).toString("base64url")}`;
}

function parseToken(token: string): string {
  const key = Buffer.from(token.slice(1), "base64url").toString();
  if (toToken(key) !== token) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "continuation-token" },
      { message: "The continuation token provided is incorrect" },
    );
  }
  return key;
}
