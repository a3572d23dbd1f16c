import type {
  LogsConfig,
  ProjectArtifacts,
  ProjectEnvironment,
  ProjectSource,
  VpcConfig,
} from "../../generated/codebuild/types.ts";
import { badgeProblem } from "./badge.ts";
import { batchConfigProblem } from "./batch-config-rules.ts";
import { cacheProblem } from "./cache-rules.ts";
import { roleAccount, toServiceRoleArn, type Owner } from "./arns.ts";
import { computeProblem } from "./compute-limits.ts";
import { fileSystemsProblem } from "./file-system-location.ts";
import { isEmpty, type ProjectSettings } from "./project-settings.ts";
import { toS3SourceLocation } from "./s3-source-location.ts";
import { GIT_SOURCE_TYPES } from "./source-directory.ts";
import { tagProblem } from "./tag-rules.ts";

/** Source types whose providers take a commit status (API reference, ProjectSource.reportBuildStatus). */
const REPORTS_BUILD_STATUS: ReadonlySet<string> = new Set([
  "GITHUB",
  "GITHUB_ENTERPRISE",
  "BITBUCKET",
  "GITLAB",
  "GITLAB_SELF_MANAGED",
]);

/** Source types that have no location of their own. */
const WITHOUT_LOCATION: ReadonlySet<string> = new Set(["NO_SOURCE", "CODEPIPELINE"]);

/**
 * The first rule across members that the settings break, in AWS's words where they are known; `undefined` when they are sound.
 * What a single member may hold is the model's matter and is checked before.
 */
export function settingsProblem(settings: ProjectSettings, owner: Owner): string | undefined {
  const { source, artifacts, environment } = settings;
  return (
    pipelineProblem(settings) ??
    (source && (hasWebhookLocation(source) ? undefined : sourceProblem(source))) ??
    (artifacts && artifactsProblem(artifacts)) ??
    secondaryProblem(settings) ??
    (environment && environmentProblem(environment)) ??
    cacheProblem(settings) ??
    serviceRoleProblem(settings.serviceRole, owner) ??
    serviceRoleProblem(settings.buildBatchConfig?.serviceRole, owner) ??
    batchConfigProblem(settings.buildBatchConfig) ??
    concurrentBuildLimitProblem(settings.concurrentBuildLimit) ??
    logsProblem(settings.logsConfig) ??
    vpcProblem(settings.vpcConfig) ??
    fileSystemsProblem(settings.fileSystemLocations) ??
    tagProblem(settings.tags) ??
    badgeProblem(settings) ??
    missingBuildspecProblem(settings)
  );
}

function pipelineProblem({ source, artifacts }: ProjectSettings): string | undefined {
  if (source === undefined || artifacts === undefined) return undefined;
  return (source.type === "CODEPIPELINE") === (artifacts.type === "CODEPIPELINE")
    ? undefined
    : "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE";
}

function sourceProblem(source: ProjectSource): string | undefined {
  const { type, location } = source;
  if (!WITHOUT_LOCATION.has(type) && isBlank(location)) return "Project source location is required";
  if (type === "S3" && toS3SourceLocation(location ?? "") === undefined) {
    return "Invalid project source: location must be a valid S3 source";
  }
  if (GIT_SOURCE_TYPES.has(type) && !isRepository(type, location ?? "")) {
    return `Invalid project source: source location must be a valid ${HOSTS[type]?.name ?? ""} repository URL`;
  }
  if (source.reportBuildStatus === true && !REPORTS_BUILD_STATUS.has(type)) {
    return `Source type ${type} does not support ReportBuildStatus`;
  }
  return undefined;
}

/** What the hosts are called, and what the locations of those that are one place have to contain. */
const HOSTS: Readonly<Record<string, { readonly name: string; readonly host?: string }>> = {
  CODECOMMIT: { name: "CodeCommit", host: "git-codecommit." },
  GITHUB: { name: "GitHub", host: "github.com" },
  GITHUB_ENTERPRISE: { name: "GitHub Enterprise" },
  BITBUCKET: { name: "Bitbucket", host: "bitbucket.org" },
  GITLAB: { name: "GitLab" },
  GITLAB_SELF_MANAGED: { name: "GitLab Self Managed" },
};

