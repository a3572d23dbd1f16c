import { InvalidInputException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import { applyOverrides } from "../../domain/build-overrides.ts";
import { buildProblem, settingsProblem } from "../../domain/project-rules.ts";
import { refusalProblem } from "../../domain/refused-settings.ts";
import { requireProject } from "../project/require-project.ts";
import { requireNoProblem } from "../refuse.ts";
import { findPlacedBuild, placeBuild, type PlaceBuildDeps, type PlaceRequest } from "./place-build.ts";

/** The project's settings with the overrides of this call, checked as CreateProject checks them, become a build. */
export function startBuild(deps: PlaceBuildDeps): Operations["StartBuild"] {
  return (input, context) => {
    const { idempotencyToken: token, ...parameters } = input;
    const request: PlaceRequest = { operation: "StartBuild", token, parameters };
    const earlier = findPlacedBuild(deps, context, request);
    if (earlier !== undefined) return { build: earlier };

    const project = requireProject(deps.store, context, input.projectName);
    if (project.artifacts?.type === "CODEPIPELINE" && input.artifactsOverride === undefined) {
      throw new InvalidInputException("ArtifactsOverride must be set when using artifacts type CodePipelines");
    }
    const settings = applyOverrides(project, input);
    requireNoProblem(refusalProblem(settings) ?? settingsProblem(settings, context) ?? buildProblem(settings));
    return { build: placeBuild(deps, context, request, project, settings) };
  };
}
