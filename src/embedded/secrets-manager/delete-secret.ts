import {
  InvalidParameterException,
  InvalidRequestException,
  ResourceNotFoundException,
} from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import { requireSecret, type SecretDeps } from "./secret-lookup.ts";

const DAY = 86_400_000;
const DEFAULT_WINDOW = 30;

export function deleteSecret(deps: SecretDeps): Operations["DeleteSecret"] {
  return (input, context) => {
    const { RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: isForced = false } = input;
    if (isForced && days !== undefined) {
      throw new InvalidParameterException(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    }
    if (days !== undefined && (days < 7 || days > 30)) {
      throw new InvalidParameterException("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    const now = deps.clock.now();
    try {
      const secret = requireSecret(deps, context, input.SecretId);
      const answer = { ARN: secret.arn, Name: secret.name };
      if (isForced) {
        deps.store.delete(secret.id);
        return { ...answer, DeletionDate: new Date(now) };
      }
      if (secret.deletion !== undefined) {
        throw new InvalidRequestException(
          "You can't perform this operation on the secret because it was already scheduled for deletion.",
        );
      }
      const deletion = now + (days ?? DEFAULT_WINDOW) * DAY;
      deps.store.setDeletion(secret.id, deletion);
      return { ...answer, DeletionDate: new Date(deletion) };
    } catch (error) {
      // What is not there can be deleted by force (API reference, ForceDeleteWithoutRecovery).
      if (!(error instanceof ResourceNotFoundException) || !isForced) throw error;
      return { Name: input.SecretId, DeletionDate: new Date(now) };
    }
  };
}
