import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import { toSecretEntry, toVersionStages } from "./secret-entry.ts";
import { requireSecret, type SecretDeps } from "./secret-lookup.ts";

export function describeSecret(deps: SecretDeps): Operations["DescribeSecret"] {
  return (input, context) => {
    const secret = requireSecret(deps, context, input.SecretId);
    const stages = toVersionStages(deps.store, secret.id);
    return { ...toSecretEntry(secret), ...(Object.keys(stages).length === 0 ? {} : { VersionIdsToStages: stages }) };
  };
}
