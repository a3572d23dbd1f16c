import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

import type { Clock } from "../../common/clock.ts";
import { isMissing } from "../../common/is-missing.ts";
import type { Logger } from "../../common/logger.ts";
import type { SourceCache, SourceCacheOwner } from "../source-cache.ts";
import {
  DamagedMirror,
  lendPacks,
  listPacks,
  readMirror,
  writeMirror,
  type GitMirror,
  type MirrorContent,
} from "./git-mirror.ts";

/** The mirrors of all projects. */
export interface GitMirrors extends SourceCache {
  /** @param repository whatever tells what is kept from all else of the owner's: its URL, the depth */
  of(owner: SourceCacheOwner, repository: string): GitMirror;
}

export interface GitMirrorsOptions {
  /** Of the mirrors alone. */
  readonly directory: string;
  /** On the same file system; what a killed process has left there is gone at the next start. */
  readonly temporaryDirectory: string;
  /** Whether the owner's generation is still in force. Synchronous, so that a mirror never appears after it was dropped. */
  isCurrent(owner: SourceCacheOwner): boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

const OWNER = "owner.json";
/** How long a mirror stays that no build uses, in milliseconds. */
const UNUSED_FOR = 30 * 24 * 60 * 60 * 1000;

/**
 * A directory an owner, with a directory a repository. A mirror is never written to: a new one is made beside it and takes its
 * place. So builds at the same time don't disturb each other, and a process that is killed leaves the old mirror, or for a moment none.
 */
export function createGitMirrors(options: GitMirrorsOptions): GitMirrors {
  const { directory, temporaryDirectory, clock, logger } = options;

  const throwAway = async (path: string): Promise<void> => {
    const aside = join(temporaryDirectory, `mirror-${randomUUID()}`);
    try {
      await rename(path, aside);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    await rm(aside, { recursive: true, force: true });
  };

  const put = (owner: SourceCacheOwner, place: string, made: string): string | undefined => {
    if (!options.isCurrent(owner)) return made;
    const home = join(place, "..");
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(join(home, OWNER), JSON.stringify(owner));
    const aside = join(temporaryDirectory, `mirror-${randomUUID()}`);
    let old: string | undefined = aside;
    try {
      renameSync(place, aside);
    } catch (error) {
      if (!isMissing(error)) throw error;
      old = undefined;
    }
    renameSync(made, place);
    return old;
  };

  const replace = async (owner: SourceCacheOwner, place: string, gitDirectory: string, content: MirrorContent) => {
    const made = await mkdtemp(join(temporaryDirectory, "mirror-"));
    let rest: string | undefined = made;
    try {
      await writeMirror(made, gitDirectory, content);
      rest = put(owner, place, made);
    } finally {
      if (rest !== undefined) await rm(rest, { recursive: true, force: true });
    }
  };

  return {
    of(owner, repository) {
      const { account, region, project, generation } = owner;
      const place = join(directory, toName([account, region, project, generation].join("\n")), toName(repository));
      return {
        async lend(gitDirectory) {
          try {
            return await lendFrom(place, gitDirectory);
          } catch (error) {
            logger.warn("a source's mirror is damaged and is fetched anew", { project, error });
          }
          try {
            await throwAway(place);
          } catch (error) {
            logger.warn("a source's mirror could not be removed", { project, error });
          }
          return undefined;
        },
        async keep(gitDirectory, { tips, others, shallow }, lent) {
          try {
            const content = { tips, others, shallow, packs: await listPacks(gitDirectory) };
            if (JSON.stringify(content) === JSON.stringify(lent)) await touch(place, clock.now());
            else await replace(owner, place, gitDirectory, content);
          } catch (error) {
            logger.warn("a source's mirror could not be kept", { project, error });
          }
        },
      };
    },
    async removeUnused() {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      for (const name of await readdir(directory)) {
        const home = join(directory, name);
        const owner = await readOwner(home);
        if (owner === undefined || !options.isCurrent(owner)) {
          await throwAway(home);
          continue;
        }
        for (const each of await readdir(home))
          if (each !== OWNER && (await lastUse(join(home, each))) < clock.now() - UNUSED_FOR)
            await throwAway(join(home, each));
      }
    },
  };
}

/** Another build may put a new mirror in its place meanwhile: then that one is lent. @throws DamagedMirror */
async function lendFrom(place: string, gitDirectory: string): Promise<MirrorContent | undefined> {
  for (let found = await readMirror(place); ;) {
    if (found === undefined) return undefined;
    try {
      await lendPacks(place, found, gitDirectory);
      return found;
    } catch (error) {
      if (!(error instanceof DamagedMirror)) throw error;
      const now = await readMirror(place);
      if (JSON.stringify(now) === JSON.stringify(found)) throw error;
      found = now;
    }
  }
}

function toName(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** @returns `undefined` for what is none of a whole home */
async function readOwner(home: string): Promise<SourceCacheOwner | undefined> {
  try {
    return JSON.parse(await readFile(join(home, OWNER), "utf8")) as SourceCacheOwner;
  } catch {
    return undefined;
  }
}

/** A mirror that was replaced or is gone by now is in use. */
async function touch(place: string, time: number): Promise<void> {
  try {
    await utimes(place, time / 1000, time / 1000);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function lastUse(place: string): Promise<number> {
  try {
    return (await stat(place)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
