import type { S3Client } from "@aws-sdk/client-s3";

import { PhaseError } from "../../domain/phase-error.ts";
import { isS3FolderSource, toS3SourceLocation } from "../../domain/s3-source-location.ts";
import type { FetchedSource, SourceProvider, SourceRequest } from "../source-provider.ts";
import { toTarStream } from "../tar-pack.ts";
import { openS3Folder } from "./s3-folder.ts";
import { openS3Object } from "./s3-object.ts";
import { InvalidZip } from "./zip-index.ts";
import { openZipSource } from "./zip-source.ts";

export interface S3SourceProviderOptions {
  /** The client that speaks for an account in a region; it stays the caller's. */
  client(scope: { readonly account: string; readonly region: string }): Promise<S3Client>;
}

/** A zip in S3, or a folder, copied object by object. Both become a tar while they are read: nothing is kept here. */
export function createS3SourceProvider(options: S3SourceProviderOptions): SourceProvider {
  return {
    async fetch(request, signal) {
      signal.throwIfAborted();
      const { bucket, key } = requireLocation(request);
      const version = request.sourceVersion === "" ? undefined : request.sourceVersion;
      const suffix = ` for ${request.label} and source version ${version ?? `arn:aws:s3:::${bucket}/${key}`}`;
      const client = await options.client(request);
      if (!isS3FolderSource(key)) return openZip(client, { bucket, key, version }, suffix, signal);
      if (version !== undefined)
        throw new PhaseError("CLIENT_ERROR", `The S3 folder ${bucket}/${key} has no versions${suffix}`);
      return openS3Folder(client, { bucket, prefix: key }, suffix, signal);
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

async function openZip(
  client: S3Client,
  name: { readonly bucket: string; readonly key: string; readonly version: string | undefined },
  suffix: string,
  signal: AbortSignal,
): Promise<FetchedSource> {
  const object = await openS3Object(client, name, suffix, signal);
  const inPhase = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toPhaseError(error, suffix);
    }
  };
  const zip = await inPhase(() => openZipSource(object));
  return {
    // It does not apply to S3 (API reference, Build).
    resolvedSourceVersion: undefined,
    readText: (path) => inPhase(() => zip.readText(path)),
    archive: (directory) => toTarStream(withPhaseErrors(zip.archive(directory), suffix)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function* withPhaseErrors(archive: AsyncIterable<Buffer>, suffix: string): AsyncGenerator<Buffer, undefined> {
  try {
    yield* archive;
  } catch (error) {
    throw toPhaseError(error, suffix);
  }
  return undefined;
}

function toPhaseError(error: unknown, suffix: string): unknown {
  if (!(error instanceof InvalidZip)) return error;
  return new PhaseError("CLIENT_ERROR", `zip: not a valid zip file: ${error.message}${suffix}`, { cause: error });
}
