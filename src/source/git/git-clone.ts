import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { BRANCHES, fetchCommit, namesCommit, ReferenceNotFound, toDepth, type WantedCommit } from "./fetch-commit.ts";
import type { GitMirror, KeptCommits } from "./git-mirror.ts";
import { isServersFailure } from "./git-failure-text.ts";
import { prepareGit, quote, type GitAccess } from "./git-setting.ts";
import { beginWith, removeOwnReferences, toKept } from "./kept-commits.ts";
import { GitFailure, runGit, type GitSetting } from "./run-git.ts";

/** A repository's own files, with one commit to be checked out. There is no work tree on this machine. */
export interface GitClone {
  readonly setting: GitSetting;
  readonly gitDirectory: string;
  readonly commit: string;
  /** What the build finds in its work tree: the commit's, or that of uncommitted files. */
  readonly tree: string;
}

export interface CloneRequest extends WantedCommit {
  readonly access: GitAccess;
  /** Where `.git` is made, and beside it what git needs while it works. */
  readonly gitDirectory: string;
  readonly scratch: string;
  readonly env: Readonly<Record<string, string>>;
  /** What earlier builds have kept of a repository; it is the same for the same text. `undefined`: builds keep nothing. */
  readonly mirrorOf: ((repository: string) => GitMirror) | undefined;
}

/**
 * Only what no mirror has is transferred; versions, references and depth are the server's all the same, which is always asked.
 *
 * @throws GitFailure, ReferenceNotFound
 */
export async function cloneRepository(request: CloneRequest, signal: AbortSignal): Promise<GitClone> {
  const { version, gitDirectory, scratch } = request;
  const { target } = request.access.location;
  const mirror =
    target.kind === "http" ? request.mirrorOf?.(`${target.url} ${toDepth(request) ?? "whole"}`) : undefined;
  const begin: Beginning = { mirror, lent: undefined };
  try {
    return await clone(request, begin, signal);
  } catch (error) {
    signal.throwIfAborted();
    // What git stumbles over may be the mirror's, and a commit that is in no branch may still be the server's.
    const isMirrors =
      error instanceof GitFailure
        ? !isServersFailure(error.stderr)
        : error instanceof ReferenceNotFound && namesCommit(version);
    if (begin.lent === undefined || !isMirrors) throw error;
  }
  for (const directory of [gitDirectory, scratch]) await rm(directory, { recursive: true });
  return clone(request, { mirror: mirror && { ...mirror, lend: lendNothing }, lent: undefined }, signal);
}

/** What a clone begins with, once that is known. */
interface Beginning {
  readonly mirror: GitMirror | undefined;
  lent: KeptCommits | undefined;
}

const lendNothing = (): Promise<undefined> => Promise.resolve(undefined);

async function clone(request: CloneRequest, begin: Beginning, signal: AbortSignal): Promise<GitClone> {
  const { access, gitDirectory, scratch } = request;
  const { mirror } = begin;
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  await mkdir(gitDirectory, { recursive: true });
  const setting = await prepareGit(access, gitDirectory, scratch, request.env, signal);
  // A work tree that is given at the making would stand in the repository's own configuration.
  const { GIT_WORK_TREE: _workTree, ...env } = setting.env;
  await runGit({ ...setting, env }, ["init", "--quiet", "--template="]);
  const config = join(gitDirectory, "config");
  // Without a work tree it was made bare.
  const made = (await readFile(config, "utf8")).replace("bare = true", "bare = false");
  await writeFile(config, `${made}[remote "origin"]\n\turl = ${quote(access.location.url)}\n\tfetch = ${BRANCHES}\n`);
  begin.lent = await mirror?.lend(gitDirectory);
  if (begin.lent !== undefined) await beginWith(setting, gitDirectory, begin.lent);
  const commit = await fetchCommit(setting, request, begin.lent !== undefined);
  await runGit(setting, ["update-ref", "--no-deref", "HEAD", commit]);
  await removeOwnReferences(setting, gitDirectory);
  if (mirror !== undefined)
    await mirror.keep(
      gitDirectory,
      await toKept(setting, gitDirectory, { ...request, commit }, begin.lent),
      begin.lent,
    );
  await Promise.all([
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
