import { createHash } from "node:crypto";
import { posix } from "node:path";

import { createGlob, isGlob, literalPrefix } from "../common/glob.ts";

/** One of a buildspec's cache paths, as it is meant in a build. Plain data: it is kept in the record of the run. */
export interface CachePath {
  /** Whether `pattern` counts from the source directory, which each build has elsewhere, or from `/`. */
  readonly from: "source" | "root";
  /** Without a slash at either end; may be empty. */
  readonly pattern: string;
}

/** Which files a list of cache paths means. */
export interface CachePatterns {
  /** Together they hold every match, and none lies in another. From the source directory or `/`, as their paths. */
  readonly roots: readonly CacheRoot[];
  /** @param isDirectory of directories only those are cached that belong to a tree; the files in others make their own. */
  readonly matches: (from: CachePath["from"], path: string, isDirectory: boolean) => boolean;
}

export interface CacheRoot {
  readonly from: CachePath["from"];
  readonly path: string;
}

/**
 * What begins below the source directory, however it is written, counts from there.
 *
 * @param text from the source directory, absolute, or below `~`; `..` leads where it leads in the container
 */
export function toCachePath(text: string, sourceDirectory: string, home: string): CachePath {
  const path = posix.resolve(
    sourceDirectory,
    text.replace(/^~(?=\/|$)/, () => home),
  );
  if (path === sourceDirectory) return { from: "source", pattern: "" };
  return path.startsWith(`${sourceDirectory}/`)
    ? { from: "source", pattern: path.slice(sourceDirectory.length + 1) }
    : { from: "root", pattern: path.slice(1) };
}

export function createCachePatterns(paths: readonly CachePath[]): CachePatterns {
  const globs = paths.map(({ from, pattern }) => {
    const isPlain = !isGlob(posix.basename(pattern));
    return {
      from,
      file: createGlob(pattern),
      // A path that names something names all that is in it.
      tree: isPlain ? createGlob(pattern === "" ? "**" : `${pattern}/**`) : undefined,
      directories: isPlain || /(^|\/)\*\*(\/\*)?$/.test(pattern),
    };
  });
  return {
    roots: outermost(
      paths.map(({ from, pattern }) => ({ from, path: isGlob(pattern) ? literalPrefix(pattern) : pattern })),
    ),
    matches: (from, path, isDirectory) =>
      globs.some(
        (glob) =>
          glob.from === from &&
          (glob.directories || !isDirectory) &&
          (glob.file.matches(path) || glob.tree?.matches(path) === true),
      ),
  };
}

function outermost(roots: readonly CacheRoot[]): readonly CacheRoot[] {
  const holds = (one: CacheRoot, other: CacheRoot): boolean =>
    one.from === other.from && (one.path === "" || other.path.startsWith(`${one.path}/`));
  return roots.filter(
    (root, index) =>
      !roots.some((other) => other !== root && holds(other, root) && !(other.path === root.path)) &&
      roots.findIndex((other) => other.from === root.from && other.path === root.path) === index,
  );
}

/** The version of a cache: other paths, another cache (user guide, Amazon S3 caching). @param paths as written */
export function toCacheVersion(paths: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(paths)).digest("hex");
}

/**
 * The directory that a path stands for, where it stands for a whole one: `a`, `a/*` and `a/**` + `/*` for `a`; `undefined`
 * for a pattern within a directory.
 */
export function toWholeDirectory({ from, pattern }: CachePath): CacheRoot | undefined {
  const path = pattern.replace(/(^|\/)(\*\*\/\*|\*\*|\*)$/, "");
  return isGlob(path) ? undefined : { from, path };
}
