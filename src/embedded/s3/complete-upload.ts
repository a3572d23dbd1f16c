import { createHash } from "node:crypto";
import {
  type Checksum,
  checksumElement,
  DEFAULT_ALGORITHM,
  joinChecksums,
  parseChecksumAlgorithm,
} from "./checksum.ts";
import { versionHeader } from "./find-version.ts";
import { requireUpload } from "./multipart-upload.ts";
import { encryptionHeaders } from "./object-headers.ts";
import { storeVersion } from "./put-object.ts";
import { openRequestBody, readDocument } from "./request-body.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import type { Part, Upload } from "./upload-store.ts";
import { allowChildren, childText, malformed, parseXml } from "./xml-reader.ts";
import { element, xmlDocument } from "./xml-writer.ts";

/** Ten thousand parts, each with ETag and checksum. */
const LONGEST_DOCUMENT = 4 * 1024 * 1024;
const MOST_PARTS = 10_000;
/** 5 MiB: of every part but the last. */
const SMALLEST_PART = 5 * 1024 ** 2;

/** The parts become the segments of the object as they are: no byte is copied. */
export const completeMultipartUpload: S3Operation = async (parts, request) => {
  requireUpload(parts, request);
  // The checksum headers of this request are those of the object, not of its document.
  const documentHeaders = new Map([...request.headers].filter(([name]) => !name.startsWith("x-amz-checksum-")));
  const body = openRequestBody({ ...request, headers: documentHeaders }, parts.clock);
  const listed = parseComplete(await readDocument(body, LONGEST_DOCUMENT));
  // From here on without a pause, so that no other request comes in between.
  const upload = requireUpload(parts, request);
  const chosen = chooseParts(upload, listed, parts.uploads.parts(upload, 0, -1));
  const size = chosen.reduce((sum, part) => sum + part.size, 0);
  const etag = joinEtags(chosen);
  const { algorithm, type } = upload.checksum ?? { algorithm: DEFAULT_ALGORITHM, type: "FULL_OBJECT" };
  const checksum = joinChecksums(algorithm, type, chosen);
  requireStated(request, checksum, size);
  const stored = storeVersion(
    parts,
    request,
    { key: upload.key, size, etag, headers: upload.headers, tags: upload.tags, checksum, parts: chosen.length },
    chosen.map((part) => ({ file: part.file, size: part.size, checksum: part.checksum })),
    () => parts.uploads.delete(upload, parts.objects.isNamed),
  );
  return xmlAnswer(
    xmlDocument(
      "CompleteMultipartUploadResult",
      element("Location", `http://${request.headers.get("host") ?? "localhost"}${request.resource}`),
      element("Bucket", stored.bucket.name),
      element("Key", upload.key),
      element("ETag", `"${etag}"`),
      element(checksumElement(checksum.algorithm), checksum.value),
      element("ChecksumType", checksum.type),
    ),
    { ...versionHeader(stored.bucket, stored.version), ...encryptionHeaders(upload.headers) },
  );
};

interface ListedPart {
  readonly number: number;
  readonly etag: string;
  /** By algorithm name, base64. */
  readonly checksums: ReadonlyMap<string, string>;
}

function parseComplete(text: string): readonly ListedPart[] {
  const root = parseXml(text, "CompleteMultipartUpload");
  allowChildren(root, ["Part"]);
  if (root.children.length === 0 || root.children.length > MOST_PARTS) throw malformed();
  const listed = root.children.map((part) => {
    const number = childText(part, "PartNumber")?.trim() ?? "";
    const etag = childText(part, "ETag")
      ?.trim()
      .replace(/^"(.*)"$/, "$1");
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw malformed();
    const checksums = new Map<string, string>();
    for (const child of part.children) {
      if (child.name === "PartNumber" || child.name === "ETag") continue;
      if (!child.name.startsWith("Checksum")) throw malformed();
      checksums.set(parseChecksumAlgorithm(child.name.slice("Checksum".length)), child.text.trim());
    }
    return { number: Number(number), etag, checksums };
  });
  for (const [index, { number }] of listed.entries()) {
    if (index > 0 && number <= (listed[index - 1]?.number ?? 0)) throw new S3Error("InvalidPartOrder");
  }
  return listed;
}

function chooseParts(upload: Upload, listed: readonly ListedPart[], uploaded: readonly Part[]): readonly Part[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = listed.map(({ number, etag, checksums }) => {
    const part = byNumber.get(number);
    const details = { UploadId: upload.id, PartNumber: String(number), ETag: etag };
    if (part?.etag !== etag) throw new S3Error("InvalidPart", details);
    if (upload.checksum) {
      const stated = checksums.get(upload.checksum.algorithm);
      if (stated === undefined && upload.checksum.type === "COMPOSITE") {
        throw new S3Error(
          "InvalidRequest",
          {},
          {
            message: `The upload was created using a ${upload.checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
          },
        );
      }
      if (stated !== undefined && stated !== part.checksum) throw new S3Error("InvalidPart", details);
    }
    return part;
  });
  const tooSmall = chosen.slice(0, -1).find(({ size }) => size < SMALLEST_PART);
  if (tooSmall) {
    throw new S3Error("EntityTooSmall", {
      ProposedSize: String(tooSmall.size),
      MinSizeAllowed: String(SMALLEST_PART),
      PartNumber: String(tooSmall.number),
      ETag: tooSmall.etag,
    });
  }
  return chosen;
}

/** "Multipart upload: ETag": the MD5 of the MD5s, and how many there are. */
function joinEtags(parts: readonly Part[]): string {
  const hash = createHash("md5");
  for (const { etag } of parts) hash.update(etag, "hex");
  return `${hash.digest("hex")}-${parts.length}`;
}

/** What the request says of the whole object must be so. */
function requireStated({ headers }: S3Request, checksum: Checksum, size: number): void {
  const statedType = headers.get("x-amz-checksum-type");
  if (statedType !== undefined && statedType !== checksum.type) {
    throw new S3Error(
      "InvalidRequest",
      {},
      {
        message: `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
      },
    );
  }
  const statedSize = headers.get("x-amz-mp-object-size");
  if (statedSize !== undefined && statedSize !== String(size)) {
    throw new S3Error(
      "InvalidRequest",
      {},
      {
        message: `The provided 'x-amz-mp-object-size' header value ${statedSize} does not match what was computed: ${size}`,
      },
    );
  }
  for (const [name, value] of headers) {
    if (!name.startsWith("x-amz-checksum-") || name === "x-amz-checksum-type" || name === "x-amz-checksum-algorithm")
      continue;
    const algorithm = parseChecksumAlgorithm(name.slice("x-amz-checksum-".length));
    if (algorithm !== checksum.algorithm || value.replace(/-\d+$/, "") !== checksum.value.replace(/-\d+$/, "")) {
      throw new S3Error(
        "BadDigest",
        {},
        { message: `The ${algorithm} you specified did not match the calculated checksum.` },
      );
    }
  }
}
