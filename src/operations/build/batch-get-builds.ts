import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { BatchGetBuildsOutput } from "../../../generated/codebuild/types.ts";
import { toOwnBuildArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";
import { encodeBatch } from "../encoded-answer.ts";

/** In the order of the request, each once; what is not found is named as it was asked for. */
export function batchGetBuilds(deps: { store: Store }): Operations["BatchGetBuilds"] {
  return (input, context) => {
    const records = new Map<string, Uint8Array>();
    const missing = new Set<string>();
    for (const asked of input.ids) {
      const arn = toOwnBuildArn(context, asked);
      const record = arn === undefined ? undefined : deps.store.builds.getJson(arn);
      if (arn === undefined || record === undefined) missing.add(asked);
      else records.set(arn, record);
    }
    return encodeBatch<BatchGetBuildsOutput>("builds", [...records.values()], "buildsNotFound", [...missing]);
  };
}
