import type {
  EnvironmentVariable,
  Project,
  ProjectEnvironment,
  ProjectSource,
  ProjectSourceVersion,
  StartBuildInput,
} from "../../generated/codebuild/types.ts";
import { withoutUndefined } from "./project-settings.ts";
import type { StartSettings } from "./start-settings.ts";

/** The project's settings with those overrides that are given, for one build. The project itself does not change. */
export function applyOverrides(project: Project, input: StartBuildInput): StartSettings {
  const overrides = withoutUndefined({
    source: overrideSource(project.source, input),
    secondarySources: input.secondarySourcesOverride,
    sourceVersion: input.sourceVersion,
    secondarySourceVersions: input.secondarySourcesVersionOverride ?? remainingVersions(project, input),
    artifacts: input.artifactsOverride,
    secondaryArtifacts: input.secondaryArtifactsOverride,
    cache: input.cacheOverride,
    environment: overrideEnvironment(project.environment, input),
    serviceRole: input.serviceRoleOverride,
    timeoutInMinutes: input.timeoutInMinutesOverride,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride,
    encryptionKey: input.encryptionKeyOverride,
    logsConfig: input.logsConfigOverride,
    autoRetryLimit: input.autoRetryLimitOverride,
    debugSessionEnabled: input.debugSessionEnabled,
  });
  return { ...project, ...overrides };
}

/** Those of the project's versions that are for sources which the build has too. */
function remainingVersions(
  { secondarySourceVersions }: Project,
  { secondarySourcesOverride }: StartBuildInput,
): readonly ProjectSourceVersion[] | undefined {
  if (secondarySourcesOverride === undefined) return undefined;
  const ids = new Set(secondarySourcesOverride.map(({ sourceIdentifier }) => sourceIdentifier));
  return secondarySourceVersions?.filter(({ sourceIdentifier }) => ids.has(sourceIdentifier));
}

function overrideSource(source: ProjectSource | undefined, input: StartBuildInput): ProjectSource | undefined {
  const type = input.sourceTypeOverride ?? source?.type;
  if (type === undefined) return source;
  const overridden = withoutUndefined({
    location: input.sourceLocationOverride,
    auth: input.sourceAuthOverride,
    gitCloneDepth: input.gitCloneDepthOverride,
    gitSubmodulesConfig: input.gitSubmodulesConfigOverride,
    buildspec: input.buildspecOverride,
    insecureSsl: input.insecureSslOverride,
    reportBuildStatus: input.reportBuildStatusOverride,
    buildStatusConfig: input.buildStatusConfigOverride,
  });
  const result: ProjectSource = { ...source, ...overridden, type };
  if (type === "NO_SOURCE" && source?.type !== "NO_SOURCE" && input.sourceLocationOverride === undefined) {
    // The location is the other source's; a build without a source has none.
    const { location: _location, ...withoutLocation } = result;
    return withoutLocation;
  }
  return result;
}

function overrideEnvironment(
  environment: ProjectEnvironment | undefined,
  input: StartBuildInput,
): ProjectEnvironment | undefined {
  if (environment === undefined) return undefined;
  const { computeConfiguration, ...kept } = environment;
  // There is no override for it: it goes with the compute type that it is of.
  const keepsCompute = input.computeTypeOverride === undefined || input.computeTypeOverride === environment.computeType;
  return {
    ...kept,
    ...(keepsCompute && computeConfiguration !== undefined ? { computeConfiguration } : {}),
    ...withoutUndefined({
      type: input.environmentTypeOverride,
      image: input.imageOverride,
      computeType: input.computeTypeOverride,
      certificate: input.certificateOverride,
      privilegedMode: input.privilegedModeOverride,
      registryCredential: input.registryCredentialOverride,
      imagePullCredentialsType: input.imagePullCredentialsTypeOverride,
      fleet: input.fleetOverride,
      hostKernel: input.hostKernelOverride,
    }),
    environmentVariables: overrideVariables(
      environment.environmentVariables ?? [],
      input.environmentVariablesOverride ?? [],
    ),
  };
}

/** A variable of the same name is replaced in its place, a new one is appended; the last of one name wins. */
function overrideVariables(
  variables: readonly EnvironmentVariable[],
  overrides: readonly EnvironmentVariable[],
): EnvironmentVariable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  for (const override of overrides) byName.set(override.name, override);
  return [...byName.values()];
}
