import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumElement,
  DEFAULT_ALGORITHM,
  parseChecksumAlgorithm,
} from "./checksum.ts";
import { requireCopySource } from "./copy-source.ts";
import { versionHeader } from "./find-version.ts";
import { hashBody } from "./hash-body.ts";
import { copiedHeaders, encryptionHeaders, parseObjectHeaders } from "./object-headers.ts";
import type { ObjectVersion } from "./object-store.ts";
import { LARGEST_UPLOAD, requireCurrent, storeVersion } from "./put-object.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation, S3Parts } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { parseTagHeader, type Tags } from "./tags.ts";
import { element, xmlDocument, xmlTime } from "./xml-writer.ts";

export const copyObject: S3Operation = async (parts, request) => {
  const bucket = requireBucket(parts, request);
  const key = requireKey(request);
  const source = requireCopySource(parts, request);
  requireChange(request, bucket.name, key, source.version);
  if (source.version.size > LARGEST_UPLOAD) {
    throw new S3Error(
      "InvalidRequest",
      {},
      {
        message: `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_UPLOAD}`,
      },
    );
  }
  requireCurrent(parts, request, bucket.name, key);
  const kept = { headers: chooseHeaders(request, source.version), tags: chooseTags(request, source.version) };
  const stated = request.headers.get("x-amz-checksum-algorithm");
  const algorithm =
    stated === undefined ? (source.version.checksum?.algorithm ?? DEFAULT_ALGORITHM) : parseChecksumAlgorithm(stated);
  const stored = await storeCopy(parts, request, key, source.version, algorithm, kept);
  return xmlAnswer(
    xmlDocument(
      "CopyObjectResult",
      element("LastModified", xmlTime(stored.modified)),
      element("ETag", `"${stored.etag}"`),
      element(checksumElement(stored.checksum.algorithm), stored.checksum.value),
      element("ChecksumType", stored.checksum.type),
    ),
    {
      ...versionHeader(stored.bucket, stored.version),
      ...versionHeader(source.bucket, source.version.version, "x-amz-copy-source-version-id"),
      ...encryptionHeaders(kept.headers),
    },
  );
};

/** Shares the file of an object in one piece whose checksum stays; others are read and written anew, as one piece. */
async function storeCopy(
  parts: S3Parts,
  request: S3Request,
  key: string,
  source: ObjectVersion,
  algorithm: ChecksumAlgorithm,
  kept: { readonly headers: Readonly<Record<string, string>>; readonly tags: Tags },
): Promise<ReturnType<typeof storeVersion> & { readonly etag: string; readonly checksum: Checksum }> {
  const segments = parts.objects.segments(source.seq);
  if (source.parts === 0 && source.checksum?.algorithm === algorithm) {
    const { size, etag, checksum } = source;
    return {
      ...storeVersion(parts, request, { key, size, etag, checksum, parts: 0, ...kept }, segments),
      etag,
      checksum,
    };
  }
  using reader = parts.bodies.read(segments, 0, source.size);
  const hashed = hashBody(reader, algorithm);
  using pending = await parts.bodies.write(hashed.bytes);
  const { md5: etag, checksum: value } = hashed.digests();
  const checksum: Checksum = { algorithm, type: "FULL_OBJECT", value };
  const piece = { file: pending.file, size: pending.size, checksum: undefined };
  const stored = storeVersion(parts, request, { key, size: pending.size, etag, checksum, parts: 0, ...kept }, [piece]);
  pending.keep();
  return { ...stored, etag, checksum };
}

function chooseHeaders(request: S3Request, source: ObjectVersion): Record<string, string> {
  const stated = parseObjectHeaders(request.headers);
  if (parseDirective(request, "x-amz-metadata-directive") === "REPLACE") return stated;
  return { ...copiedHeaders(stated, "own"), ...copiedHeaders(source.headers, "copied") };
}

function chooseTags(request: S3Request, source: ObjectVersion): Tags {
  const replace = parseDirective(request, "x-amz-tagging-directive") === "REPLACE";
  return replace ? parseTagHeader(request.headers.get("x-amz-tagging")) : source.tags;
}

function parseDirective(request: S3Request, name: string): "COPY" | "REPLACE" {
  const directive = request.headers.get(name) ?? "COPY";
  if (directive !== "COPY" && directive !== "REPLACE") {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: name, ArgumentValue: directive },
      { message: `Unknown ${name.slice("x-amz-".length)}.` },
    );
  }
  return directive;
}

function requireChange(request: S3Request, bucket: string, key: string, source: ObjectVersion): void {
  if (source.bucket !== bucket || source.key !== key || !source.latest) return;
  const changes = [
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
    "x-amz-server-side-encryption",
    "x-amz-checksum-algorithm",
  ];
  if (
    request.headers.get("x-amz-metadata-directive") === "REPLACE" ||
    changes.some((name) => request.headers.has(name))
  )
    return;
  throw new S3Error(
    "InvalidRequest",
    {},
    {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    },
  );
}
