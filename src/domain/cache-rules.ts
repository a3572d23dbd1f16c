import type { ProjectCache } from "../../generated/codebuild/types.ts";
import type { ProjectSettings } from "./project-settings.ts";

/** What is wrong with a cache, of a project or of StartBuild's override (API reference, ProjectCache). The words are ours. */
export function cacheProblem({ cache, environment }: ProjectSettings): string | undefined {
  switch (cache?.type) {
    case "S3":
      return locationProblem(cache.location ?? "");
    case "LOCAL":
      return modesProblem(cache.modes ?? [], environment?.privilegedMode === true);
    default:
      return undefined;
  }
}

function locationProblem(location: string): string | undefined {
  if (location.trim() === "") return "Invalid cache: location is required when the cache type is S3";
  return /^(arn:[a-z0-9-]+:s3:::)?[^/:\s]+(\/[^\0]*)?$/.test(location.trim())
    ? undefined
    : "Invalid cache: location must be the name of an S3 bucket, with a prefix if there is one, or the ARN of both";
}

function modesProblem(modes: NonNullable<ProjectCache["modes"]>, privileged: boolean): string | undefined {
  if (modes.length === 0) return "Invalid cache: modes are required when the cache type is LOCAL";
  return modes.includes("LOCAL_DOCKER_LAYER_CACHE") && !privileged
    ? "Invalid cache: the mode LOCAL_DOCKER_LAYER_CACHE requires privilegedMode"
    : undefined;
}
