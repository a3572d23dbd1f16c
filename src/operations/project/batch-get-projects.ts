import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { BatchGetProjectsOutput } from "../../../generated/codebuild/types.ts";
import { toProjectName, type Owner } from "../../domain/arns.ts";
import type { EncodedJson } from "../../protocol/operation.ts";
import type { Store } from "../../store/store.ts";
import { AnswerCache } from "../answer-cache.ts";
import { encodeBatch } from "../encoded-answer.ts";
import { withBadgeUrl } from "./project-badges.ts";

/** In the order of the request, each once; what is not found is named as it was asked for. */
export function batchGetProjects(deps: { store: Store }): Operations["BatchGetProjects"] {
  const answers = new AnswerCache<BatchGetProjectsOutput>();
  const read = (
    names: readonly string[],
    owner: Owner & { readonly host: string },
  ): EncodedJson<BatchGetProjectsOutput> => {
    const records = new Map<string, Uint8Array>();
    const missing = new Set<string>();
    for (const asked of names) {
      const name = toProjectName(owner, asked);
      const record = name === undefined ? undefined : deps.store.projects.getJson(owner, name);
      if (name === undefined || record === undefined) missing.add(asked);
      else records.set(name, withBadgeUrl(record, owner.host));
    }
    return encodeBatch<BatchGetProjectsOutput>("projects", [...records.values()], "projectsNotFound", [...missing]);
  };
  return ({ names }, context) =>
    answers.get(deps.store.projects.revision, context, [context.host, ...names], () => read(names, context));
}