/** What stands in the place of a location in projects whose webhooks are of an organization or of a whole host. */
const WEBHOOK_LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION";
const WITH_WEBHOOK_LOCATION: ReadonlySet<string> = new Set([
  "GITHUB",
  "GITHUB_ENTERPRISE",
  "GITLAB",
  "GITLAB_SELF_MANAGED",
]);

function hasWebhookLocation({ type, location }: ProjectSource): boolean {
  return location === WEBHOOK_LOCATION && WITH_WEBHOOK_LOCATION.has(type);
}

function isRepository(type: string, location: string): boolean {
  const text = location.trim();
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.pathname !== "/" && `${url.host}${url.pathname}`.includes(HOSTS[type]?.host ?? "");
}

function artifactsProblem(artifacts: ProjectArtifacts): string | undefined {
  if (artifacts.type === "NO_ARTIFACTS") {
    const given = (["name", "location", "encryptionDisabled"] as const).find(
      (member) => artifacts[member] !== undefined && artifacts[member] !== "",
    );
    if (given === undefined) return undefined;
    return `Invalid artifacts: artifact type NO_ARTIFACTS should have null ${given === "name" ? "output name" : given}`;
  }
  if (artifacts.type === "S3" && isBlank(artifacts.location)) {
    return "Invalid artifacts: artifact type S3 should have a location, the name of a bucket";
  }
  if (artifacts.type === "S3" && !isBucket(artifacts.location ?? "")) {
    return "Invalid artifacts: location must be the name of a bucket, or its ARN; folders belong into path";
  }
  if (artifacts.type !== "S3" && artifacts.encryptionDisabled === true) {
    return `Invalid artifacts: artifact type ${artifacts.type} does not support encryptionDisabled`;
  }
  return undefined;
}

