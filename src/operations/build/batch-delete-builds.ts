import type { Operations } from "../../../generated/codebuild/operations.ts";
import { toOwnBuildArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

/** Ended builds go; running ones are named with the reason; unknown ones are in neither list. Answers ARNs (user guide, delete builds). */
export function batchDeleteBuilds(deps: { store: Store }): Operations["BatchDeleteBuilds"] {
  return (input, context) => {
    const buildsDeleted = new Set<string>();
    const running = new Set<string>();
    deps.store.transaction(() => {
      for (const asked of input.ids) {
        const arn = toOwnBuildArn(context, asked);
        const build = arn === undefined ? undefined : deps.store.builds.get(arn);
        if (arn === undefined || build === undefined) continue;
        if (build.buildComplete !== true) running.add(arn);
        else if (deps.store.builds.delete(arn)) buildsDeleted.add(arn);
      }
    });
    return {
      buildsDeleted: [...buildsDeleted],
      buildsNotDeleted: [...running].map((id) => ({ id, statusCode: "BUILD_IN_PROGRESS" })),
    };
  };
}
