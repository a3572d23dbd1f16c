import type { LogsConfig, ProjectArtifacts } from "../../generated/codebuild/types.ts";

/**
 * What a build was started with, overrides applied, as far as its record (the model's `Build`) has no member for it. Kept
 * beside the record for the engine and for RetryBuild.
 */
export interface BuildSettings {
  /** Type, bucket, path, namespace, name and packaging; `Build.artifacts` only has the resulting location. */
  readonly artifacts: ProjectArtifacts;
  /** As `artifacts`, each with its identifier; not in records of earlier versions. */
  readonly secondaryArtifacts?: readonly ProjectArtifacts[];
  /** How often the build is started again when it fails; not in records of earlier versions. */
  readonly autoRetryLimit?: number;
  /** The project's or the override's; `Build.logs` only has its echo. */
  readonly logsConfig: LogsConfig | undefined;
}
