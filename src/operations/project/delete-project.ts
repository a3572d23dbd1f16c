import type { Operations } from "../../../generated/codebuild/operations.ts";
import { toProjectName } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

/** Idempotent; builds stay, those that run go on. */
export function deleteProject(deps: { store: Store }): Operations["DeleteProject"] {
  return (input, context) => {
    const name = toProjectName(context, input.name);
    if (name !== undefined) deps.store.projects.delete(context, name);
    return {};
  };
}
