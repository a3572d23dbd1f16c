import type { ProjectBuildBatchConfig } from "../../generated/codebuild/types.ts";

/** As the console and Terraform's provider have them. */
const MINUTES = [5, 2160] as const;
const BUILDS = [1, 100] as const;

/** What is wrong with the bounds of a project's batch builds, in words of ours. A single build has no use for any of it. */
export function batchConfigProblem(config: ProjectBuildBatchConfig | undefined): string | undefined {
  return (
    rangeProblem("timeoutInMins", config?.timeoutInMins, MINUTES) ??
    rangeProblem("restrictions.maximumBuildsAllowed", config?.restrictions?.maximumBuildsAllowed, BUILDS)
  );
}

function rangeProblem(
  member: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
): string | undefined {
  if (value === undefined || (value >= least && value <= most)) return undefined;
  return `Invalid build batch config: ${member} must be between ${least} and ${most}`;
}
