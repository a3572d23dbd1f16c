import { addAbortSignal, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { ByteSource } from "./byte-source.ts";

/** One version of an object, read where it is needed. What is put in its place meanwhile is refused, not mixed in. */
export type S3Object = ByteSource;

export interface S3ObjectName {
  readonly bucket: string;
  readonly key: string;
  readonly version: string | undefined;
}

/** What the first request asks for: the end of the object, where a zip has its directory; all of most objects. */
const TAIL = 1_048_576;
/** How often in a row a transfer may break off without having brought `PROGRESS` bytes, before that is a failure. */
const MOST_BREAKS = 3;
const PROGRESS = 1_048_576;

/**
 * @param suffix of messages: ` for primary source and source version …`
 * @throws PhaseError `CLIENT_ERROR` in S3's words, `read` too; what `signal` aborts with
 */
export async function openS3Object(
  client: S3Client,
  name: S3ObjectName,
  suffix: string,
  signal: AbortSignal,
): Promise<S3Object> {
  const inPhase = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw new PhaseError("CLIENT_ERROR", toAwsErrorText(error) + suffix, { cause: error });
    }
  };
  const { tail, size, ...first } = await inPhase(() => readTail(client, name, signal));
  const same: S3ObjectName & { readonly etag: string | undefined } = {
    ...name,
    version: first.version ?? name.version,
    etag: first.etag,
  };
  const tailStart = size - tail.length;

  async function* readAhead(start: number, end: number): AsyncGenerator<Buffer, undefined> {
    let at = start;
    let progress = start;
    for (let breaks = 0; at < end;) {
      const body = await inPhase(() => getRange(client, same, { start: at, end, size }, signal));
      let broken: unknown = new Error("the answer ended early");
      try {
        for await (const chunk of body as AsyncIterable<Buffer>) {
          at += chunk.length;
          yield chunk;
        }
      } catch (error) {
        signal.throwIfAborted();
        broken = error;
      }
      if (at - progress >= PROGRESS) [breaks, progress] = [0, at];
      if (at < end && ++breaks > MOST_BREAKS)
        throw new PhaseError("CLIENT_ERROR", toAwsErrorText(broken) + suffix, { cause: broken });
    }
    return undefined;
  }

  return {
    size,
    async *read(start, end) {
      if (start < tailStart) yield* readAhead(start, Math.min(end, tailStart));
      if (end > tailStart) yield tail.subarray(Math.max(0, start - tailStart), end - tailStart);
    },
  };
}

async function readTail(
  client: S3Client,
  name: S3ObjectName,
  signal: AbortSignal,
): Promise<{ tail: Buffer; size: number; version: string | undefined; etag: string | undefined }> {
  for (let breaks = 1; ; breaks++) {
    const answer = await getObject(client, name, `bytes=-${TAIL}`, signal);
    if (answer === "empty") return { tail: Buffer.alloc(0), size: 0, version: undefined, etag: undefined };
    const size = toSize(answer);
    try {
      const tail = await buffer(addAbortSignal(signal, answer.body));
      if (tail.length !== Math.min(size, TAIL)) throw new Error(`the answer has ${tail.length} bytes of ${size}`);
      return { tail, size, version: answer.VersionId === "null" ? undefined : answer.VersionId, etag: answer.ETag };
    } catch (error) {
      signal.throwIfAborted();
      if (breaks > MOST_BREAKS) throw error;
    }
  }
}

async function getRange(
  client: S3Client,
  object: S3ObjectName & { readonly etag: string | undefined },
  { start, end, size }: { readonly start: number; readonly end: number; readonly size: number },
  signal: AbortSignal,
): Promise<Readable> {
  const answer = await getObject(client, object, `bytes=${start}-${end - 1}`, signal);
  if (answer === "empty" || answer.ContentRange !== `bytes ${start}-${end - 1}/${size}`) {
    if (answer !== "empty") answer.body.destroy();
    throw new Error(`S3 did not answer with the part of the object that was asked for`);
  }
  return addAbortSignal(signal, answer.body);
}

async function getObject(
  client: S3Client,
  { bucket, key, version, etag }: S3ObjectName & { readonly etag?: string | undefined },
  range: string,
  signal: AbortSignal,
): Promise<(GetObjectCommandOutput & { readonly body: Readable }) | "empty"> {
  // Loaded here because the SDK costs 60 ms and 15 MB that a start without such a build need not pay.
  const { GetObjectCommand, S3ServiceException } = await import("@aws-sdk/client-s3");
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version, IfMatch: etag, Range: range });
  try {
    const answer = await client.send(command, { abortSignal: signal });
    const { Body: body } = answer;
    if (!(body instanceof Readable)) throw new TypeError("S3 answered without a body");
    return { ...answer, body };
  } catch (error) {
    // There is no range of no bytes.
    if (error instanceof S3ServiceException && error.name === "InvalidRange") return "empty";
    throw error;
  }
}

/** Of the whole object: a server that does not know ranges answers with all of it. */
function toSize({ ContentRange, ContentLength, body }: GetObjectCommandOutput & { readonly body: Readable }): number {
  const size = Number(/^bytes \d+-\d+\/(\d+)$/.exec(ContentRange ?? "")?.[1] ?? ContentLength);
  if (Number.isSafeInteger(size) && (ContentRange !== undefined || size <= TAIL)) return size;
  body.destroy();
  throw new Error("S3 did not answer with the part of the object that was asked for");
}
