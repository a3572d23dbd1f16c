import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { prepareGit, quote, type GitAccess } from "./git-setting.ts";
import { GitFailure, runGit, type GitSetting } from "./run-git.ts";
import type { GitVersion } from "./source-version.ts";

/** A repository's own files, with one commit to be checked out. There is no work tree on this machine. */
export interface GitClone {
  readonly setting: GitSetting;
  readonly gitDirectory: string;
  readonly commit: string;
  /** What the build finds in its work tree: the commit's, or that of uncommitted files. */
  readonly tree: string;
}

/** The reference that is asked for is not in the repository. */
export class ReferenceNotFound extends Error {
  override readonly name = "ReferenceNotFound";
}

/** What is fetched lies here until the commit is known. */
const WANTED = "refs/codebuild-local/wanted";
const BRANCHES = "+refs/heads/*:refs/remotes/origin/*";
const TAGS = "+refs/tags/*:refs/tags/*";
/** Greater depths mean the whole history, as does none (user guide, create a project). */
const GREATEST_DEPTH = 25;

export interface CloneRequest {
  readonly access: GitAccess;
  readonly version: GitVersion;
  readonly depth: number | undefined;
  /** Where `.git` is made, and beside it what git needs while it works. */
  readonly gitDirectory: string;
  readonly scratch: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @throws GitFailure, ReferenceNotFound */
export async function cloneRepository(request: CloneRequest, signal: AbortSignal): Promise<GitClone> {
  const { access, gitDirectory, scratch } = request;
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  await mkdir(gitDirectory, { recursive: true });
  const setting = await prepareGit(access, gitDirectory, scratch, request.env, signal);
  // A work tree that is given at the making would stand in the repository's own configuration.
  const { GIT_WORK_TREE: _workTree, ...env } = setting.env;
  await runGit({ ...setting, env }, ["init", "--quiet", "--template="]);
  await appendFile(
    join(gitDirectory, "config"),
    `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${quote(access.location.url)}\n\tfetch = ${BRANCHES}\n`,
  );
  const commit = await fetchCommit(setting, request);
  await runGit(setting, ["update-ref", "--no-deref", "HEAD", commit]);
  await Promise.all([
    runGit(setting, ["update-ref", "-d", WANTED]),
    runGit(setting, ["read-tree", commit]),
    rm(join(gitDirectory, "FETCH_HEAD"), { force: true }),
    writeAttributes(gitDirectory),
  ]);
  return { setting, gitDirectory, commit, tree: `${commit}^{tree}` };
}

/** A source is the whole tree, whatever its attributes leave out of archives. */
async function writeAttributes(gitDirectory: string): Promise<void> {
  await mkdir(join(gitDirectory, "info"), { recursive: true });
  await writeFile(join(gitDirectory, "info/attributes"), "* -export-ignore -export-subst\n");
}

async function fetchCommit(setting: GitSetting, { version, depth }: CloneRequest): Promise<string> {
  const shallow = depth !== undefined && depth > 0 && depth <= GREATEST_DEPTH ? [`--depth=${depth}`] : undefined;
  switch (version.kind) {
    case "default":
      await fetch(setting, shallow ?? [], shallow ? [`+HEAD:${WANTED}`] : [`+HEAD:${WANTED}`, BRANCHES, TAGS]);
      return (await findCommit(setting, WANTED)) ?? throwNotFound("HEAD");
    case "commit": {
      await fetch(setting, [], [BRANCHES, TAGS]);
      const found = await findCommit(setting, version.commit);
      if (found !== undefined) return found;
      await fetch(setting, [], [`+${version.commit}:${WANTED}`]);
      return (await findCommit(setting, version.commit)) ?? throwNotFound(version.commit);
    }
    case "ref": {
      const tip = await fetchRef(setting, version.refs, version.commit === undefined ? shallow : undefined, version);
      if (version.commit === undefined) return tip;
      return (await findCommit(setting, version.commit)) ?? throwNotFound(version.commit);
    }
  }
}

async function fetchRef(
  setting: GitSetting,
  refs: readonly string[],
  shallow: readonly string[] | undefined,
  { commit }: { readonly commit: string | undefined },
): Promise<string> {
  if (shallow === undefined && commit === undefined && refs.every((ref) => /^refs\/(heads|tags)\//.test(ref))) {
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
      await fetch(setting, shallow ?? [], [`+${ref}:${WANTED}`]);
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

function throwNotFound(name: string): never {
  throw new ReferenceNotFound(name);
}
