import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { isMissing } from "../../common/is-missing.ts";

/**
 * What is kept of one repository for later clones: immutable packs, and what they are good for. It is no repository of its own, so
 * that there is no configuration, hook or credential in it.
 */
export interface GitMirror {
  /**
   * Puts the packs into a new clone, checked. Never rejects: a mirror that is damaged or can't be read is thrown away, and our own log
   * tells of it.
   *
   * @returns `undefined` where there are none
   */
  lend(gitDirectory: string): Promise<KeptCommits | undefined>;
  /**
   * Keeps the clone's packs in the place of what was kept before, whole or not at all. Never rejects: our own log tells of a mirror
   * that can't be kept.
   *
   * @param lent what the clone began with
   */
  keep(gitDirectory: string, kept: KeptCommits, lent: KeptCommits | undefined): Promise<void>;
}

/** What a later fetch need not transfer again: all that these commits and tags are made of. */
export interface KeptCommits {
  /** Ids of the tips that a fetch of all branches and tags found. */
  readonly tips: readonly string[];
  /** Ids of those that were fetched by themselves, by what they were called. */
  readonly others: Readonly<Record<string, string>>;
  /** Ids of the commits whose parents are left out. */
  readonly shallow: readonly string[];
}

/** What a mirror's directory holds besides its packs. */
const INDEX = "kept.json";

export interface MirrorContent extends KeptCommits {
  /** Names without their endings. */
  readonly packs: readonly string[];
}

/** A mirror whose packs are not what they were. */
export class DamagedMirror extends Error {
  override readonly name = "DamagedMirror";
}

/** @returns `undefined` where there is no mirror. @throws DamagedMirror */
export async function readMirror(directory: string): Promise<MirrorContent | undefined> {
  let text: string;
  try {
    text = await readFile(join(directory, INDEX), "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as MirrorContent;
  } catch (cause) {
    throw new DamagedMirror(`${INDEX} is not JSON`, { cause });
  }
}

/** A whole mirror of a clone's packs, in a directory that nobody knows yet. */
export async function writeMirror(directory: string, gitDirectory: string, content: MirrorContent): Promise<void> {
  const from = packDirectory(gitDirectory);
  for (const name of content.packs.flatMap(toFiles)) await share(join(from, name), join(directory, name));
  await writeFile(join(directory, INDEX), JSON.stringify(content), { flush: true });
}

/** Names of the clone's packs, without their endings. */
export async function listPacks(gitDirectory: string): Promise<string[]> {
  const names = await readdir(packDirectory(gitDirectory));
  return names.flatMap((name) => (name.endsWith(".pack") ? basename(name, ".pack") : [])).sort();
}

/** @throws DamagedMirror; the clone has none of the packs then */
export async function lendPacks(directory: string, { packs }: MirrorContent, gitDirectory: string): Promise<void> {
  const to = packDirectory(gitDirectory);
  const names = packs.flatMap(toFiles);
  try {
    for (const name of names) await share(join(directory, name), join(to, name));
    for (const name of names) await requireSound(join(to, name));
  } catch (error) {
    // What is left of it in the clone would be taken for the clone's own.
    for (const name of names) await rm(join(to, name), { force: true });
    throw isMissing(error) ? new DamagedMirror("a file is missing", { cause: error }) : error;
  }
}

function packDirectory(gitDirectory: string): string {
  return join(gitDirectory, "objects/pack");
}

function toFiles(pack: string): string[] {
  return [`${pack}.pack`, `${pack}.idx`];
}

/** Nobody writes to a pack, so one file serves all that have it, where the file system can do so. */
async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isMissing(error)) throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

const SUM = 20;

/** Packs and their indexes end with the SHA-1 of all that is before (git's pack format). */
async function requireSound(path: string): Promise<void> {
  const hash = createHash("sha1");
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
    const data = Buffer.concat([end, chunk]);
    const body = Math.max(0, data.length - SUM);
    hash.update(data.subarray(0, body));
    end = data.subarray(body);
  }
  if (!hash.digest().equals(end)) throw new DamagedMirror(`${basename(path)} is damaged`);
}
