import { randomInt } from "node:crypto";

import {
  InvalidParameterException,
  InvalidRequestException,
  ResourceExistsException,
} from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import type { CreateSecretRequest } from "../../../generated/secretsmanager/types.ts";
import type { IdSource } from "../../common/ids.ts";
import { ValidationException } from "../../protocol/validation-exception.ts";
import { CURRENT, putVersion, toSecretValue } from "./put-version.ts";
import { type SecretDeps, secretOfName, toSecretArn } from "./secret-lookup.ts";
import { sameValue, type SecretRecord, type SecretStore, type SecretValue } from "./secret-store.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function createSecret(deps: SecretDeps & { readonly ids: IdSource }): Operations["CreateSecret"] {
  return (input, context) => {
    if (!/^[\w/+=.@!-]+$/.test(input.Name)) {
      throw new ValidationException(
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
      );
    }
    refuseWhatIsNotDone(input);
    const value = toSecretValue(input);
    const existing = secretOfName(deps, context, input.Name);
    if (existing !== undefined) return answerAgain(deps.store, existing, input.ClientRequestToken, value);
    return deps.store.transaction(() => {
      const now = deps.clock.now();
      const secret = deps.store.insert(context, {
        name: input.Name,
        arn: toSecretArn(context, `${input.Name}-${randomEnding()}`),
        description: input.Description,
        kmsKeyId: input.KmsKeyId,
        tags: input.Tags ?? [],
        created: now,
        changed: now,
      });
      const answer = { ARN: secret.arn, Name: secret.name };
      if (value === undefined) return answer;
      const versionId = input.ClientRequestToken ?? deps.ids.uuid();
      putVersion(deps.store, secret.id, { versionId, value, created: now }, [CURRENT]);
      return { ...answer, VersionId: versionId };
    });
  };
}

/** The same request again, by its token, is answered as the first. */
function answerAgain(
  store: SecretStore,
  secret: SecretRecord,
  token: string | undefined,
  value: SecretValue | undefined,
): { ARN: string; Name: string; VersionId?: string } {
  if (secret.deletion !== undefined) {
    throw new InvalidRequestException(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = token === undefined ? undefined : store.version(secret.id, token);
  if (version === undefined || value === undefined || !sameValue(version.value, value))
    throw new ResourceExistsException(`The operation failed because the secret ${secret.name} already exists.`);
  return { ARN: secret.arn, Name: secret.name, VersionId: version.versionId };
}

function refuseWhatIsNotDone(input: CreateSecretRequest): void {
  const asked = {
    AddReplicaRegions: (input.AddReplicaRegions ?? []).length > 0,
    Type: input.Type !== undefined && input.Type !== "",
    CrossAccountPrimaryARN: input.CrossAccountPrimaryARN !== undefined,
  };
  for (const [name, isAsked] of Object.entries(asked))
    if (isAsked) throw new InvalidParameterException(`${name} is not supported by codebuild-local.`);
}

/** Six letters and digits, by which AWS tells a secret from an earlier one of its name. */
function randomEnding(): string {
  return Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)] ?? "").join("");
}
