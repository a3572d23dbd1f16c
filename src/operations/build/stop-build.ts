import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { BuildEngine } from "../../engine/build-engine.ts";
import { requireBuildArn, throwBuildNotFound } from "./require-build.ts";

/** A build that has ended is answered as it ended. */
export function stopBuild(deps: { engine: BuildEngine }): Operations["StopBuild"] {
  return ({ id }, context) => {
    const build = deps.engine.stop(requireBuildArn(context, id));
    return build === undefined ? throwBuildNotFound(id) : { build };
  };
}
