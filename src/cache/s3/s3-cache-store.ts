import type { Readable } from "node:stream";

import type { S3Client } from "@aws-sdk/client-s3";

import type { CachePlace, CacheStore, FoundCache } from "../cache-store.ts";
import { toCacheBucket, toCacheKey, toObjectKey, toObjectPrefix } from "./cache-key.ts";

export interface S3CacheStoreOptions {
  /** The client that speaks for an account in a region; it stays the caller's. */
  client(scope: { readonly account: string; readonly region: string }): Promise<S3Client>;
}

/** How much of a cache is in memory on its way up: parts of this size, so many at once. S3 takes 10,000 of them: 52 GB. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** Each cache is one object, so that it is there whole or not at all. */
export function createS3CacheStore(options: S3CacheStoreOptions): CacheStore {
  return {
    async find(place, signal) {
      const client = await options.client(place);
      try {
        return await get(client, place, toObjectKey(place), signal);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        for (const beginning of place.fallbackKeys) {
          const newest = await findNewest(client, place, beginning, signal);
          if (newest !== undefined) return get(client, place, newest, signal);
        }
        throw error;
      }
    },

    async has(place, signal) {
      const client = await options.client(place);
      const { HeadObjectCommand } = await import("@aws-sdk/client-s3");
      const { bucket } = toCacheBucket(place.location);
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: toObjectKey(place) }), { abortSignal: signal });
        return true;
      } catch (error) {
        // Without the permission to list, S3 tells nobody that there is none; what else is wrong the upload tells, with a reason.
        if (isRefused(error)) return false;
        throw error;
      }
    },

    async save(place, archive, signal) {
      const client = await options.client(place);
      const { Upload } = await import("@aws-sdk/lib-storage");
      const { encryptionKey } = place;
      const upload = new Upload({
        client,
        params: {
          Bucket: toCacheBucket(place.location).bucket,
          Key: toObjectKey(place),
          Body: archive,
          ContentType: "application/x-tar",
          ...(place.key === undefined ? {} : { IfNoneMatch: "*" }),
          ...(encryptionKey === undefined ? {} : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: encryptionKey }),
        },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
      });
      // An abort also withdraws the parts that are up already.
      const abort = (): void => {
        upload.abort().catch(() => undefined);
      };
      signal.addEventListener("abort", abort, { once: true });
      try {
        signal.throwIfAborted();
        await upload.done();
      } catch (error) {
        // Another build has saved it meanwhile.
        if (place.key === undefined || !(error instanceof Error) || error.name !== "PreconditionFailed") throw error;
      } finally {
        signal.removeEventListener("abort", abort);
        archive.destroy();
      }
    },
  };
}

async function get(client: S3Client, place: CachePlace, key: string, signal: AbortSignal): Promise<FoundCache> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const { bucket } = toCacheBucket(place.location);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  if (Body === undefined) throw new Error(`S3 answered without the content of ${key}`);
  return { key: place.key === undefined ? undefined : toCacheKey(place, key), archive: Body as Readable };
}

/** The newest by its time; of two with the same, the one that is listed last. */
async function findNewest(
  client: S3Client,
  place: CachePlace,
  beginning: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const { bucket } = toCacheBucket(place.location);
  let newest: { readonly key: string; readonly time: number } | undefined;
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: toObjectPrefix(place, beginning) });
  for await (const { Contents = [] } of pages) {
    signal.throwIfAborted();
    for (const { Key: key = "", LastModified } of Contents) {
      const time = LastModified?.getTime() ?? 0;
      if (toCacheKey(place, key) !== undefined && (newest === undefined || time >= newest.time)) newest = { key, time };
    }
  }
  return newest?.key;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && ["NoSuchKey", "NotFound"].includes(error.name);
}

/** Whether S3 has answered that the call itself is at fault; answers to HEAD requests have no name. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && "$fault" in error && error.$fault === "client" && "$response" in error;
}
