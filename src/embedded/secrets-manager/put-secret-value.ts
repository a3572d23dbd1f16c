import { InvalidParameterException, InvalidRequestException } from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import type { IdSource } from "../../common/ids.ts";
import { CURRENT, putVersion, toSecretValue } from "./put-version.ts";
import { requireLivingSecret, type SecretDeps } from "./secret-lookup.ts";

export function putSecretValue(deps: SecretDeps & { readonly ids: IdSource }): Operations["PutSecretValue"] {
  return (input, context) => {
    if (input.RotationToken !== undefined)
      throw new InvalidParameterException("RotationToken is not supported by codebuild-local.");
    const value = toSecretValue(input);
    if (value === undefined) throw new InvalidRequestException("You must provide either SecretString or SecretBinary.");
    const secret = requireLivingSecret(deps, context, input.SecretId);
    const versionId = input.ClientRequestToken ?? deps.ids.uuid();
    const stages = input.VersionStages ?? [CURRENT];
    putVersion(deps.store, secret.id, { versionId, value, created: deps.clock.now() }, stages);
    const has = [...deps.store.stages(secret.id)].filter(([, version]) => version === versionId);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: has.map(([stage]) => stage) };
  };
}