/** A slash at the end means nothing. Names of other S3 servers' buckets may have more characters than AWS allows. */
function isBucket(location: string): boolean {
  return /^(arn:[a-z0-9-]+:s3:::)?[^/:\s]+\/*$/.test(location);
}

function secondaryProblem(settings: ProjectSettings): string | undefined {
  const sources = settings.secondarySources ?? [];
  const artifacts = settings.secondaryArtifacts ?? [];
  const versions = settings.secondarySourceVersions ?? [];
  if (sources.length + artifacts.length + versions.length === 0) return undefined;
  const sourceIds = sources.map((source) => source.sourceIdentifier);
  const artifactIds = artifacts.map((artifact) => artifact.artifactIdentifier);
  const versionIds = versions.map((version) => version.sourceIdentifier);
  if ([...sourceIds, ...artifactIds, ...versionIds].some((id) => !/^[A-Za-z0-9_]{1,127}$/.test(id ?? ""))) {
    return "Invalid input: identifier must contain only alphanumeric characters and underscores and be less than 128 characters in length";
  }
  for (const [kind, ids] of Object.entries({ source: sourceIds, artifact: artifactIds })) {
    const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
    if (repeated !== undefined) return `Invalid input: ${kind} identifier ${repeated} is used more than once`;
  }
  const unknown = versionIds.find((id) => !sourceIds.includes(id));
  if (unknown !== undefined) return `Invalid input: there is no secondary source with the identifier ${unknown}`;
  if (artifacts.some((artifact) => artifact.type === "CODEPIPELINE")) {
    return "Invalid artifacts: artifact type CODEPIPELINE is not supported for secondary artifacts";
  }
  return firstOf(sources, sourceProblem) ?? firstOf(artifacts, artifactsProblem);
}

const ECR_IMAGE = /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com|on\.aws)/;

/** API reference, RegistryCredential: with SERVICE_ROLE only, and not with curated images or those of Amazon ECR. */
function environmentProblem(environment: ProjectEnvironment): string | undefined {
  const curated = environment.image.startsWith("aws/codebuild/");
  const { imagePullCredentialsType, registryCredential, certificate } = environment;
  if (!isBlank(certificate) && toS3SourceLocation(certificate ?? "") === undefined) {
    return "Invalid input: certificate must be the ARN of an object in S3, or its bucket and key";
  }
  if (curated && imagePullCredentialsType === "SERVICE_ROLE") {
    return "Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE";
  }
  if (registryCredential !== undefined && imagePullCredentialsType !== "SERVICE_ROLE") {
    return "Invalid input: registryCredential requires imagePullCredentialsType SERVICE_ROLE";
  }
  if (registryCredential !== undefined && ECR_IMAGE.test(environment.image)) {
    return "Invalid input: registryCredential cannot be used with an image of Amazon ECR";
  }
  return computeProblem(environment);
}

function serviceRoleProblem(role: string | undefined, owner: Owner): string | undefined {
  if (role === undefined) return undefined;
  const arn = toServiceRoleArn(owner, role);
  if (arn === undefined) return "Invalid service role";
  return roleAccount(arn) === owner.account
    ? undefined
    : "Invalid service role: Service role account ID does not match caller's account";
}

function logsProblem(logsConfig: LogsConfig | undefined): string | undefined {
  const { status, location } = logsConfig?.s3Logs ?? {};
  if (status !== "ENABLED") return undefined;
  if (isBlank(location)) return "Invalid logs config: a location is required when S3 logs are enabled";
  return toS3SourceLocation(`${location ?? ""}/log`) === undefined
    ? "Invalid logs config: the location of S3 logs must be a bucket with a prefix, or its ARN"
    : undefined;
}

/** All three are of one VPC (user guide, vpc-support); which ones are there is nobody's to say here. */
function vpcProblem(vpcConfig: VpcConfig | undefined): string | undefined {
  if (vpcConfig === undefined || isEmpty(vpcConfig)) return undefined;
  const { vpcId, subnets = [], securityGroupIds = [] } = vpcConfig;
  return isBlank(vpcId) || subnets.length === 0 || securityGroupIds.length === 0
    ? "Invalid vpc config: vpcId, at least one subnet and at least one security group are required"
    : undefined;
}

function concurrentBuildLimitProblem(limit: number | undefined): string | undefined {
  return limit === undefined || limit === -1 || limit > 0
    ? undefined
    : "Invalid input: concurrentBuildLimit must be greater than 0, or -1 to remove the limit";
}

/**
 * A project without a source has its commands from an inline buildspec. One that stores artifacts may leave the buildspec
 * to StartBuild's override; one that has neither source nor buildspec nor artifacts describes nothing and is refused.
 */
function missingBuildspecProblem({ source, artifacts }: ProjectSettings): string | undefined {
  return source?.type === "NO_SOURCE" && isBlank(source.buildspec) && artifacts?.type === "NO_ARTIFACTS"
    ? MISSING_BUILDSPEC
    : undefined;
}

const MISSING_BUILDSPEC = "Invalid project source: source type NO_SOURCE requires an inline buildspec";

/** What keeps an otherwise sound build from starting. */
export function buildProblem(settings: ProjectSettings): string | undefined {
  if (settings.source?.type === "CODEPIPELINE") {
    return "Invalid input: sourceTypeOverride must be set when using source type CODEPIPELINE";
  }
  if (settings.source?.location === WEBHOOK_LOCATION) {
    return `Invalid input: sourceLocationOverride must be set when the source location is ${WEBHOOK_LOCATION}`;
  }
  if (settings.secondarySources?.some(({ type }) => type === "CODEPIPELINE") === true) {
    return "Invalid input: secondarySourcesOverride must be set when a secondary source has type CODEPIPELINE";
  }
  return settings.source?.type === "NO_SOURCE" && isBlank(settings.source.buildspec) ? MISSING_BUILDSPEC : undefined;
}

function firstOf<T>(items: readonly T[], problem: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === "";
}
