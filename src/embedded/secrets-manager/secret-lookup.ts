import { InvalidRequestException, ResourceNotFoundException } from "../../../generated/secretsmanager/errors.ts";
import type { Clock } from "../../common/clock.ts";
import { toPartition } from "../../domain/arns.ts";
import type { SecretRecord, SecretScope, SecretStore } from "./secret-store.ts";

/** What every operation on one secret needs. */
export interface SecretDeps {
  readonly store: SecretStore;
  readonly clock: Clock;
}

/** The secret of this name; one whose recovery window is over is removed and not there any more. */
export function secretOfName({ store, clock }: SecretDeps, scope: SecretScope, name: string): SecretRecord | undefined {
  return unlessGone({ store, clock }, store.byName(scope, name));
}

/**
 * The secret of this name, whole ARN, or ARN without its random ending; deleted ones included.
 * @throws ResourceNotFoundException in AWS's words; so do ARNs of other accounts and regions
 */
export function requireSecret(deps: SecretDeps, scope: SecretScope, secretId: string): SecretRecord {
  const secret = unlessGone(deps, find(deps, scope, secretId));
  if (secret === undefined) throw new ResourceNotFoundException("Secrets Manager can't find the specified secret.");
  return secret;
}

/** @throws InvalidRequestException in AWS's words for a secret that was deleted */
export function requireLivingSecret(deps: SecretDeps, scope: SecretScope, secretId: string): SecretRecord {
  const secret = requireSecret(deps, scope, secretId);
  if (secret.deletion !== undefined) {
    throw new InvalidRequestException(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  return secret;
}

export function toSecretArn(scope: SecretScope, nameAndEnding: string): string {
  return `arn:${toPartition(scope.region)}:secretsmanager:${scope.region}:${scope.account}:secret:${nameAndEnding}`;
}

function find({ store }: SecretDeps, scope: SecretScope, secretId: string): SecretRecord | undefined {
  if (!secretId.startsWith("arn:")) return store.byName(scope, secretId);
  const prefix = toSecretArn(scope, "");
  if (!secretId.startsWith(prefix)) return undefined;
  return store.byArn(secretId) ?? store.byName(scope, secretId.slice(prefix.length));
}

function unlessGone({ store, clock }: SecretDeps, secret: SecretRecord | undefined): SecretRecord | undefined {
  if (secret?.deletion === undefined || secret.deletion > clock.now()) return secret;
  store.delete(secret.id);
  return undefined;
}
