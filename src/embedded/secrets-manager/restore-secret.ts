import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import { requireSecret, type SecretDeps } from "./secret-lookup.ts";

export function restoreSecret(deps: SecretDeps): Operations["RestoreSecret"] {
  return (input, context) => {
    const secret = requireSecret(deps, context, input.SecretId);
    deps.store.setDeletion(secret.id, undefined);
    return { ARN: secret.arn, Name: secret.name };
  };
}
