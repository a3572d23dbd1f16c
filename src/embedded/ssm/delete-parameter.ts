import { ParameterNotFound } from "../../../generated/ssm/errors.ts";
import type { Operations } from "../../../generated/ssm/operations.ts";
import type { ParameterStore } from "./parameter-store.ts";

export function deleteParameter(deps: { store: ParameterStore }): Operations["DeleteParameter"] {
  return (input, context) => {
    if (!deps.store.delete(context, input.Name)) throw new ParameterNotFound("");
    return {};
  };
}
