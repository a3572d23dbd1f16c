import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import type { Clock } from "../../common/clock.ts";
import type { IdSource } from "../../common/ids.ts";
import { createSecretBox } from "../../common/secret-box.ts";
import type { Database } from "../../store/database.ts";
import { createSecret } from "./create-secret.ts";
import { deleteSecret } from "./delete-secret.ts";
import { describeSecret } from "./describe-secret.ts";
import { getSecretValue } from "./get-secret-value.ts";
import { listSecrets } from "./list-secrets.ts";
import { putSecretValue } from "./put-secret-value.ts";
import { restoreSecret } from "./restore-secret.ts";
import { SecretStore } from "./secret-store.ts";
import { updateSecret } from "./update-secret.ts";

/**
 * The embedded Secrets Manager: every operation of the generated service.
 *
 * @param deps.database with the tables of `secretMigrations`; the caller disposes of it
 * @param deps.encryptionKey 32 bytes; values are encrypted with it, whatever KMS key their secret names
 */
export function createSecretsManagerOperations(deps: {
  readonly database: Database;
  readonly encryptionKey: Uint8Array;
  readonly clock: Clock;
  readonly ids: IdSource;
}): Operations {
  const { clock, ids } = deps;
  const store = new SecretStore(deps.database, createSecretBox(deps.encryptionKey));
  return {
    CreateSecret: createSecret({ store, clock, ids }),
    DeleteSecret: deleteSecret({ store, clock }),
    DescribeSecret: describeSecret({ store, clock }),
    GetSecretValue: getSecretValue({ store, clock }),
    ListSecrets: listSecrets({ store, clock }),
    PutSecretValue: putSecretValue({ store, clock, ids }),
    RestoreSecret: restoreSecret({ store, clock }),
    UpdateSecret: updateSecret({ store, clock, ids }),
  };
}
