import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";

import type { PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { toBucketOwnerAcl } from "../../domain/bucket-owner-acl.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { ArtifactTarget } from "../artifact-store.ts";
import type { ContentSums, SpooledFile } from "./spooled-file.ts";

/** Larger objects go up in parts of this size; two are in memory at once. S3 takes 10,000 parts. */
const PART_BYTES = 6 * 1024 * 1024;
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 2;

/**
 * Puts the objects of one artifact.
 *
 * @throws PhaseError `CLIENT_ERROR` `Error in UPLOAD_ARTIFACTS phase: …` when S3 refuses or can't be reached.
 */
export class S3Uploads {
  readonly #client: S3Client;
  readonly #target: ArtifactTarget;
  readonly #signal: AbortSignal;

  constructor(client: S3Client, target: ArtifactTarget, signal: AbortSignal) {
    this.#client = client;
    this.#target = target;
    this.#signal = signal;
  }

  async putBytes(key: string, bytes: Uint8Array, sums: ContentSums): Promise<void> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const command = new PutObjectCommand({ ...this.#object(key, sums), Body: bytes, ContentLength: bytes.length });
    await this.#send(() => this.#client.send(command, { abortSignal: this.#signal }));
  }

  async putFile(key: string, { file, size, sums }: SpooledFile): Promise<void> {
    if (size <= PART_BYTES) {
      await this.putBytes(key, await readFile(file), sums);
      return;
    }
    const { Upload } = await import("@aws-sdk/lib-storage");
    const body = createReadStream(file, { highWaterMark: 1_048_576 });
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#object(key, sums), Body: body },
      partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
      queueSize: PARTS_AT_ONCE,
    });
    // An abort also withdraws the parts that are up already.
    const abort = (): void => {
      upload.abort().catch(() => undefined);
    };
    this.#signal.addEventListener("abort", abort, { once: true });
    try {
      await this.#send(() => upload.done());
    } finally {
      this.#signal.removeEventListener("abort", abort);
      body.destroy();
    }
  }

  #object(
    key: string,
    sums: ContentSums,
  ): Pick<PutObjectCommandInput, "ACL" | "Bucket" | "Key" | "Metadata" | "ServerSideEncryption" | "SSEKMSKeyId"> {
    const { bucket, buildArn, encryptionKey, bucketOwnerAccess } = this.#target;
    return {
      Bucket: bucket,
      Key: key,
      Metadata: {
        "codebuild-content-md5": sums.md5,
        "codebuild-content-sha256": sums.sha256,
        "codebuild-buildarn": buildArn,
      },
      ...toBucketOwnerAcl(bucketOwnerAccess),
      ...(encryptionKey === undefined ? {} : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: encryptionKey }),
    };
  }

  async #send<T>(call: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      this.#signal.throwIfAborted();
      throw new PhaseError("CLIENT_ERROR", `Error in UPLOAD_ARTIFACTS phase: ${toAwsErrorText(error)}`, {
        cause: error,
      });
    }
  }
}
