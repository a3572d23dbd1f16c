import type { Build, ProjectSource } from "../../generated/codebuild/types.ts";
import { toFileSystemVariables } from "../domain/file-system-location.ts";
import { isVariableName } from "./driver/shell-text.ts";

/**
 * The environment of a build's commands (user guide, environment variables in build environments). Precedence: StartBuild
 * override > project > buildspec > image; names that begin with `CODEBUILD_` are CodeBuild's own and can't be set.
 *
 * @param userVariables of buildspec, project and overrides, references resolved
 * @param endpointVariables let a build's clients call back here; what the user sets under the same name wins
 */
export function toBuildVariables(
  build: Build,
  userVariables: ReadonlyMap<string, string>,
  endpointVariables: ReadonlyMap<string, string>,
  facts: {
    readonly region: string;
    readonly sourceDirectory: string;
    /** By source identifier. */
    readonly secondaryDirectories: ReadonlyMap<string, string>;
    readonly resolvedSourceVersion: string | undefined;
  },
): Map<string, string> {
  const variables = new Map(endpointVariables);
  for (const [name, value] of userVariables) if (!isReservedName(name)) variables.set(name, value);

  const own: Readonly<Record<string, string | undefined>> = {
    ...toFileSystemVariables(build.fileSystemLocations),
    AWS_REGION: facts.region,
    AWS_DEFAULT_REGION: facts.region,
    CODEBUILD_CI: "true",
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: build.environment?.image,
    CODEBUILD_BUILD_NUMBER: build.buildNumber?.toString(),
    CODEBUILD_BUILD_URL: toConsoleUrl(facts.region, build.id),
    CODEBUILD_PROJECT_ARN: build.arn?.replace(/:build\/(.*):[^:]*$/, ":project/$1"),
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_KMS_KEY_ID: build.encryptionKey,
    CODEBUILD_LOG_PATH: build.logs?.streamName,
    CODEBUILD_RESOLVED_SOURCE_VERSION: facts.resolvedSourceVersion,
    CODEBUILD_SOURCE_REPO_URL: toRepositoryUrl(build.source),
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? "",
    CODEBUILD_SRC_DIR: facts.sourceDirectory,
    CODEBUILD_START_TIME: build.startTime?.getTime().toString(),
    ...toSecondaryVariables(build, facts.secondaryDirectories),
  };
  const settable = new Set(["AWS_REGION", "AWS_DEFAULT_REGION"]);
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && !(settable.has(name) && variables.has(name))) variables.set(name, value);
  }
  return variables;
}

/** `CODEBUILD_` names that are the user's to set (user guide, report auto-discovery). */
const USER_SWITCHES = new Set(["CODEBUILD_CONFIG_AUTO_DISCOVER", "CODEBUILD_CONFIG_AUTO_DISCOVER_DIR"]);

function toSecondaryVariables(build: Build, directories: ReadonlyMap<string, string>): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const source of build.secondarySources ?? []) {
    const id = source.sourceIdentifier ?? "";
    const version = build.secondarySourceVersions?.find(({ sourceIdentifier }) => sourceIdentifier === id);
    variables[`CODEBUILD_SRC_DIR_${id}`] = directories.get(id) ?? "";
    variables[`CODEBUILD_SOURCE_REPO_URL_${id}`] = toRepositoryUrl(source);
    variables[`CODEBUILD_SOURCE_VERSION_${id}`] = version?.sourceVersion ?? "";
  }
  return variables;
}

/** Whether a name is CodeBuild's own, which nobody else can set. */
export function isReservedName(name: string): boolean {
  return name.startsWith("CODEBUILD_") && !USER_SWITCHES.has(name);
}

/**
 * What the log says of variables that the user set and the build does not see: one sentence for each reason.
 *
 * @param names of all variables that the user set
 */
export function toVariableWarnings(names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  const reserved = all.filter(isReservedName);
  const impossible = all.filter((name) => !isReservedName(name) && !isVariableName(name));
  const list = (some: readonly string[]): string => some.map((name) => JSON.stringify(name)).join(", ");
  return [
    ...(reserved.length === 0 ? [] : [`Ignored environment variables, as CODEBUILD_ is reserved: ${list(reserved)}`]),
    ...(impossible.length === 0
      ? []
      : [`Ignored environment variables, as no shell can export their names: ${list(impossible)}`]),
  ];
}

function toRepositoryUrl(source: ProjectSource | undefined): string {
  const location = source?.location ?? "";
  return source?.type === "S3" && location !== "" ? `s3://${location.replace(/^arn:[^:]*:s3:::/, "")}` : location;
}

function toConsoleUrl(region: string, id: string | undefined): string {
  return `https://${region}.console.aws.amazon.com/codebuild/home?region=${region}#/builds/${encodeURIComponent(id ?? "")}/view/new`;
}
