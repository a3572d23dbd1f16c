import type { S3Client } from "@aws-sdk/client-s3";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";

/** A buildspec is a text that somebody wrote. */
const LONGEST_TEXT = 1_048_576;

/** The text of an object that a buildspec's S3 ARN names. @throws PhaseError `CLIENT_ERROR` in S3's words; what `signal` aborts with */
export async function readS3Text(client: S3Client, bucket: string, key: string, signal: AbortSignal): Promise<string> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  try {
    const { Body: body, ContentLength: length = 0 } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
      { abortSignal: signal },
    );
    if (length > LONGEST_TEXT)
      throw new PhaseError(
        "YAML_FILE_ERROR",
        `The buildspec arn:aws:s3:::${bucket}/${key} is longer than ${LONGEST_TEXT} bytes`,
      );
    return (await body?.transformToString("utf8")) ?? "";
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PhaseError) throw error;
    throw new PhaseError("CLIENT_ERROR", toAwsErrorText(error), { cause: error });
  }
}
