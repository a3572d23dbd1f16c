import { owner } from "./bucket-operations.ts";
import { checksumElement } from "./checksum.ts";
import { parseCount, parseListParameters } from "./list-parameters.ts";
import { foldListing } from "./listing.ts";
import { requireUpload } from "./multipart-upload.ts";
import { storageClassOf } from "./object-headers.ts";
import { requireBucket } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import type { S3Operation } from "./s3-parts.ts";
import { element, group, xmlDocument, xmlTime } from "./xml-writer.ts";

const MOST_LISTED = 1000;

export const listMultipartUploads: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const parameters = parseListParameters(request);
  const { encode, prefix, delimiter } = parameters;
  const keyMarker = request.query.get("key-marker") ?? "";
  const idMarker = request.query.get("upload-id-marker") ?? "";
  const maxUploads = parseCount(request.query.get("max-uploads"), "max-uploads", MOST_LISTED, MOST_LISTED);
  const marked = idMarker === "" ? undefined : parts.uploads.get(bucket.name, keyMarker, idMarker);
  const page = foldListing({
    prefix,
    delimiter,
    limit: maxUploads,
    after: keyMarker === "" ? undefined : { key: keyMarker, seq: marked?.seq ?? Number.MAX_SAFE_INTEGER },
    beforeAll: 0,
    afterAll: Number.MAX_SAFE_INTEGER,
    fetch: (place, count) => parts.uploads.list(bucket.name, place, count),
  });
  const { last } = page;
  return xmlAnswer(
    xmlDocument(
      "ListMultipartUploadsResult",
      element("Bucket", bucket.name),
      element("KeyMarker", encode(keyMarker)),
      element("UploadIdMarker", idMarker),
      page.truncated ? element("NextKeyMarker", encode(typeof last === "object" ? last.key : (last ?? ""))) : "",
      page.truncated ? element("NextUploadIdMarker", typeof last === "object" ? last.id : "") : "",
      element("Prefix", encode(prefix)),
      delimiter === undefined ? "" : element("Delimiter", encode(delimiter)),
      element("EncodingType", parameters.encodingType),
      element("MaxUploads", maxUploads),
      element("IsTruncated", page.truncated),
      ...page.items.map((upload) =>
        group(
          "Upload",
          element("Key", encode(upload.key)),
          element("UploadId", upload.id),
          owner(bucket.account).replaceAll("Owner>", "Initiator>"),
          owner(bucket.account),
          element("StorageClass", storageClassOf(upload.headers)),
          element("Initiated", xmlTime(upload.created)),
          upload.checksum
            ? element("ChecksumAlgorithm", upload.checksum.algorithm) + element("ChecksumType", upload.checksum.type)
            : "",
        ),
      ),
      ...page.commonPrefixes.map((common) => group("CommonPrefixes", element("Prefix", encode(common)))),
    ),
  );
};

export const listParts: S3Operation = (parts, request) => {
  const upload = requireUpload(parts, request);
  const { encode, encodingType } = parseListParameters(request);
  const marker = parseCount(request.query.get("part-number-marker"), "part-number-marker", 0, 10_000);
  const maxParts = parseCount(request.query.get("max-parts"), "max-parts", MOST_LISTED, MOST_LISTED);
  const found = parts.uploads.parts(upload, marker, maxParts + 1);
  const page = found.slice(0, maxParts);
  const ownerXml = owner(requireBucket(parts, request).account);
  const { checksum } = upload;
  return xmlAnswer(
    xmlDocument(
      "ListPartsResult",
      element("Bucket", upload.bucket),
      element("Key", encode(upload.key)),
      element("UploadId", upload.id),
      ownerXml.replaceAll("Owner>", "Initiator>"),
      ownerXml,
      element("StorageClass", storageClassOf(upload.headers)),
      checksum ? element("ChecksumAlgorithm", checksum.algorithm) + element("ChecksumType", checksum.type) : "",
      element("PartNumberMarker", marker),
      element("NextPartNumberMarker", page.at(-1)?.number ?? marker),
      element("MaxParts", maxParts),
      element("EncodingType", encodingType),
      element("IsTruncated", maxParts > 0 && found.length > maxParts),
      ...page.map((part) =>
        group(
          "Part",
          element("PartNumber", part.number),
          element("LastModified", xmlTime(part.modified)),
          element("ETag", `"${part.etag}"`),
          element("Size", part.size),
          checksum ? element(checksumElement(checksum.algorithm), part.checksum) : "",
        ),
      ),
    ),
  );
};
