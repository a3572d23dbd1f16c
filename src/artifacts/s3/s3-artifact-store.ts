import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import type { S3Client } from "@aws-sdk/client-s3";

import type { ArtifactFile, ArtifactStore, ArtifactTarget, StoredArtifact } from "../artifact-store.ts";
import { S3Uploads } from "./s3-uploads.ts";
import { spool, sumsOf } from "./spooled-file.ts";
import { writeZip } from "./zip-writer.ts";

export interface S3ArtifactStoreOptions {
  /** The client that speaks for an account in a region; it stays the caller's. */
  client(scope: { readonly account: string; readonly region: string }): Promise<S3Client>;
  /** Made when missing; what an upload puts there goes with it. */
  readonly temporaryDirectory: string;
}

/** Files up to this are held in memory; of larger ones the sums, which go up before the content, take a turn over the disk. */
const LARGEST_IN_MEMORY = 1_048_576;
const UPLOADS_AT_ONCE = 4;

/** Artifacts as S3 objects with CodeBuild's metadata: sums of the content and the build's ARN. */
export function createS3ArtifactStore(options: S3ArtifactStoreOptions): ArtifactStore {
  return {
    async upload(target, files, signal) {
      signal.throwIfAborted();
      await mkdir(options.temporaryDirectory, { recursive: true });
      const directory = await mkdtemp(join(options.temporaryDirectory, "artifact-"));
      try {
        const uploads = new S3Uploads(await options.client(target), target, signal);
        const file = join(directory, "content");
        return target.packaging === "ZIP"
          ? await uploadZip(uploads, target, files, file, signal)
          : await uploadEach(uploads, target, files, file, signal);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

async function uploadZip(
  uploads: S3Uploads,
  target: ArtifactTarget,
  files: AsyncIterable<ArtifactFile>,
  file: string,
  signal: AbortSignal,
): Promise<StoredArtifact> {
  const zip = writeZip(files);
  const spooled = await spool(zip.content, file, signal);
  await uploads.putFile(target.key, spooled);
  return { files: zip.count(), md5sum: spooled.sums.md5, sha256sum: spooled.sums.sha256 };
}

async function uploadEach(
  uploads: S3Uploads,
  target: ArtifactTarget,
  files: AsyncIterable<ArtifactFile>,
  file: string,
  signal: AbortSignal,
): Promise<StoredArtifact> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let count = 0;
  try {
    for await (const { path, size, content } of files) {
      signal.throwIfAborted();
      const key = target.key === "" ? path : `${target.key}/${path}`;
      if (size > LARGEST_IN_MEMORY) await uploads.putFile(key, await spool(content, file, signal));
      else {
        const bytes = Buffer.concat(await Array.fromAsync(content as AsyncIterable<Uint8Array>));
        if (running.size >= UPLOADS_AT_ONCE) await Promise.race(running);
        const upload = uploads
          .putBytes(key, bytes, sumsOf(bytes))
          .catch((error: unknown) => failures.push(error))
          .then(() => {
            running.delete(upload);
          });
        running.add(upload);
      }
      if (failures.length > 0) break;
      count++;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
  return { files: count, md5sum: "", sha256sum: "" };
}
