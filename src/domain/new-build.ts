import type { Build, BuildArtifacts, LogsLocation, ProjectArtifacts } from "../../generated/codebuild/types.ts";
import { toBuildArn, toDefaultEncryptionKey, toPartition, toServiceRoleArn, type Owner } from "./arns.ts";
import { toArtifactLocation } from "./artifact-location.ts";
import type { BuildSettings } from "./build-settings.ts";
import {
  isEmpty,
  toArtifacts,
  toEnvironment,
  toSource,
  withoutUndefined,
  type ProjectSettings,
} from "./project-settings.ts";
import type { StartSettings } from "./start-settings.ts";

/** What makes a build this one. */
export interface BuildIdentity {
  readonly owner: Owner;
  readonly project: string;
  readonly uuid: string;
  /** Allotted by the store. */
  readonly number: number;
  /** When it was submitted. */
  readonly time: Date;
  readonly initiator: string;
  /** The build that this one is an automatic retry of, and which one it is. */
  readonly retryOf?: { readonly arn: string; readonly number: number };
}

/**
 * The record of a build that was just accepted (aws CLI examples, start-build): phase SUBMITTED done, QUEUED running, the log
 * not there yet. Beside it, what the record has no member for.
 */
export function toNewBuild(
  identity: BuildIdentity,
  settings: StartSettings,
): { build: Build; settings: BuildSettings } {
  const { owner, project, uuid, time, retryOf } = identity;
  const { autoRetryLimit = 0 } = settings;
  const id = `${project}:${uuid}`;
  const artifacts = toArtifacts(settings.artifacts ?? { type: "NO_ARTIFACTS" }, project);
  const secondaryArtifacts = (settings.secondaryArtifacts ?? []).map((artifact) => ({
    ...toArtifacts(artifact, project),
    artifactIdentifier: artifact.artifactIdentifier,
  }));
  const build: Build = {
    id,
    arn: toBuildArn(owner, id),
    buildNumber: identity.number,
    startTime: time,
    currentPhase: "QUEUED",
    buildStatus: "IN_PROGRESS",
    ...(settings.sourceVersion !== undefined &&
      settings.sourceVersion !== "" && { sourceVersion: settings.sourceVersion }),
    projectName: project,
    phases: [
      { phaseType: "SUBMITTED", phaseStatus: "SUCCEEDED", startTime: time, endTime: time, durationInSeconds: 0 },
      { phaseType: "QUEUED", startTime: time },
    ],
    ...(settings.source && { source: toSource(settings.source) }),
    secondarySources: settings.secondarySources ?? [],
    secondarySourceVersions: settings.secondarySourceVersions ?? [],
    artifacts: toBuildArtifacts(artifacts, project, uuid),
    secondaryArtifacts: secondaryArtifacts.map((artifact) => toBuildArtifacts(artifact, project, uuid)),
    cache: settings.cache ?? { type: "NO_CACHE" },
    ...(settings.environment && { environment: toEnvironment(settings.environment) }),
    ...(settings.serviceRole !== undefined && {
      serviceRole: toServiceRoleArn(owner, settings.serviceRole) ?? settings.serviceRole,
    }),
    logs: toPendingLogs(owner, settings),
    ...(settings.fileSystemLocations?.length && { fileSystemLocations: settings.fileSystemLocations }),
    ...(!isEmpty(settings.vpcConfig) && { vpcConfig: settings.vpcConfig }),
    timeoutInMinutes: settings.timeoutInMinutes ?? 60,
    queuedTimeoutInMinutes: settings.queuedTimeoutInMinutes ?? 480,
    buildComplete: false,
    initiator: identity.initiator,
    encryptionKey: settings.encryptionKey ?? toDefaultEncryptionKey(owner),
    ...(settings.debugSessionEnabled === true && { debugSession: { sessionEnabled: true } }),
    ...((autoRetryLimit > 0 || retryOf !== undefined) && {
      autoRetryConfig: {
        autoRetryLimit,
        autoRetryNumber: retryOf?.number ?? 0,
        ...withoutUndefined({ previousAutoRetry: retryOf?.arn }),
      },
    }),
  };
  return {
    build,
    settings: {
      artifacts,
      ...(secondaryArtifacts.length > 0 && { secondaryArtifacts }),
      ...(autoRetryLimit > 0 && { autoRetryLimit }),
      logsConfig: settings.logsConfig,
    },
  };
}

/** The settings that an earlier build was started with, for RetryBuild. */
export function toRetrySettings(build: Build, settings: BuildSettings): StartSettings {
  return withoutUndefined<StartSettings>({
    source: build.source,
    secondarySources: build.secondarySources,
    sourceVersion: build.sourceVersion,
    secondarySourceVersions: build.secondarySourceVersions,
    artifacts: settings.artifacts,
    secondaryArtifacts: settings.secondaryArtifacts,
    autoRetryLimit: settings.autoRetryLimit,
    cache: build.cache,
    environment: build.environment,
    fileSystemLocations: build.fileSystemLocations,
    vpcConfig: build.vpcConfig,
    serviceRole: build.serviceRole,
    timeoutInMinutes: build.timeoutInMinutes,
    queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
    encryptionKey: build.encryptionKey,
    logsConfig: settings.logsConfig,
    debugSessionEnabled: build.debugSession?.sessionEnabled,
  });
}

function toBuildArtifacts(artifacts: ProjectArtifacts, projectName: string, buildUuid: string): BuildArtifacts {
  const identifier = withoutUndefined({ artifactIdentifier: artifacts.artifactIdentifier });
  if (artifacts.type !== "S3") return { location: "", ...identifier };
  const { arn } = toArtifactLocation({
    location: artifacts.location ?? "",
    path: artifacts.path,
    namespaceType: artifacts.namespaceType,
    name: artifacts.name,
    packaging: artifacts.packaging,
    projectName,
    buildUuid,
  });
  return {
    location: arn,
    overrideArtifactName: artifacts.overrideArtifactName ?? false,
    encryptionDisabled: artifacts.encryptionDisabled ?? false,
    ...identifier,
    ...withoutUndefined({ bucketOwnerAccess: artifacts.bucketOwnerAccess }),
  };
}

/** Before the log stream exists, AWS prints the word null for its names, and clients parse that. */
function toPendingLogs({ account, region }: Owner, { logsConfig }: ProjectSettings): LogsLocation {
  return {
    deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logEvent:group=null;stream=null`,
    cloudWatchLogsArn: `arn:${toPartition(region)}:logs:${region}:${account}:log-group:null:log-stream:null`,
    cloudWatchLogs: logsConfig?.cloudWatchLogs ?? { status: "ENABLED" },
    s3Logs: { encryptionDisabled: false, ...(logsConfig?.s3Logs ?? { status: "DISABLED" }) },
  };
}
