import { posix } from "node:path";
import { Readable } from "node:stream";

import { pack } from "tar-stream";

import { walkArchive, type ArchiveEntry } from "../../artifacts/archive-walk.ts";
import { toWholeDirectory } from "../../cache/cache-paths.ts";
import { PathNotFound, type BuildEnvironment } from "../../environment/build-environment.ts";
import { CUSTOM_CACHE, DRIVER_DIRECTORY } from "../driver/driver-paths.ts";
import type { ExpandedPath } from "./expand-cache.ts";

interface Link {
  /** Absolute: the path that the build uses. */
  readonly path: string;
  /** Absolute: the directory of the cache that it stands for. Of the same last name. */
  readonly target: string;
  readonly from: "source" | "root";
}

/**
 * Puts a symbolic link to the cache in the place of each cached directory, as AWS does, before the commands run. What the source
 * has at the path lies over what is cached; what the image has there is cached with the rest, the first time.
 */
export async function linkDirectories(
  environment: BuildEnvironment,
  paths: readonly ExpandedPath[],
  sourceDirectory: string,
  say: (line: string) => void,
): Promise<void> {
  const links: Link[] = [];
  for (const path of paths) {
    const link = toLink(path, sourceDirectory);
    if (typeof link === "string") say(`WARNING: The cache path ${path.text} is left out: ${link}`);
    else if (!links.some((other) => isWithin(link.path, other.path))) {
      // A directory takes the place of those within it.
      const outer = links.filter((other) => !isWithin(other.path, link.path));
      links.splice(0, links.length, ...outer, link);
    }
  }
  for (const link of links) await place(environment, link, say);
}

/** @returns why it can't be linked */
function toLink({ place }: ExpandedPath, sourceDirectory: string): Link | string {
  const directory = toWholeDirectory(place);
  if (directory === undefined) return "a local cache has whole directories only";
  const { from } = directory;
  const path = posix.join(from === "source" ? sourceDirectory : "/", directory.path);
  const kept = [sourceDirectory, DRIVER_DIRECTORY, CUSTOM_CACHE];
  if (kept.some((own) => isWithin(own, path)) || OWN_TREES.some((tree) => isWithin(path, tree)))
    return "it can't be replaced by a link";
  return { path, target: posix.join(CUSTOM_CACHE, from, directory.path), from };
}

/** Of the kernel and of the build's own machinery. */
const OWN_TREES = ["/proc", "/sys", "/dev", DRIVER_DIRECTORY, "/codebuild/local-cache"];

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

async function place(
  environment: BuildEnvironment,
  { path, target, from }: Link,
  say: (line: string) => void,
): Promise<void> {
  const here = await typeAt(environment, path);
  if (here !== undefined && here !== "directory") {
    say(`WARNING: The cache path ${path} is left out: what is there is no directory`);
    return;
  }
  say(`MkdirAll: ${target}`);
  const isNew = (await typeAt(environment, target)) !== "directory";
  if (isNew) await environment.putArchive("/", toDirectories(target));
  // What the image has there is the same every time, so once is enough. Names in the archive begin with that of the directory, which is the target's too.
  if (here !== undefined && (isNew || from === "source"))
    await environment.putArchive(posix.dirname(target), await environment.getArchive(path));
  say(`Symlinking: ${path} => ${target}`);
  await environment.putArchive("/", toLinkArchive(path, target));
}

/** `undefined` where nothing is. */
async function typeAt(environment: BuildEnvironment, path: string): Promise<ArchiveEntry["type"] | undefined> {
  try {
    for await (const { type } of walkArchive(environment, path, () => undefined)) return type;
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
  }
  return undefined;
}

function toDirectories(path: string): Readable {
  const tar = pack();
  const names = path.slice(1).split("/");
  names.forEach((_, index) => {
    tar.entry({ name: `${names.slice(0, index + 1).join("/")}/`, type: "directory", mode: 0o755, mtime: new Date() });
  });
  tar.finalize();
  return Readable.from(tar, { objectMode: false });
}

function toLinkArchive(path: string, target: string): Readable {
  const tar = pack();
  tar.entry({ name: path.slice(1), type: "symlink", linkname: target, mode: 0o777, mtime: new Date() });
  tar.finalize();
  return Readable.from(tar, { objectMode: false });
}
