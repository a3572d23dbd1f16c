import { S3Error } from "./s3-error.ts";

/** Sent with an upload, kept, and sent back with the object. */
const SYSTEM = [
  "cache-control",
  "content-disposition",
  "content-language",
  "content-type",
  "expires",
  "x-amz-website-redirect-location",
  // Kept and sent back for clients that compare; the bytes are not encrypted.
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-context",
  "x-amz-server-side-encryption-bucket-key-enabled",
] as const;

const META = "x-amz-meta-";
const MOST_METADATA_BYTES = 2048;

/** Those whose bytes can be read at once; what must be restored first is refused. */
const STORAGE_CLASSES: ReadonlySet<string> = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
]);

/** What is kept of the headers of an upload. @throws S3Error MetadataTooLarge, InvalidStorageClass, NotImplemented */
export function parseObjectHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const kept: Record<string, string> = { "content-type": "binary/octet-stream" };
  for (const name of SYSTEM) {
    const value = headers.get(name);
    if (value !== undefined && value !== "") kept[name] = value;
  }
  const encoding = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one.toLowerCase() !== "aws-chunked");
  if (encoding.length > 0) kept["content-encoding"] = encoding.join(",");
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    if (!name.startsWith(META)) continue;
    kept[name] = value;
    metadataBytes += name.length - META.length + value.length;
  }
  if (metadataBytes > MOST_METADATA_BYTES) {
    throw new S3Error("MetadataTooLarge", { Size: String(metadataBytes), MaxSizeAllowed: String(MOST_METADATA_BYTES) });
  }
  const storageClass = headers.get("x-amz-storage-class") ?? "STANDARD";
  if (storageClass === "GLACIER" || storageClass === "DEEP_ARCHIVE") {
    throw new S3Error(
      "NotImplemented",
      { Header: "x-amz-storage-class" },
      {
        message: `codebuild-local does not archive objects (storage class ${storageClass}).`,
      },
    );
  }
  if (!STORAGE_CLASSES.has(storageClass))
    throw new S3Error("InvalidStorageClass", { StorageClassRequested: storageClass });
  if (storageClass !== "STANDARD") kept["x-amz-storage-class"] = storageClass;
  return kept;
}

/** The storage class as listings show it. */
export function storageClassOf(headers: Readonly<Record<string, string>>): string {
  return headers["x-amz-storage-class"] ?? "STANDARD";
}

/** The encryption headers, which also come back with the answer to an upload. */
export function encryptionHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith("x-amz-server-side-encryption")),
  );
}

/** Of the headers of an object, those that a copy takes from its source by default ("copied"), or states anew ("own"). */
export function copiedHeaders(
  headers: Readonly<Record<string, string>>,
  which: "copied" | "own",
): Record<string, string> {
  const own = (name: string): boolean =>
    name.startsWith("x-amz-server-side-encryption") ||
    name === "x-amz-storage-class" ||
    name === "x-amz-website-redirect-location";
  return Object.fromEntries(Object.entries(headers).filter(([name]) => own(name) === (which === "own")));
}

const OVERRIDES: Readonly<Record<string, string>> = {
  "response-cache-control": "cache-control",
  "response-content-disposition": "content-disposition",
  "response-content-encoding": "content-encoding",
  "response-content-language": "content-language",
  "response-content-type": "content-type",
  "response-expires": "expires",
};

/** The `response-*` parameters of a GET. @throws S3Error InvalidArgument for a value that no header may have */
export function parseResponseOverrides(query: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of Object.entries(OVERRIDES)) {
    const value = query.get(parameter);
    if (value === undefined) continue;
    if (/[^\P{Cc}\t]/u.test(value)) {
      throw new S3Error(
        "InvalidArgument",
        { ArgumentName: parameter, ArgumentValue: value },
        {
          message: "Header value cannot be represented using ISO-8859-1.",
        },
      );
    }
    headers[header] = Buffer.from(value, "utf8").toString("latin1");
  }
  return headers;
}
