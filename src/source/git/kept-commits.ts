import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isMissing } from "../../common/is-missing.ts";
import { isWhole, OWN_REFERENCES, toDepth, type WantedCommit } from "./fetch-commit.ts";
import { listPacks, type KeptCommits } from "./git-mirror.ts";
import { runGit, type GitSetting } from "./run-git.ts";

/** So many packs, one for each difference, are made into one, which has nothing that is not referred to any more. */
const MOST_PACKS = 20;
/** So many references that were fetched by themselves are remembered. */
const MOST_OTHERS = 100;

/** Makes what is kept known to git in a clone that has the packs: a fetch leaves out what these commits are made of. */
export async function beginWith(setting: GitSetting, gitDirectory: string, kept: KeptCommits): Promise<void> {
  const ids = [...new Set([...kept.tips, ...Object.values(kept.others)])];
  const references = ids.map((id, index) => `${id} ${OWN_REFERENCES}/kept/${index}\n`);
  await writeFile(packedReferences(gitDirectory), references.join(""));
  await writeShallow(gitDirectory, kept.shallow);
  if ((await listPacks(gitDirectory)).length > MOST_PACKS)
    await runGit(setting, ["repack", "-a", "-d", "-n", "--quiet"]);
}

/** Leaves only what was fetched. */
export async function removeOwnReferences(setting: GitSetting, gitDirectory: string): Promise<void> {
  const commands = await runGit(setting, ["for-each-ref", "--format=delete %(refname)", OWN_REFERENCES]);
  await runGit(setting, ["update-ref", "--stdin"], commands.toString());
  const path = packedReferences(gitDirectory);
  if ((await readLines(path)).every((line) => line.startsWith("#"))) await rm(path, { force: true });
}

/**
 * What a later clone of the same repository and depth can begin with, of a clone that has only what was fetched.
 *
 * @param lent what this one began with
 */
export async function toKept(
  setting: GitSetting,
  gitDirectory: string,
  wanted: WantedCommit & { readonly commit: string },
  lent: KeptCommits | undefined,
): Promise<KeptCommits> {
  const { version, commit } = wanted;
  const latest = { [version.kind === "ref" ? (version.refs[0] ?? "") : version.kind]: commit };
  if (toDepth(wanted) !== undefined)
    return { tips: [], others: latest, shallow: await pruneShallow(setting, gitDirectory, commit) };
  if (!isWhole(wanted)) {
    const others = { ...lent?.others, ...latest };
    return {
      tips: lent?.tips ?? [],
      others: Object.keys(others).length > MOST_OTHERS ? latest : others,
      shallow: [],
    };
  }
  const found = (await runGit(setting, ["for-each-ref", "--format=%(objectname)"])).toString();
  return { tips: [...new Set(found.split("\n").filter((id) => id !== ""))], others: latest, shallow: [] };
}

/** Forgets where earlier fetches broke the history off. @returns the commits at which this one did */
async function pruneShallow(setting: GitSetting, gitDirectory: string, commit: string): Promise<string[]> {
  const before = new Set(await readLines(join(gitDirectory, "shallow")));
  const roots = (await runGit(setting, ["rev-list", "--max-parents=0", commit])).toString().split("\n");
  const shallow = roots.filter((id) => before.has(id));
  await writeShallow(gitDirectory, shallow);
  return shallow;
}

async function writeShallow(gitDirectory: string, shallow: readonly string[]): Promise<void> {
  const path = join(gitDirectory, "shallow");
  if (shallow.length === 0) await rm(path, { force: true });
  else await writeFile(path, shallow.map((id) => `${id}\n`).join(""));
}

function packedReferences(gitDirectory: string): string {
  return join(gitDirectory, "packed-refs");
}

/** @returns none where there is no such file */
async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
