import { ParameterNotFound, ParameterVersionNotFound } from "../../../generated/ssm/errors.ts";
import type { Operations } from "../../../generated/ssm/operations.ts";
import type { Parameter } from "../../../generated/ssm/types.ts";
import type { ParameterStore } from "./parameter-store.ts";
import { readParameter } from "./read-parameter.ts";

export function getParameters(deps: { store: ParameterStore }): Operations["GetParameters"] {
  return (input, context) => {
    const parameters: Parameter[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) {
      try {
        parameters.push(readParameter(deps.store, context, name, input.WithDecryption ?? false));
      } catch (error) {
        if (!(error instanceof ParameterNotFound) && !(error instanceof ParameterVersionNotFound)) throw error;
        invalid.push(name);
      }
    }
    return { Parameters: parameters, InvalidParameters: invalid };
  };
}
