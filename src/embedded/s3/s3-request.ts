import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { type Credentials, parseCredentials } from "./authorization.ts";
import { S3Error } from "./s3-error.ts";

/** A request as S3 sees it. */
export interface S3Request {
  readonly raw: IncomingMessage;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: ReadonlyMap<string, string>;
  /** Of the headers and, in a presigned URL, of the `x-amz-*` parameters that stand for headers. Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly account: string;
  readonly region: string;
  /** Whether the region is that of a signature. */
  readonly signed: boolean;
  readonly resource: string;
}

export interface RequestDefaults {
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  /** Whether a host name (without port, in lower case) is one of this endpoint's own, itself: not merely below one. */
  isLocalHost(this: void, hostname: string): boolean;
}

const LONGEST_KEY_BYTES = 1024;

/** @throws S3Error InvalidURI, KeyTooLongError, InvalidArgument (an Authorization header that is not AWS's) */
export function parseS3Request(raw: IncomingMessage, defaults: RequestDefaults): S3Request {
  const { path, query } = splitUrl(raw);
  const credentials = parseCredentials(raw.headers, query);
  if (!credentials && raw.headers.authorization !== undefined) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "Authorization" },
      { message: "Unsupported Authorization Type" },
    );
  }
  const virtualBucket = toVirtualBucket(raw.headers.host, defaults);
  const slash = path.indexOf("/", 1);
  const [bucket, key] =
    virtualBucket === undefined
      ? [path.slice(1, slash === -1 ? undefined : slash), slash === -1 ? "" : path.slice(slash + 1)]
      : [virtualBucket, path.slice(1)];
  const decodedKey = decodePath(key);
  if (Buffer.byteLength(decodedKey) > LONGEST_KEY_BYTES) {
    throw new S3Error("KeyTooLongError", {
      Size: String(Buffer.byteLength(decodedKey)),
      MaxSizeAllowed: String(LONGEST_KEY_BYTES),
    });
  }
  return {
    raw,
    method: raw.method ?? "GET",
    bucket: bucket === "" ? undefined : decodePath(bucket),
    key: decodedKey === "" ? undefined : decodedKey,
    query,
    headers: toHeaders(raw, query),
    account: toAccount(credentials, defaults.defaultAccount),
    region: credentials?.region ?? defaults.defaultRegion,
    signed: credentials?.region !== undefined,
    resource: path,
  };
}

/** Whether a request on a shared port is meant for S3: see `S3Service.handles`. */
export function isS3Request(raw: IncomingMessage, isLocalHost: RequestDefaults["isLocalHost"]): boolean {
  if (raw.headers["x-amz-target"] !== undefined || raw.headers["smithy-protocol"] !== undefined) return false;
  const { path, query } = splitUrl(raw);
  if (OTHER_PATHS.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return false;
  if (!METHODS.has(raw.method ?? "")) return false;
  const credentials = parseCredentials(raw.headers, query);
  if (credentials?.service !== undefined) return credentials.service === "s3";
  if (credentials) return true;
  return path !== "/" || toVirtualBucket(raw.headers.host, { isLocalHost }) !== undefined;
}

const OTHER_PATHS = ["/_codebuild-local", "/service", "/badges"];
const METHODS: ReadonlySet<string> = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);

function splitUrl(raw: IncomingMessage): { path: string; query: ReadonlyMap<string, string> } {
  let url = raw.url ?? "/";
  // A client that takes us for a proxy sends the whole URL.
  if (!url.startsWith("/")) url = url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
  if (!url.startsWith("/")) url = `/${url}`;
  const mark = url.indexOf("?");
  if (mark === -1) return { path: url, query: NO_QUERY };
  return { path: url.slice(0, mark), query: new Map(new URLSearchParams(url.slice(mark + 1))) };
}

const NO_QUERY: ReadonlyMap<string, string> = new Map();

/** The bucket of a virtual-hosted request, `<bucket>.<known host>`; `undefined` for path style. */
function toVirtualBucket(
  host: string | undefined,
  { isLocalHost }: Pick<RequestDefaults, "isLocalHost">,
): string | undefined {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (name === "" || name.startsWith("[") || isIP(name) !== 0 || isLocalHost(name)) return undefined;
  for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
    const rest = name.slice(dot + 1);
    if (isIP(rest) === 0 && isLocalHost(rest)) return name.slice(0, dot);
  }
  return undefined;
}

function decodePath(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(new S3Error("InvalidURI", { URI: text.slice(0, 200) }), { cause });
  }
}

/** An access key of 12 digits names the account, as in other local endpoints. */
function toAccount(credentials: Credentials | undefined, defaultAccount: string): string {
  return credentials && /^\d{12}$/.test(credentials.accessKeyId) ? credentials.accessKeyId : defaultAccount;
}

function toHeaders(raw: IncomingMessage, query: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  if (query.has("X-Amz-Credential")) {
    for (const [name, value] of query) {
      const lower = name.toLowerCase();
      if (lower.startsWith("x-amz-") && !IGNORED_IN_URL.test(lower)) headers.set(lower, toHeaderValue(name, value));
    }
  }
  for (const [name, value] of Object.entries(raw.headers)) {
    if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(","));
  }
  return headers;
}

/** What a URL says must be fit to be sent back as a header. Beyond ASCII, headers hold UTF-8, one character a byte. */
function toHeaderValue(name: string, value: string): string {
  if (/[^\P{Cc}\t]/u.test(value)) throw new S3Error("InvalidArgument", { ArgumentName: name });
  return Buffer.from(value, "utf8").toString("latin1");
}

/**
 * Parameters that sign the URL, and checksums: S3 does not hold a body against a checksum that stands in the URL
 * (aws-sdk issues 480 and 2610; the JavaScript SDK signs the checksum of an empty body into every URL).
 */
const IGNORED_IN_URL =
  /^x-amz-(?:algorithm|credential|date|expires|signature|signedheaders|security-token|content-sha256|sdk-checksum-algorithm|checksum-(?!mode$).*)$/;
