import { posix } from "node:path";

import type { GitClone } from "./git-clone.ts";
import type { Submodule } from "./git-submodules.ts";
import { runGit } from "./run-git.ts";

const LONGEST_TEXT = 16 * 1024 * 1024;

/** The text of a regular file of the source; links are followed as far as they stay in the tree. */
export async function readGitText(
  clone: GitClone,
  submodules: readonly Submodule[],
  path: string,
): Promise<string | undefined> {
  const plain = posix.normalize(path);
  if (posix.isAbsolute(plain) || plain.split("/")[0] === ".." || plain.includes("\n")) return undefined;
  const within = submodules.findLast((submodule) => plain.startsWith(`${submodule.path}/`));
  const { setting, tree } = within?.clone ?? clone;
  const rest = within === undefined ? plain : plain.slice(within.path.length + 1);
  const object = `${(await runGit(setting, ["rev-parse", "--verify", tree])).toString().trim()}:${rest}\n`;
  const found = await runGit(setting, ["cat-file", "--batch-check", "--follow-symlinks"], object);
  const [, id, size] = /^([0-9a-f]+) blob (\d+)\n$/.exec(found.toString()) ?? [];
  if (id === undefined) return undefined;
  if (Number(size) > LONGEST_TEXT) throw new Error(`${plain} is longer than ${LONGEST_TEXT} bytes`);
  return (await runGit(setting, ["cat-file", "blob", id])).toString();
}
