import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { BatchGetProjectsOutput } from "../../../generated/codebuild/types.ts";
import { toProjectName } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";
import { encodeBatch } from "../encoded-answer.ts";

/** In the order of the request, each once; what is not found is named as it was asked for. */
export function batchGetProjects(deps: { store: Store }): Operations["BatchGetProjects"] {
  return (input, context) => {
    const records = new Map<string, Uint8Array>();
    const missing = new Set<string>();
    for (const asked of input.names) {
      const name = toProjectName(context, asked);
      const record = name === undefined ? undefined : deps.store.projects.getJson(context, name);
      if (name === undefined || record === undefined) missing.add(asked);
      else records.set(name, record);
    }
    return encodeBatch<BatchGetProjectsOutput>("projects", [...records.values()], "projectsNotFound", [...missing]);
  };
}
