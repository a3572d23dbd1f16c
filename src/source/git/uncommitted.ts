import { existsSync } from "node:fs";
import { join } from "node:path";

import type { GitClone } from "./git-clone.ts";
import { runGit } from "./run-git.ts";

/**
 * The clone with the working repository's files as they are now: changed, new and deleted ones as `git add --all` takes them,
 * so without what is ignored. The commit stays, so that `git status` in the build tells the same differences.
 */
export async function withUncommitted(clone: GitClone, workingRepository: string): Promise<GitClone> {
  const env = { ...clone.setting.env, GIT_WORK_TREE: workingRepository };
  const setting = { ...clone.setting, env, directory: workingRepository };
  const excludes = join(workingRepository, ".git/info/exclude");
  const ignored = existsSync(excludes) ? ["-c", `core.excludesFile=${excludes}`] : [];
  await runGit(setting, [...ignored, "add", "--all", "."]);
  const tree = (await runGit(setting, ["write-tree"])).toString().trim();
  await runGit(clone.setting, ["read-tree", clone.commit]);
  return { ...clone, tree };
}

/** A bare repository has no files of its own. */
export function hasWorkTree(path: string): boolean {
  return existsSync(join(path, ".git"));
}
