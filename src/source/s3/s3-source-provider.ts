import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { S3Client } from "@aws-sdk/client-s3";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { isS3FolderSource, toS3SourceLocation } from "../../domain/s3-source-location.ts";
import type { FetchedSource, SourceProvider, SourceRequest } from "../source-provider.ts";
import { openS3Folder } from "./s3-folder.ts";
import { InvalidZip } from "./zip-index.ts";
import { openZipSource, type ZipSource } from "./zip-source.ts";

export interface S3SourceProviderOptions {
  /** The client that speaks for an account in a region; it stays the caller's. */
  client(scope: { readonly account: string; readonly region: string }): Promise<S3Client>;
  /** Made when missing; what a fetch puts there goes when the fetched source is disposed. */
  readonly temporaryDirectory: string;
}

/** A zip in S3, kept on disk while it is in use and never unpacked here; or a folder, copied object by object. */
export function createS3SourceProvider(options: S3SourceProviderOptions): SourceProvider {
  return {
    async fetch(request, signal) {
      signal.throwIfAborted();
      const { bucket, key } = requireLocation(request);
      const suffix = ` for ${request.label} and source version ${request.sourceVersion ?? `arn:aws:s3:::${bucket}/${key}`}`;
      if (isS3FolderSource(key)) {
        if (request.sourceVersion !== undefined && request.sourceVersion !== "")
          throw new PhaseError("CLIENT_ERROR", `The S3 folder ${bucket}/${key} has no versions${suffix}`);
        return openS3Folder(await options.client(request), { bucket, prefix: key }, suffix, signal);
      }
      await mkdir(options.temporaryDirectory, { recursive: true });
      const directory = await mkdtemp(join(options.temporaryDirectory, "source-"));
      const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
      try {
        const file = join(directory, "source.zip");
        const version = await download(
          await options.client(request),
          { ...request, bucket, key },
          file,
          suffix,
          signal,
        );
        const zip = await openZipSource(file);
        return toFetchedSource(zip, version, suffix, remove);
      } catch (error) {
        await remove();
        throw toPhaseError(error, suffix);
      }
    },
  };
}

function requireLocation(request: SourceRequest): { bucket: string; key: string } {
  const location = request.source.location ?? "";
  const parsed = toS3SourceLocation(location);
  if (parsed === undefined)
    throw new PhaseError("CLIENT_ERROR", `Invalid S3 source location: ${location} for ${request.label}`);
  return parsed;
}

/** @returns the object's version, where the bucket keeps versions. */
async function download(
  client: S3Client,
  object: { readonly bucket: string; readonly key: string; readonly sourceVersion: string | undefined },
  file: string,
  suffix: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Loaded here because the SDK costs 60 ms and 15 MB that a start without such a build need not pay.
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  try {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: object.bucket, Key: object.key, VersionId: object.sourceVersion }),
      { abortSignal: signal },
    );
    if (!(answer.Body instanceof Readable)) throw new TypeError("S3 answered without a body");
    await pipeline(answer.Body, createWriteStream(file), { signal });
    return answer.VersionId === "null" ? undefined : answer.VersionId;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && "syscall" in error && "path" in error) throw error;
    throw new PhaseError("CLIENT_ERROR", toAwsErrorText(error) + suffix, { cause: error });
  }
}

function toFetchedSource(
  zip: ZipSource,
  version: string | undefined,
  suffix: string,
  remove: () => Promise<void>,
): FetchedSource {
  return {
    resolvedSourceVersion: version,
    async readText(path) {
      try {
        return await zip.readText(path);
      } catch (error) {
        throw toPhaseError(error, suffix);
      }
    },
    archive(directory) {
      return Readable.from(withPhaseErrors(zip.archive(directory), suffix), { objectMode: false });
    },
    async [Symbol.asyncDispose]() {
      await zip.close();
      await remove();
    },
  };
}

async function* withPhaseErrors(archive: Readable, suffix: string): AsyncGenerator<Buffer, undefined> {
  try {
    yield* archive as AsyncIterable<Buffer>;
  } catch (error) {
    throw toPhaseError(error, suffix);
  }
  return undefined;
}

function toPhaseError(error: unknown, suffix: string): unknown {
  if (!(error instanceof InvalidZip)) return error;
  return new PhaseError("CLIENT_ERROR", `zip: not a valid zip file: ${error.message}${suffix}`, { cause: error });
}
