import { appendFile } from "node:fs/promises";
import { join, posix } from "node:path";

import { cloneRepository, type CloneRequest, type GitClone } from "./git-clone.ts";
import { originOf, toGitLocation, type GitLocation, type LocationRewrite } from "./git-location.ts";
import { quote, type GitAccess, type GitCredential } from "./git-setting.ts";
import { runGit } from "./run-git.ts";

/** A submodule, or one of a submodule. */
export interface Submodule {
  /** Of its work tree, from the root of the source. */
  readonly path: string;
  /** Of its git directory, from the root of the source: `.git/modules/…`. */
  readonly gitPath: string;
  readonly clone: GitClone;
}

/** What a tree says of its submodules can't be done. The message is for the user. */
export class InvalidSubmodule extends Error {
  override readonly name = "InvalidSubmodule";
}

export interface SubmoduleRequest {
  readonly rewrites: readonly LocationRewrite[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly mirrorOf: CloneRequest["mirrorOf"];
  /** The credential for a place that takes signatures, each good for one repository. */
  sign(location: GitLocation): Promise<GitCredential | undefined>;
  /** A new private directory at each call. */
  scratch(): string;
  /** Told before each fetch: what a failure is about. */
  onAccess(access: GitAccess): void;
}

const DEEPEST = 16;
const MOST = 500;

/**
 * Fetches the submodules of a clone, and theirs, whole histories. A credential is offered to the host that it is for, no other.
 *
 * @throws GitFailure, InvalidSubmodule
 */
export async function fetchSubmodules(
  parent: { readonly clone: GitClone; readonly access: GitAccess; readonly path: string; readonly gitPath: string },
  request: SubmoduleRequest,
  depth = 0,
): Promise<Submodule[]> {
  const declared = await readDeclared(parent.clone);
  if (declared.length > MOST || (declared.length > 0 && depth >= DEEPEST))
    throw new InvalidSubmodule(`there are more than ${MOST} submodules, or more than ${DEEPEST} within each other`);
  const found: Submodule[] = [];
  for (const { name, path: below, url, commit } of declared) {
    const access = await toAccess(url, parent.access, request);
    request.onAccess(access);
    const path = posix.join(parent.path, below);
    const gitPath = `${parent.gitPath}/modules/${name}`;
    const clone = await cloneRepository(
      {
        access,
        version: { kind: "commit", commit },
        depth: undefined,
        gitDirectory: join(parent.clone.gitDirectory, "modules", name),
        scratch: request.scratch(),
        env: request.env,
        mirrorOf: request.mirrorOf,
      },
      request.signal,
    );
    await appendFile(
      join(clone.gitDirectory, "config"),
      `[core]\n\tworktree = ${quote(posix.relative(gitPath, path))}\n`,
    );
    await appendFile(
      join(parent.clone.gitDirectory, "config"),
      `[submodule ${quote(name)}]\n\tactive = true\n\turl = ${quote(access.location.url)}\n`,
    );
    found.push({ path, gitPath, clone });
    found.push(...(await fetchSubmodules({ clone, access, path, gitPath }, request, depth + 1)));
  }
  return found;
}

interface Declared {
  readonly name: string;
  readonly path: string;
  readonly url: string;
  readonly commit: string;
}

/** The tree's submodules that its .gitmodules names; git leaves others alone too. */
async function readDeclared({ setting, tree }: GitClone): Promise<Declared[]> {
  const commits = new Map<string, string>();
  for (const line of (await runGit(setting, ["ls-tree", "-r", "-z", "--full-tree", tree])).toString().split("\0")) {
    const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (commit !== undefined && path !== undefined) commits.set(path, commit);
  }
  if (commits.size === 0) return [];
  const inTree = (await runGit(setting, ["ls-tree", "-z", tree, ".gitmodules"])).toString();
  if (!inTree.startsWith("100")) return [];
  const blob = `${tree.replace(/\^\{tree\}$/, "")}:.gitmodules`;
  const settings = (await runGit(setting, ["config", "--blob", blob, "--null", "--list"])).toString();
  const modules = new Map<string, { path?: string; url?: string }>();
  for (const line of settings.split("\0")) {
    const [, name, key, value] = /^submodule\.(.*)\.(path|url)\n(.*)$/s.exec(line) ?? [];
    if (name === undefined || key === undefined) continue;
    modules.set(name, { ...modules.get(name), [key]: value });
  }
  const declared: Declared[] = [];
  for (const [name, { path, url }] of modules) {
    const commit = path === undefined ? undefined : commits.get(path);
    if (path === undefined || url === undefined || commit === undefined) continue;
    requirePlain(name);
    requirePlain(path);
    declared.push({ name, path, url, commit });
  }
  return declared;
}

/** A name becomes a directory's. */
function requirePlain(name: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u001f\\]/.test(name) || name.split("/").some((part) => /^(\.{0,2}|\.git.*|-.*)$/i.test(part)))
    throw new InvalidSubmodule(`submodule ${JSON.stringify(name)}: the name is not one for a directory`);
}

async function toAccess(url: string, parent: GitAccess, request: SubmoduleRequest): Promise<GitAccess> {
  const absolute = /^\.\.?\//.test(url) ? new URL(url, `${parent.location.url.replace(/\/*$/, "")}/`).href : url;
  const location = toGitLocation(absolute, request.rewrites);
  if (location === undefined)
    throw new InvalidSubmodule(`submodule URL ${JSON.stringify(url)}: only https:// and http:// are fetched`);
  const isSameHost = originOf(location.url) === originOf(parent.location.url);
  return {
    location,
    credential: location.credential ?? (await request.sign(location)) ?? (isSameHost ? parent.credential : undefined),
    insecureSsl: isSameHost && parent.insecureSsl,
    certificates: parent.certificates,
  };
}
