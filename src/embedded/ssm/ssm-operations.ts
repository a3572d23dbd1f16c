import type { Operations } from "../../../generated/ssm/operations.ts";
import type { Clock } from "../../common/clock.ts";
import { createSecretBox } from "../../common/secret-box.ts";
import type { Database } from "../../store/database.ts";
import { deleteParameter } from "./delete-parameter.ts";
import { deleteParameters } from "./delete-parameters.ts";
import { describeParameters } from "./describe-parameters.ts";
import { getParameter } from "./get-parameter.ts";
import { getParametersByPath } from "./get-parameters-by-path.ts";
import { getParameters } from "./get-parameters.ts";
import { ParameterStore } from "./parameter-store.ts";
import { putParameter } from "./put-parameter.ts";

/**
 * The embedded Parameter Store: every operation of the generated service.
 *
 * @param deps.database with the tables of `parameterMigrations`; the caller disposes of it
 * @param deps.encryptionKey 32 bytes; values of all types are encrypted with it, whatever KMS key they name
 */
export function createSsmOperations(deps: {
  readonly database: Database;
  readonly encryptionKey: Uint8Array;
  readonly clock: Clock;
}): Operations {
  const store = new ParameterStore(deps.database, createSecretBox(deps.encryptionKey));
  return {
    DeleteParameter: deleteParameter({ store }),
    DeleteParameters: deleteParameters({ store }),
    DescribeParameters: describeParameters({ store }),
    GetParameter: getParameter({ store }),
    GetParameters: getParameters({ store }),
    GetParametersByPath: getParametersByPath({ store }),
    PutParameter: putParameter({ store, clock: deps.clock }),
  };
}
