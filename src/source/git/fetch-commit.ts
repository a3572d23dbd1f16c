import { GitFailure, runGit, type GitSetting } from "./run-git.ts";
import type { GitVersion } from "./source-version.ts";

/** The reference that is asked for is not in the repository. */
export class ReferenceNotFound extends Error {
  override readonly name = "ReferenceNotFound";
}

/** References that no build sees. */
export const OWN_REFERENCES = "refs/codebuild-local";
/** What is fetched by itself lies here until the commit is known. */
const WANTED = `${OWN_REFERENCES}/wanted`;
export const BRANCHES = "+refs/heads/*:refs/remotes/origin/*";
const TAGS = "+refs/tags/*:refs/tags/*";
/** Greater depths mean the whole history, as does none (user guide, create a project). */
const GREATEST_DEPTH = 25;

/** Which commit, and how much of its history. */
export interface WantedCommit {
  readonly version: GitVersion;
  readonly depth: number | undefined;
}

/** How much of the history is wanted; `undefined` means all of it. */
export function toDepth({ version, depth }: WantedCommit): number | undefined {
  return depth !== undefined && depth > 0 && depth <= GREATEST_DEPTH && !namesCommit(version) ? depth : undefined;
}

export function namesCommit(version: GitVersion): boolean {
  return version.kind === "commit" || (version.kind === "ref" && version.commit !== undefined);
}

/** Whether all branches and tags are fetched. */
export function isWhole(wanted: WantedCommit): boolean {
  const { version } = wanted;
  if (toDepth(wanted) !== undefined) return false;
  return version.kind !== "ref" || (version.commit === undefined && version.refs.every(isBranchOrTag));
}

function isBranchOrTag(ref: string): boolean {
  return /^refs\/(heads|tags)\//.test(ref);
}

/**
 * @param lent whether the clone has had commits before, which may not be the server's any more
 * @returns the commit's id
 * @throws GitFailure, ReferenceNotFound
 */
export async function fetchCommit(setting: GitSetting, wanted: WantedCommit, lent: boolean): Promise<string> {
  const { version } = wanted;
  const depth = toDepth(wanted);
  const shallow = depth === undefined ? undefined : [`--depth=${depth}`];
  switch (version.kind) {
    case "default":
      await fetch(setting, shallow ?? [], shallow ? [`+HEAD:${WANTED}`] : [`+HEAD:${WANTED}`, BRANCHES, TAGS]);
      return (await findCommit(setting, WANTED)) ?? throwNotFound("HEAD");
    case "commit": {
      await fetch(setting, [], [BRANCHES, TAGS]);
      const found = await findCommit(setting, version.commit);
      if (found !== undefined && (!lent || (await isInReferences(setting, found)))) return found;
      if (lent) return throwNotFound(version.commit);
      await fetch(setting, [], [`+${version.commit}:${WANTED}`]);
      return (await findCommit(setting, version.commit)) ?? throwNotFound(version.commit);
    }
    case "ref": {
      const tip = await fetchRef(setting, version.refs, isWhole(wanted), shallow ?? []);
      if (version.commit === undefined) return tip;
      const found = (await findCommit(setting, version.commit)) ?? throwNotFound(version.commit);
      return !lent || (await isAncestor(setting, found, tip)) ? found : throwNotFound(version.commit);
    }
  }
}

async function fetchRef(
  setting: GitSetting,
  refs: readonly string[],
  whole: boolean,
  options: readonly string[],
): Promise<string> {
  if (whole) {
    // One fetch has them all.
    await fetch(setting, [], [BRANCHES, TAGS]);
    for (const ref of refs) {
      const found = await findCommit(setting, ref.replace(/^refs\/heads\//, "refs/remotes/origin/"));
      if (found !== undefined) return found;
    }
    return throwNotFound(refs[0] ?? "");
  }
  for (const ref of refs) {
    try {
      await fetch(setting, options, [`+${ref}:${WANTED}`]);
    } catch (error) {
      if (error instanceof GitFailure && /couldn't find remote ref/i.test(error.stderr)) continue;
      throw error;
    }
    return (await findCommit(setting, WANTED)) ?? throwNotFound(ref);
  }
  return throwNotFound(refs[0] ?? "");
}

async function fetch(setting: GitSetting, options: readonly string[], refspecs: readonly string[]): Promise<void> {
  await runGit(setting, [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-recurse-submodules",
    ...options,
    "origin",
    ...refspecs,
  ]);
}

/** @param name a full reference or a commit's id; @returns the commit's id, if it is here */
async function findCommit(setting: GitSetting, name: string): Promise<string | undefined> {
  try {
    return (await runGit(setting, ["rev-parse", "--quiet", "--verify", `${name}^{commit}`])).toString().trim();
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

async function isInReferences(setting: GitSetting, commit: string): Promise<boolean> {
  const args = ["for-each-ref", "--count=1", `--contains=${commit}`, "refs/remotes", "refs/tags"];
  return (await runGit(setting, args)).length > 0;
}

async function isAncestor(setting: GitSetting, commit: string, tip: string): Promise<boolean> {
  // Those of the commit that are not the tip's: none, or the commit itself at least.
  return (await runGit(setting, ["rev-list", "--max-count=1", commit, `^${tip}`])).length === 0;
}

function throwNotFound(name: string): never {
  throw new ReferenceNotFound(name);
}
