import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { BatchGetBuildsOutput } from "../../../generated/codebuild/types.ts";
import { toOwnBuildArn, type Owner } from "../../domain/arns.ts";
import type { EncodedJson } from "../../protocol/operation.ts";
import type { Store } from "../../store/store.ts";
import { AnswerCache } from "../answer-cache.ts";
import { encodeBatch } from "../encoded-answer.ts";

/** In the order of the request, each once; what is not found is named as it was asked for. */
export function batchGetBuilds(deps: { store: Store }): Operations["BatchGetBuilds"] {
  const answers = new AnswerCache<BatchGetBuildsOutput>();
  const read = (ids: readonly string[], owner: Owner): EncodedJson<BatchGetBuildsOutput> => {
    const records = new Map<string, Uint8Array>();
    const missing = new Set<string>();
    for (const asked of ids) {
      const arn = toOwnBuildArn(owner, asked);
      const record = arn === undefined ? undefined : deps.store.builds.getJson(arn);
      if (arn === undefined || record === undefined) missing.add(asked);
      else records.set(arn, record);
    }
    return encodeBatch<BatchGetBuildsOutput>("builds", [...records.values()], "buildsNotFound", [...missing]);
  };
  return ({ ids }, context) => answers.get(deps.store.builds.revision, context, ids, () => read(ids, context));
}
