import { type Checksum, checksumElement } from "./checksum.ts";
import { requireVersion, versionHeader } from "./find-version.ts";
import { parseCount } from "./list-parameters.ts";
import { storageClassOf } from "./object-headers.ts";
import type { ObjectSegment } from "./object-store.ts";
import { requireBucket, requireKey } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";
import { element, group, xmlDocument } from "./xml-writer.ts";

const ATTRIBUTES: ReadonlySet<string> = new Set(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]);

export const getObjectAttributes: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const version = requireVersion(parts.objects, bucket, requireKey(request), request.query.get("versionId"));
  const asked = (request.headers.get("x-amz-object-attributes") ?? "").split(",").map((name) => name.trim());
  if (!asked.every((name) => ATTRIBUTES.has(name))) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-object-attributes" },
      { message: "Invalid attribute name specified." },
    );
  }
  const show = (name: string, xml: () => string): string => (asked.includes(name) ? xml() : "");
  return xmlAnswer(
    xmlDocument(
      "GetObjectAttributesResponse",
      show("ETag", () => element("ETag", version.etag)),
      show("Checksum", () => checksumGroup(version.checksum)),
      show("ObjectParts", () =>
        version.parts === 0
          ? ""
          : partsGroup(parts.objects.segments(version.seq), version.checksum, {
              marker: parseCount(
                request.headers.get("x-amz-part-number-marker"),
                "x-amz-part-number-marker",
                0,
                10_000,
              ),
              most: parseCount(request.headers.get("x-amz-max-parts"), "x-amz-max-parts", 1000, 1000),
            }),
      ),
      show("StorageClass", () => element("StorageClass", storageClassOf(version.headers))),
      show("ObjectSize", () => element("ObjectSize", version.size)),
    ),
    { "last-modified": new Date(version.modified).toUTCString(), ...versionHeader(bucket, version.version) },
  );
};

function checksumGroup(checksum: Checksum | undefined): string {
  if (!checksum) return "";
  // Here S3 shows a composite checksum without the number of parts.
  const value = checksum.value.replace(/-\d+$/, "");
  return group("Checksum", element(checksumElement(checksum.algorithm), value), element("ChecksumType", checksum.type));
}

function partsGroup(
  segments: readonly ObjectSegment[],
  checksum: Checksum | undefined,
  { marker, most }: { marker: number; most: number },
): string {
  // Parts are listed only where each has a checksum of its own that clients can use.
  const listed = checksum?.type === "COMPOSITE" ? segments.slice(marker, marker + most) : [];
  const truncated = checksum?.type === "COMPOSITE" && marker + listed.length < segments.length;
  return group(
    "ObjectParts",
    element("PartsCount", segments.length),
    element("PartNumberMarker", marker),
    element("NextPartNumberMarker", marker + listed.length),
    element("MaxParts", most),
    element("IsTruncated", truncated),
    ...listed.map((segment, index) =>
      group(
        "Part",
        element("PartNumber", marker + index + 1),
        element("Size", segment.size),
        checksum ? element(checksumElement(checksum.algorithm), segment.checksum) : "",
      ),
    ),
  );
}
