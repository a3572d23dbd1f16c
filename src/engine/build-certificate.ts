import { X509Certificate } from "node:crypto";

import { PhaseError } from "../domain/phase-error.ts";
import { toS3SourceLocation } from "../domain/s3-source-location.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The certificates that `environment.certificate` names, an object in S3: one or more in PEM, each as OpenSSL would print it,
 * so that nothing else of the object goes any further. Empty where there is none.
 *
 * @throws PhaseError `CLIENT_ERROR` in AWS's words where they are known
 */
export async function readCertificates({ deps, tracker, scope, interruption }: RunContext): Promise<readonly string[]> {
  const name = tracker.build().environment?.certificate?.trim() ?? "";
  if (name === "") return [];
  const location = toS3SourceLocation(name);
  if (location === undefined) throw refused(`${name} is not the ARN of an object`);
  let text: string;
  try {
    text = await deps.readObject(scope, location.bucket, location.key, interruption.work);
  } catch (error) {
    if (error instanceof PhaseError) throw refused(/^\w+(?=: )/.exec(error.message)?.[0] ?? error.message, error);
    throw error;
  }
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw refused(`${name} has no certificate in PEM`);
  return blocks.map((block) => toCertificate(block, name));
}

function toCertificate(block: string, name: string): string {
  try {
    return new X509Certificate(block).toString();
  } catch (error) {
    throw refused(`${name} has a certificate that can't be read`, error);
  }
}

function refused(reason: string, cause?: unknown): PhaseError {
  return new PhaseError("CLIENT_ERROR", `Unable to download certificate from S3. ${reason}`, { cause });
}
