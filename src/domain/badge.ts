import type { Build, Project } from "../../generated/codebuild/types.ts";
import type { ProjectSettings } from "./project-settings.ts";
import { GIT_SOURCE_TYPES } from "./source-directory.ts";

/** User guide, CodeBuild badge statuses. */
export type BadgeState = "passing" | "failing" | "in progress" | "unknown";

/** Of the newest build. */
export function toBadgeState(build: Build | undefined): BadgeState {
  switch (build?.buildStatus) {
    case undefined:
      return "unknown";
    case "IN_PROGRESS":
      return "in progress";
    case "SUCCEEDED":
      return "passing";
    default:
      return "failing";
  }
}

/** Why a project with these settings has no badge, in AWS's words. */
export function badgeProblem({ badgeEnabled, source }: ProjectSettings): string | undefined {
  if (badgeEnabled !== true) return undefined;
  switch (source?.type) {
    case "CODEPIPELINE":
      return "Build badges are not supported for CodePipeline source";
    case "S3":
      return "Build badges are not supported for S3 source";
    case "NO_SOURCE":
      return "Build badges are not supported for projects with no source";
    default:
      return undefined;
  }
}

/**
 * What a build of a git repository was made of, as it was asked for: `""` for the default branch. `undefined` for a build of
 * another source, which has no badge.
 */
export function toBadgeVersion({ source, sourceVersion = "" }: Build): string | undefined {
  return GIT_SOURCE_TYPES.has(source?.type ?? "") ? sourceVersion.replace(/\^\{[^}]*\}$/, "") : undefined;
}

/** The branch of a project's badge URL: the user guide's, unless the project names one. */
export function toBadgeBranch({ sourceVersion }: Project): string {
  const version = sourceVersion?.replace(/\^\{[^}]*\}$/, "").replace(/^refs\/heads\//, "") ?? "";
  return version === "" ? DEFAULT_BRANCHES[0] : version;
}

/** What hosts call the default branch. Which of them a repository has is not known, so that both mean it. */
const DEFAULT_BRANCHES = ["master", "main"] as const;

/** The versions (`toBadgeVersion`) of builds that a badge is about, which is asked for by its URL's parameters. */
export function toBadgeVersions(
  project: Project,
  { branch, tag }: { readonly branch: string | undefined; readonly tag: string | undefined },
): string[] {
  if (tag !== undefined) return [tag, `refs/tags/${tag}`];
  const name = branch ?? toBadgeBranch(project);
  const isDefault =
    (project.sourceVersion ?? "") === ""
      ? (DEFAULT_BRANCHES as readonly string[]).includes(name)
      : name === toBadgeBranch(project);
  return [name, `refs/heads/${name}`, ...(isDefault ? [""] : [])];
}
