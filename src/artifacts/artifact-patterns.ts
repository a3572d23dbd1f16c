import { posix } from "node:path";

import { createGlob, type Glob, isGlob, literalPrefix } from "../common/glob.ts";
import { PhaseError } from "../domain/phase-error.ts";

/** What a buildspec's `artifacts` section says about files. */
export interface ArtifactSection {
  readonly files: readonly string[];
  readonly baseDirectory: string | undefined;
  readonly discardPaths: boolean;
  readonly excludePaths: readonly string[];
  /** Relative symbolic links that stay within the source directory are not followed, but files of the artifact. */
  readonly keepLinks?: boolean;
}

/** Where a file of the source directory goes. */
export interface ArtifactPlace {
  /** The base directory it was found under. */
  readonly base: string;
  readonly path: string;
}

/** A place to fetch. */
export interface ArtifactRoot {
  /** From the source directory; empty: that itself. */
  readonly path: string;
  /** Only a file is meant: where a directory is there instead, nothing of it is. */
  readonly fileOnly: boolean;
}

/** An artifact section, ready to be asked about one file after another. */
export interface ArtifactPatterns {
  /** Together they hold every match, and no file is in two. */
  readonly roots: readonly ArtifactRoot[];
  /** Where the file goes; `undefined` when it is no artifact. Remembers which patterns have matched. */
  place(file: string): ArtifactPlace | undefined;
  /** The patterns that have matched nothing so far, as written. */
  unmatched(): readonly string[];
}

/** More single places than this are not fetched one by one: a fetch costs about 0.1 s, whatever its size. */
const MOST_ROOTS = 16;

/**
 * @param sourceDirectory absolute; paths that begin with it may be written absolute too.
 * @throws PhaseError `CLIENT_ERROR` for other absolute paths and for those with `..`.
 */
export function createArtifactPatterns(spec: ArtifactSection, sourceDirectory: string): ArtifactPatterns {
  const base = toRelative(spec.baseDirectory ?? "", sourceDirectory);
  const files = spec.files.map((written) => {
    const pattern = toRelative(written, posix.join(sourceDirectory, base));
    return { written, pattern, glob: createGlob(pattern), matched: false };
  });
  const excluded = spec.excludePaths.map((written) =>
    createGlob(toRelative(written, posix.join(sourceDirectory, base))),
  );
  const baseGlob = isGlob(base) ? createGlob(base) : undefined;

  return {
    roots:
      baseGlob === undefined
        ? disjoint(files.map(({ pattern }) => toRoot(base, pattern)))
        : [{ path: literalPrefix(base), fileOnly: false }],
    place(file) {
      for (const directory of baseDirectories(file, base, baseGlob)) {
        const path = directory === "" ? file : file.slice(directory.length + 1);
        const matches = files.filter(({ glob }) => glob.matches(path));
        for (const match of matches) match.matched = true;
        if (matches.length > 0 && !excluded.some((glob) => glob.matches(path))) {
          return { base: directory, path: spec.discardPaths ? posix.basename(path) : path };
        }
      }
      return undefined;
    },
    unmatched: () => files.filter(({ matched }) => !matched).map(({ written }) => written),
  };
}

/** The base directories that the file lies below, the outermost first. */
function baseDirectories(file: string, base: string, glob: Glob | undefined): readonly string[] {
  if (glob === undefined) return base === "" || file.startsWith(`${base}/`) ? [base] : [];
  const directories: string[] = [];
  for (let slash = file.indexOf("/"); slash !== -1; slash = file.indexOf("/", slash + 1)) {
    const directory = file.slice(0, slash);
    if (glob.matches(directory)) directories.push(directory);
  }
  return directories;
}

function toRelative(written: string, directory: string): string {
  const path =
    written === directory ? "." : written.startsWith(`${directory}/`) ? written.slice(directory.length + 1) : written;
  if (path.startsWith("/"))
    throw new PhaseError("CLIENT_ERROR", `Invalid artifact path ${written}: it is not below ${directory}`);
  if (path.split("/").includes(".."))
    throw new PhaseError("CLIENT_ERROR", `Invalid artifact path ${written}: it has a '..'`);
  return path
    .split("/")
    .filter((name) => name !== "." && name !== "")
    .join("/");
}

function toRoot(base: string, pattern: string): ArtifactRoot {
  const fileOnly = !isGlob(pattern);
  const path = posix.join(base, fileOnly ? pattern : literalPrefix(pattern));
  return { path: path === "." ? "" : path, fileOnly };
}

function disjoint(all: readonly ArtifactRoot[]): readonly ArtifactRoot[] {
  const directories = [...new Set(all.filter(({ fileOnly }) => !fileOnly).map(({ path }) => path))];
  const within = (path: string, directory: string): boolean => directory === "" || path.startsWith(`${directory}/`);
  const outermost = directories.filter((path) => !directories.some((other) => other !== path && within(path, other)));
  const files = new Set(all.filter(({ fileOnly }) => fileOnly).map(({ path }) => path));
  const single = [...files].filter(
    (path) => !outermost.some((directory) => path === directory || within(path, directory)),
  );
  if (outermost.length + single.length <= MOST_ROOTS) {
    return [
      ...outermost.map((path) => ({ path, fileOnly: false })),
      ...single.map((path) => ({ path, fileOnly: true })),
    ];
  }
  const names = [...outermost.map((path) => path.split("/")), ...single.map((path) => path.split("/").slice(0, -1))];
  return [{ path: names.reduce(commonNames).join("/"), fileOnly: false }];
}

function commonNames(one: readonly string[], other: readonly string[]): string[] {
  const end = one.findIndex((name, index) => name !== other[index]);
  return end === -1 ? [...one] : one.slice(0, end);
}
