/** A value in Secrets Manager, as a buildspec or a variable of the type SECRETS_MANAGER names it. */
export interface SecretReference {
  /** A name or an ARN. */
  readonly secretId: string;
  readonly jsonKey: string | undefined;
  readonly versionStage: string | undefined;
  readonly versionId: string | undefined;
}

/** How many parts between colons the ARN of a secret has. */
const ARN_PARTS = 7;

/**
 * `secret-id:json-key:version-stage:version-id` (buildspec reference, env/secrets-manager); empty parts are absent. An ARN
 * has colons of its own, so it is taken off first.
 *
 * @returns `undefined` for a reference without a secret, with too many parts, or with both a stage and a version
 */
export function parseSecretReference(text: string): SecretReference | undefined {
  const parts = text.split(":");
  const length = text.startsWith("arn:") ? ARN_PARTS : 1;
  const secretId = parts.slice(0, length).join(":");
  const [jsonKey, versionStage, versionId, ...more] = parts
    .slice(length)
    .map((part) => (part === "" ? undefined : part));
  if (secretId === "" || parts.length < length || more.length > 0) return undefined;
  if (versionStage !== undefined && versionId !== undefined) return undefined;
  return { secretId, jsonKey, versionStage, versionId };
}
