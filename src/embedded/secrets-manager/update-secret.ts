import { InvalidParameterException } from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import type { IdSource } from "../../common/ids.ts";
import { CURRENT, putVersion, toSecretValue } from "./put-version.ts";
import { requireLivingSecret, type SecretDeps } from "./secret-lookup.ts";

export function updateSecret(deps: SecretDeps & { readonly ids: IdSource }): Operations["UpdateSecret"] {
  return (input, context) => {
    if (input.Type !== undefined && input.Type !== "")
      throw new InvalidParameterException("Type is not supported by codebuild-local.");
    const value = toSecretValue(input);
    const secret = requireLivingSecret(deps, context, input.SecretId);
    return deps.store.transaction(() => {
      const now = deps.clock.now();
      deps.store.describe(secret.id, { description: input.Description, kmsKeyId: input.KmsKeyId });
      deps.store.changed(secret.id, now);
      const answer = { ARN: secret.arn, Name: secret.name };
      if (value === undefined) return answer;
      const versionId = input.ClientRequestToken ?? deps.ids.uuid();
      putVersion(deps.store, secret.id, { versionId, value, created: now }, [CURRENT]);
      return { ...answer, VersionId: versionId };
    });
  };
}
