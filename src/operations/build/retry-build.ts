import { InvalidInputException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import { toRetrySettings } from "../../domain/new-build.ts";
import { refusalProblem } from "../../domain/refused-settings.ts";
import { requireProject } from "../project/require-project.ts";
import { requireNoProblem } from "../refuse.ts";
import { findPlacedBuild, placeBuild, type PlaceBuildDeps, type PlaceRequest } from "./place-build.ts";
import { requireBuildArn, throwBuildNotFound } from "./require-build.ts";

/** A new build with what the original was started with, overrides included, whatever became of the project's settings since. */
export function retryBuild(deps: PlaceBuildDeps): Operations["RetryBuild"] {
  return ({ id, idempotencyToken: token }, context) => {
    if (id === undefined) throw new InvalidInputException("Invalid input: id is required");
    const arn = requireBuildArn(context, id);
    const request: PlaceRequest = { operation: "RetryBuild", token, parameters: { arn } };
    const earlier = findPlacedBuild(deps, context, request);
    if (earlier !== undefined) return { build: earlier };

    const original = deps.store.builds.get(arn);
    const started = deps.store.builds.getSettings(arn);
    if (original === undefined || started === undefined) return throwBuildNotFound(id);
    if (original.buildComplete !== true) {
      throw new InvalidInputException(`Invalid input: build ${id} is still in progress and cannot be retried`);
    }
    const project = requireProject(deps.store, context, original.projectName ?? "");
    const settings = toRetrySettings(original, started);
    requireNoProblem(refusalProblem(settings));
    return { build: placeBuild(deps, context, request, project, settings) };
  };
}
