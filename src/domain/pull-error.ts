import { PhaseError } from "./phase-error.ts";

/** CodeBuild's code and words for an image that can't be had. @param reason such as what the engine's command line would print */
export function toPullError(reason: string, cause?: unknown): PhaseError {
  return new PhaseError(
    "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE",
    `Unable to pull customer's container image. CannotPullContainerError: ${reason}`,
    { cause },
  );
}
