import type { SecretRecord, SecretStore } from "./secret-store.ts";

const DAY = 86_400_000;

/** The members that DescribeSecret and ListSecrets have in common. */
export function toSecretEntry(secret: SecretRecord) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    ...(secret.kmsKeyId === undefined ? {} : { KmsKeyId: secret.kmsKeyId }),
    LastChangedDate: new Date(secret.changed),
    // AWS tells the day only.
    ...(secret.accessed === undefined ? {} : { LastAccessedDate: new Date(Math.floor(secret.accessed / DAY) * DAY) }),
    ...(secret.deletion === undefined ? {} : { DeletedDate: new Date(secret.deletion) }),
    ...(secret.tags.length === 0 ? {} : { Tags: secret.tags }),
    CreatedDate: new Date(secret.created),
  };
}

/** The stages of each version that has one. */
export function toVersionStages(store: SecretStore, secretId: number): Record<string, string[]> {
  const versions: Record<string, string[]> = {};
  for (const [stage, versionId] of store.stages(secretId)) (versions[versionId] ??= []).push(stage);
  return versions;
}
