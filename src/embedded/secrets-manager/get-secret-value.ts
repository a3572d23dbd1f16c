import { InvalidRequestException, ResourceNotFoundException } from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import { CURRENT } from "./put-version.ts";
import { requireLivingSecret, type SecretDeps } from "./secret-lookup.ts";

export function getSecretValue(deps: SecretDeps): Operations["GetSecretValue"] {
  return (input, context) => {
    const secret = requireLivingSecret(deps, context, input.SecretId);
    const stages = deps.store.stages(secret.id);
    const stage = input.VersionStage ?? (input.VersionId === undefined ? CURRENT : undefined);
    const ofStage = stage === undefined ? undefined : stages.get(stage);
    if (input.VersionId !== undefined && stage !== undefined && ofStage !== input.VersionId) {
      throw new InvalidRequestException(
        "You provided a VersionStage that is not associated to the provided VersionId.",
      );
    }
    const versionId = input.VersionId ?? ofStage;
    const version = versionId === undefined ? undefined : deps.store.version(secret.id, versionId);
    if (version === undefined) {
      const asked =
        input.VersionId === undefined ? `staging label: ${stage ?? CURRENT}` : `VersionId: ${input.VersionId}`;
      throw new ResourceNotFoundException(`Secrets Manager can't find the specified secret value for ${asked}`);
    }
    deps.store.accessed(secret.id, deps.clock.now());
    const { value } = version;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      ...(value.kind === "string" ? { SecretString: value.text } : { SecretBinary: value.bytes }),
      VersionStages: [...stages].filter(([, at]) => at === version.versionId).map(([name]) => name),
      CreatedDate: new Date(version.created),
    };
  };
}
