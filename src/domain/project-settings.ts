import type {
  CreateProjectInput,
  Project,
  ProjectArtifacts,
  ProjectBuildBatchConfig,
  ProjectEnvironment,
  ProjectSource,
  UpdateProjectInput,
} from "../../generated/codebuild/types.ts";
import { toDefaultEncryptionKey, toProjectArn, toServiceRoleArn, type Owner } from "./arns.ts";

/** What a project is created or updated with, as it was sent. */
export type ProjectSettings = {
  readonly [Member in Exclude<keyof CreateProjectInput, "name">]?: CreateProjectInput[Member] | undefined;
};

/** The project as CreateProject answers it: every default filled in (aws CLI examples, create-project). */
export function toProject(name: string, settings: ProjectSettings, owner: Owner, now: Date): Project {
  const { badgeEnabled, vpcConfig, buildBatchConfig, concurrentBuildLimit, ...rest } = settings;
  return {
    ...rest,
    name,
    arn: toProjectArn(owner, name),
    ...(settings.source && { source: toSource(settings.source) }),
    ...(settings.artifacts && { artifacts: toArtifacts(settings.artifacts, name) }),
    cache: settings.cache ?? { type: "NO_CACHE" },
    ...(settings.environment && { environment: toEnvironment(settings.environment) }),
    ...(settings.serviceRole !== undefined && {
      serviceRole: toServiceRoleArn(owner, settings.serviceRole) ?? settings.serviceRole,
    }),
    timeoutInMinutes: settings.timeoutInMinutes ?? 60,
    queuedTimeoutInMinutes: settings.queuedTimeoutInMinutes ?? 480,
    encryptionKey: settings.encryptionKey ?? toDefaultEncryptionKey(owner),
    tags: settings.tags ?? [],
    created: now,
    lastModified: now,
    badge: { badgeEnabled: badgeEnabled ?? false },
    ...(isEmpty(vpcConfig) ? {} : { vpcConfig }),
    ...(buildBatchConfig === undefined || isEmpty(buildBatchConfig)
      ? {}
      : { buildBatchConfig: toBatchConfig(buildBatchConfig, owner) }),
    ...(concurrentBuildLimit === undefined || concurrentBuildLimit === NO_LIMIT ? {} : { concurrentBuildLimit }),
    projectVisibility: "PRIVATE",
  };
}

/** Removes the concurrent build limit (API reference, UpdateProject). */
const NO_LIMIT = -1;

/**
 * The project's settings after an update, before defaults: each member that was sent replaces the whole old one, the others
 * stay, tags too. `{}`, `[]` and a limit of -1 clear.
 */
export function mergeSettings(project: Project, input: UpdateProjectInput): ProjectSettings {
  const { name: _name, ...sent } = input;
  const { badge, ...kept } = toSettings(project);
  return { ...kept, badgeEnabled: badge?.badgeEnabled, ...withoutUndefined(sent) };
}

/** The updated project; `lastModified` always moves on, so that whoever compares it sees the change. */
export function applySettings(project: Project, settings: ProjectSettings, owner: Owner, now: Date): Project {
  const made = toProject(project.name ?? "", settings, owner, now);
  return {
    ...made,
    created: project.created,
    lastModified: new Date(Math.max(now.getTime(), (project.lastModified?.getTime() ?? 0) + 1)),
    webhook: project.webhook,
    projectVisibility: project.projectVisibility,
    publicProjectAlias: project.publicProjectAlias,
    resourceAccessRole: project.resourceAccessRole,
  };
}

/** A project's members that are settings: what the service made of its own is left out. */
function toSettings(project: Project): ProjectSettings & Pick<Project, "badge"> {
  const {
    name: _name,
    arn: _arn,
    created: _created,
    lastModified: _lastModified,
    webhook: _webhook,
    projectVisibility: _projectVisibility,
    publicProjectAlias: _publicProjectAlias,
    resourceAccessRole: _resourceAccessRole,
    ...settings
  } = project;
  return settings;
}

function toBatchConfig(config: ProjectBuildBatchConfig, owner: Owner): ProjectBuildBatchConfig {
  const { serviceRole } = config;
  return serviceRole === undefined
    ? config
    : { ...config, serviceRole: toServiceRoleArn(owner, serviceRole) ?? serviceRole };
}

export function toSource(source: ProjectSource): ProjectSource {
  return { ...source, insecureSsl: source.insecureSsl ?? false };
}

/**
 * Artifacts with their defaults. NO_ARTIFACTS keeps its type (and the override flag, if it was sent); CODEPIPELINE must not
 * be given a namespace type, which Terraform would take for a change.
 */
export function toArtifacts(artifacts: ProjectArtifacts, projectName: string): ProjectArtifacts {
  const { type, overrideArtifactName } = artifacts;
  if (type === "NO_ARTIFACTS") {
    return overrideArtifactName === undefined ? { type } : { type, overrideArtifactName };
  }
  return {
    ...artifacts,
    name: artifacts.name === undefined || artifacts.name === "" ? projectName : artifacts.name,
    ...(type === "S3" && { namespaceType: artifacts.namespaceType ?? "NONE" }),
    packaging: artifacts.packaging ?? "NONE",
    encryptionDisabled: artifacts.encryptionDisabled ?? false,
  };
}

export function toEnvironment(environment: ProjectEnvironment): ProjectEnvironment {
  const variables = environment.environmentVariables ?? [];
  return {
    ...environment,
    environmentVariables: variables.map((variable) => ({ ...variable, type: variable.type ?? "PLAINTEXT" })),
    privilegedMode: environment.privilegedMode ?? false,
    imagePullCredentialsType: environment.imagePullCredentialsType ?? "CODEBUILD",
  };
}

/** Whether a structure says nothing: absent, `{}`, or all of its members absent, empty or blank. */
export function isEmpty(value: object | undefined): boolean {
  return (
    value === undefined ||
    Object.values(value).every(
      (member) => member === undefined || member === "" || (Array.isArray(member) && member.length === 0),
    )
  );
}

/** Only the members that are there, so that spreading them leaves the others alone. */
export function withoutUndefined<T extends object>(value: T): { [Member in keyof T]?: Exclude<T[Member], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Member in keyof T]?: Exclude<T[Member], undefined>;
  };
}
