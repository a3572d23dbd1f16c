import { once } from "node:events";
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import type { S3Client } from "@aws-sdk/client-s3";

import { isMissing } from "../../common/is-missing.ts";
import { parseBuildArn } from "../../domain/arn-scope.ts";
import { toBucketOwnerAcl } from "../../domain/bucket-owner-acl.ts";
import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { toStorageError } from "../../store/storage-unavailable.ts";
import type { S3LogPlace, S3LogSinkProvider } from "../build-log-sinks.ts";
import type { LogSink } from "../log-sink.ts";

/** Logs that are longer, when they are compressed, are sent as a stream; in bytes. */
const LARGEST_IN_MEMORY = 8 * 1024 * 1024;

export interface S3LogSinkOptions {
  /** The client that speaks for an account in a region; it stays the caller's. */
  client(scope: { readonly account: string; readonly region: string }): Promise<S3Client>;
  /** Where a log is gathered until it is whole; made when missing. It outlives the process, as the build does. */
  readonly directory: string;
}

/** A log that becomes one object in S3 when it is whole (user guide, build logs: `<location>/<build id>.gz`). */
export function createS3LogSinkProvider(options: S3LogSinkOptions): S3LogSinkProvider {
  const fileOf = (buildArn: string): string => join(options.directory, `${parseBuildArn(buildArn).uuid}.log`);
  return {
    async open({ s3, onBehalfOf, ...scope }) {
      await mkdir(options.directory, { recursive: true, mode: 0o700 });
      const file = fileOf(onBehalfOf.buildArn);
      await cutUnfinishedLine(file);
      return new S3LogSink(file, () => options.client(scope), s3);
    },
    async forget(buildArn) {
      const file = fileOf(buildArn);
      await rm(toZipped(file), { force: true });
      await rm(file, { force: true });
    },
  };
}

/** Gathers one message a line, as JSON, in a file of its own. */
class S3LogSink implements LogSink {
  readonly #file: string;
  readonly #client: () => Promise<S3Client>;
  readonly #place: S3LogPlace;
  readonly #stream: WriteStream;
  #failure: Error | undefined;

  constructor(file: string, client: () => Promise<S3Client>, place: S3LogPlace) {
    this.#file = file;
    this.#client = client;
    this.#place = place;
    this.#stream = createWriteStream(file, { flags: "a", mode: 0o600, highWaterMark: 1_048_576 });
    this.#stream.on("error", (error) => (this.#failure ??= toStorageError(error)));
  }

  write(_time: number, message: string): void {
    // readline takes these two for line ends, which JSON leaves as they are.
    const line = JSON.stringify(message).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
    this.#stream.write(`${line}\n`);
  }

  async ready(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#stream.writableNeedDrain) await once(this.#stream, "drain");
  }

  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      else if (this.#stream.writableLength === 0) resolve();
      else
        this.#stream.write("", (error) => {
          if (error) reject(toStorageError(error));
          else resolve();
        });
    });
  }

  async finish(): Promise<void> {
    await this.flush();
    const zipped = toZipped(this.#file);
    try {
      await pipeline(Readable.from(this.delivered()), createGzip(), createWriteStream(zipped, { mode: 0o600 }));
    } catch (error) {
      throw error instanceof Error ? toStorageError(error) : error;
    }
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const { bucket, key, encryptionKey, bucketOwnerAccess } = this.#place;
    const { size } = await stat(zipped);
    try {
      const client = await this.#client();
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          // The client sends again what has failed by chance, but for streams.
          Body: size <= LARGEST_IN_MEMORY ? await readFile(zipped) : createReadStream(zipped),
          ContentLength: size,
          ContentType: "application/gzip",
          ...toBucketOwnerAcl(bucketOwnerAccess),
          ...(encryptionKey === undefined ? {} : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: encryptionKey }),
        }),
      );
    } catch (error) {
      throw new PhaseError(
        "CLIENT_ERROR",
        `Failed to upload the build log to arn:aws:s3:::${bucket}/${key}: ${toAwsErrorText(error)}`,
        { cause: error },
      );
    }
  }

  async *delivered(): AsyncGenerator<string> {
    const exists = await stat(this.#file).then(
      () => true,
      () => false,
    );
    if (!exists) return;
    for await (const line of createInterface({ input: createReadStream(this.#file), crlfDelay: Infinity })) {
      yield JSON.parse(line) as string;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.end();
    if (!this.#stream.closed) await once(this.#stream, "close");
  }
}

function toZipped(file: string): string {
  return `${file}.gz`;
}

/** A process that was killed may have written half a line, which was not acknowledged. */
async function cutUnfinishedLine(file: string): Promise<void> {
  const handle = await open(file, "r+").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(65_536);
    for (let end = size; end > 0;) {
      const start = Math.max(0, end - last.length);
      const { bytesRead } = await handle.read(last, 0, end - start, start);
      const newline = last.subarray(0, bytesRead).lastIndexOf(10);
      if (newline >= 0 || start === 0) {
        await handle.truncate(newline < 0 ? 0 : start + newline + 1);
        break;
      }
      end = start;
    }
  } finally {
    await handle.close();
  }
}
