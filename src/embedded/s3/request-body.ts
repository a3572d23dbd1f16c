import { createHash } from "node:crypto";
import type { Clock } from "../../common/clock.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import {
  type ChecksumAlgorithm,
  checksumHeader,
  createHasher,
  parseChecksumAlgorithm,
  parseChecksumHeaders,
  requireChecksumValue,
} from "./checksum.ts";
import { ClientGoneError, S3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** What is known of a body after its last byte, once everything that the client stated of it was found to be true. */
export interface BodyDigests {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly md5: string;
  /** Base64, of each algorithm stated or asked for. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

export interface RequestBody {
  /** The bytes inside, without framing. Throws at its end what does not hold: length, digests. To be read once. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The size that the client states. */
  readonly statedSize: number;
  /** Of the checksum that the client states, in a header or in the trailer. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** Whether the client states a checksum or Content-MD5. */
  readonly hasIntegrityCheck: boolean;
  /** To be called after the last byte was read. */
  digests(): BodyDigests;
}

/** How long a client may send nothing before it is disconnected. */
const IDLE_MILLISECONDS = 60_000;

/**
 * Opens the body of an upload.
 * @param also algorithms to compute whatever the client states; `otherwise` is computed only when it states none.
 * @throws S3Error for headers that contradict each other, before anything is read.
 */
export function openRequestBody(
  request: S3Request,
  clock: Clock,
  compute: { readonly also?: ChecksumAlgorithm | undefined; readonly otherwise?: ChecksumAlgorithm } = {},
): RequestBody {
  const { headers } = request;
  const contentSha256 = headers.get("x-amz-content-sha256") ?? "";
  const chunked =
    contentSha256.startsWith("STREAMING-") ||
    /(?:^|,)\s*aws-chunked\s*(?:,|$)/i.test(headers.get("content-encoding") ?? "");
  const statedSize = parseStatedSize(headers, chunked);
  const contentMd5 = parseContentMd5(headers.get("content-md5"));
  const trailerAlgorithm = parseTrailer(headers.get("x-amz-trailer"));
  const header = parseChecksumHeaders(headers);
  if (!header && !trailerAlgorithm && headers.has("x-amz-sdk-checksum-algorithm")) {
    throw new S3Error(
      "InvalidRequest",
      {},
      {
        message:
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
      },
    );
  }
  const algorithm = header?.algorithm ?? trailerAlgorithm;
  const wanted = new Set([algorithm ?? compute.otherwise, compute.also].filter((name) => name !== undefined));
  const md5 = createHash("md5");
  const sha256 = /^[\da-f]{64}$/.test(contentSha256) ? createHash("sha256") : undefined;
  const hashers = Array.from(wanted, (name) => ({ name, hasher: createHasher(name) }));
  const trailers = new Map<string, string>();
  let result: BodyDigests | undefined;

  async function* read(): AsyncGenerator<Buffer> {
    const received = receive(request, clock);
    let size = 0;
    for await (const bytes of chunked ? decodeAwsChunked(received, trailers) : received) {
      size += bytes.length;
      if (size > statedSize) throw new S3Error("IncompleteBody");
      md5.update(bytes);
      sha256?.update(bytes);
      for (const { hasher } of hashers) hasher.update(bytes);
      yield bytes;
    }
    if (size !== statedSize)
      throw new S3Error("IncompleteBody", {
        NumberBytesExpected: String(statedSize),
        NumberBytesReceived: String(size),
      });
    const md5Digest = md5.digest();
    if (contentMd5 && !contentMd5.equals(md5Digest)) {
      throw new S3Error("BadDigest", {
        ExpectedDigest: contentMd5.toString("base64"),
        CalculatedDigest: md5Digest.toString("base64"),
      });
    }
    const computedSha256 = sha256?.digest("hex");
    if (computedSha256 !== undefined && computedSha256 !== contentSha256) {
      throw new S3Error("XAmzContentSHA256Mismatch", {
        ClientComputedContentSHA256: contentSha256,
        S3ComputedContentSHA256: computedSha256,
      });
    }
    const checksums = new Map(hashers.map(({ name, hasher }) => [name, hasher.digest().toString("base64")]));
    const stated = header ?? (trailerAlgorithm && requireTrailer(trailerAlgorithm, trailers));
    if (stated && checksums.get(stated.algorithm) !== stated.value) {
      throw new S3Error(
        "BadDigest",
        {},
        { message: `The ${stated.algorithm} you specified did not match the calculated checksum.` },
      );
    }
    result = { size, md5: md5Digest.toString("hex"), checksums };
  }

  return {
    bytes: read(),
    statedSize,
    algorithm,
    hasIntegrityCheck: contentMd5 !== undefined || algorithm !== undefined,
    digests() {
      if (!result) throw new TypeError("the body was not read to its end");
      return result;
    },
  };
}

/** Reads a small document whole, checked as uploads are. @throws S3Error MaxMessageLengthExceeded */
export async function readDocument(body: RequestBody, limit: number): Promise<string> {
  if (body.statedSize > limit) throw new S3Error("MaxMessageLengthExceeded", { MaxMessageLengthBytes: String(limit) });
  const pieces: Buffer[] = [];
  for await (const bytes of body.bytes) pieces.push(bytes);
  return Buffer.concat(pieces).toString("utf8");
}

function parseStatedSize(headers: ReadonlyMap<string, string>, chunked: boolean): number {
  const stated = headers.get(chunked ? "x-amz-decoded-content-length" : "content-length");
  if (stated === undefined) {
    if (!chunked && headers.has("transfer-encoding"))
      throw new S3Error("NotImplemented", { Header: "Transfer-Encoding" });
    throw new S3Error("MissingContentLength");
  }
  if (!/^\d{1,15}$/.test(stated))
    throw new S3Error("InvalidArgument", { ArgumentName: "Content-Length", ArgumentValue: stated });
  return Number(stated);
}

function parseContentMd5(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const digest = Buffer.from(text, "base64");
  if (digest.length !== 16 || digest.toString("base64") !== text)
    throw new S3Error("InvalidDigest", { "Content-MD5": text });
  return digest;
}

function parseTrailer(header: string | undefined): ChecksumAlgorithm | undefined {
  if (header === undefined) return undefined;
  const match = /^x-amz-checksum-([\w]+)$/i.exec(header.trim());
  if (!match)
    throw new S3Error(
      "InvalidRequest",
      {},
      { message: "The value specified in the x-amz-trailer header is not supported" },
    );
  return parseChecksumAlgorithm(match[1] ?? "");
}

function requireTrailer(
  algorithm: ChecksumAlgorithm,
  trailers: ReadonlyMap<string, string>,
): { algorithm: ChecksumAlgorithm; value: string } {
  const value = trailers.get(checksumHeader(algorithm));
  if (value === undefined) throw new S3Error("MalformedTrailerError");
  requireChecksumValue(algorithm, value);
  return { algorithm, value };
}

/** The raw bytes. Leaves the connection usable when its reader stops early, so that an error can still be answered. */
async function* receive(request: S3Request, clock: Clock): AsyncGenerator<Buffer> {
  const { raw } = request;
  let heard = clock.now();
  let cancel = (): void => {};
  const watch = (): void => {
    const left = heard + IDLE_MILLISECONDS - clock.now();
    if (left <= 0) raw.destroy(new S3Error("RequestTimeout"));
    else cancel = clock.after(left, watch);
  };
  watch();
  try {
    for await (const bytes of raw.iterator({ destroyOnReturn: false })) {
      heard = clock.now();
      yield bytes as Buffer;
    }
  } catch (cause) {
    if (cause instanceof S3Error) throw cause;
    throw new ClientGoneError("The client closed the connection in the middle of its request.", { cause });
  } finally {
    cancel();
  }
}
