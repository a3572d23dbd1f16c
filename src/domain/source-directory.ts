import type { ProjectSource } from "../../generated/codebuild/types.ts";

/** Where a build's sources lie in its container. */
export interface SourceDirectories {
  /** `CODEBUILD_SRC_DIR`. */
  readonly primary: string;
  /** `CODEBUILD_SRC_DIR_<identifier>`, by identifier, in the order of the sources. */
  readonly secondary: ReadonlyMap<string, string>;
  /** The directory that holds all of them, and nothing else of the build's. */
  readonly root: string;
}

/** Source types that are cloned by git. */
export const GIT_SOURCE_TYPES: ReadonlySet<string> = new Set([
  "CODECOMMIT",
  "GITHUB",
  "GITHUB_ENTERPRISE",
  "BITBUCKET",
  "GITLAB",
  "GITLAB_SELF_MANAGED",
]);

/**
 * CodeBuild's directories: an S3 source lies in `src` itself, a repository in `src/<host>/<path>`, secondary S3 sources in
 * `src/s3/00`, `src/s3/01`, … Of two sources of one repository the later has its identifier appended.
 */
export function toSourceDirectories(
  uuid: string,
  source: ProjectSource | undefined,
  secondarySources: readonly ProjectSource[] = [],
): SourceDirectories {
  const root = `/codebuild/output/src${toDigits(uuid)}/src`;
  const primary = isGit(source) ? `${root}/${toRepositoryPath(source.location ?? "")}` : root;
  const taken = new Set([primary]);
  const secondary = new Map<string, string>();
  let archives = 0;
  for (const each of secondarySources) {
    const id = each.sourceIdentifier ?? "";
    let directory = isGit(each)
      ? `${root}/${toRepositoryPath(each.location ?? "")}`
      : `${root}/s3/${String(archives++).padStart(2, "0")}`;
    while (taken.has(directory)) directory = `${directory}_${id}`;
    taken.add(directory);
    secondary.set(id, directory);
  }
  return { primary, secondary, root };
}

function isGit(source: ProjectSource | undefined): source is ProjectSource {
  return source !== undefined && GIT_SOURCE_TYPES.has(source.type);
}

/** `github.com/<owner>/<repository>`, of plain characters, without the user's name, the port and `.git`. */
function toRepositoryPath(location: string): string {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  const names = (url === undefined ? location : `${url.hostname}${url.pathname}`).split("/");
  const plain = names.map((name) => name.replaceAll(/[^\w.@+-]/g, "_")).filter((name) => !/^\.*$/.test(name));
  const path = plain.join("/").replace(/\.git$/, "");
  return path === "" ? "repository" : path;
}

/** Nine digits, as in CodeBuild's directory names, the same for the same build. */
function toDigits(uuid: string): string {
  return String((Number.parseInt(uuid.slice(0, 8), 16) % 900_000_000) + 100_000_000);
}
