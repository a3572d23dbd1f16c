import type { Operations } from "../../../generated/ssm/operations.ts";
import type { ParameterStore } from "./parameter-store.ts";

export function deleteParameters(deps: { store: ParameterStore }): Operations["DeleteParameters"] {
  return (input, context) => {
    const deleted: string[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) (deps.store.delete(context, name) ? deleted : invalid).push(name);
    return { DeletedParameters: deleted, InvalidParameters: invalid };
  };
}
