import type { Operations } from "../../../generated/ssm/operations.ts";
import type { ParameterStore } from "./parameter-store.ts";
import { readParameter } from "./read-parameter.ts";

export function getParameter(deps: { store: ParameterStore }): Operations["GetParameter"] {
  return (input, context) => ({
    Parameter: readParameter(deps.store, context, input.Name, input.WithDecryption ?? false),
  });
}
