import { posix } from "node:path";
import { Readable } from "node:stream";

import { PhaseError } from "../domain/phase-error.ts";
import { type BuildEnvironment, PathNotFound } from "../environment/build-environment.ts";
import { type ArchiveEntry, walkArchive } from "./archive-walk.ts";
import {
  type ArtifactPatterns,
  type ArtifactRoot,
  type ArtifactSection,
  createArtifactPatterns,
} from "./artifact-patterns.ts";
import type { ArtifactFile } from "./artifact-store.ts";

type Archives = Pick<BuildEnvironment, "getArchive">;

/** As the kernel's limit. */
const LONGEST_LINK_CHAIN = 40;
/** Links are fetched one by one (0.1 s each) up to so many; more, and the tree is gone through a second time (3 s for 50,000 files). */
const MOST_SINGLE_LINKS = 16;
/** What the second time keeps of a file that several links name. */
const LARGEST_KEPT_FILE = 1_048_576;

/** A matched link whose file is still to be found. */
interface Link {
  /** From the source directory, for messages. */
  readonly file: string;
  /** In the artifact. */
  readonly path: string;
  /** Absolute, in the environment. */
  readonly target: string;
}

/**
 * The files of one artifact, read out of the environment: the places that the patterns name are fetched as tar streams and
 * filtered here, nothing is kept whole. Fetch one content to its end before the next.
 *
 * Regular files come first, in the archive's order, then what links stand for: a symlink to a file is that file, wherever in
 * the environment it is; one to a directory is followed only where a pattern without special characters names it; one to
 * nothing, and what is no file at all, is skipped with a line in the log. Of two files that would get the same name in the
 * artifact, the first stays.
 *
 * @param spec with `baseDirectory`, `files` and `excludePaths` as they are meant: nothing is expanded here.
 * @param log takes lines of the build's log, without prefix.
 * @throws PhaseError `CLIENT_ERROR` `no matching artifact paths found` after the last file when there was none; for paths outside
 * the source directory before the first.
 */
export async function* selectArtifacts(
  environment: Archives,
  sourceDirectory: string,
  spec: ArtifactSection,
  log: (line: string) => void,
): AsyncGenerator<ArtifactFile, undefined> {
  const patterns = createArtifactPatterns(spec, sourceDirectory);
  const base = spec.baseDirectory ?? ".";
  for (const line of [`Expanding base directory path: ${base}`, "Assembling file list", `Expanding ${base}`]) log(line);
  for (const line of [`Expanding file paths for base directory ${base}`, "Assembling file list"]) log(line);
  for (const pattern of spec.files) log(`Expanding ${pattern}`);

  const selection = new Selection(environment, sourceDirectory, patterns, spec.keepLinks === true, log);
  let found = 0;
  for (const root of patterns.roots) {
    for await (const file of selection.below(root)) {
      found++;
      yield file;
    }
  }
  for (const pattern of patterns.unmatched()) log(`Skipping invalid file path ${pattern}`);
  if (found === 0) throw new PhaseError("CLIENT_ERROR", "no matching artifact paths found");
  log(`Found ${found} file(s)`);
  return undefined;
}

class Selection {
  readonly #environment: Archives;
  readonly #sourceDirectory: string;
  readonly #patterns: ArtifactPatterns;
  readonly #keepLinks: boolean;
  readonly #log: (line: string) => void;
  readonly #names = new Set<string>();

  constructor(
    environment: Archives,
    sourceDirectory: string,
    patterns: ArtifactPatterns,
    keepLinks: boolean,
    log: (line: string) => void,
  ) {
    this.#environment = environment;
    this.#sourceDirectory = sourceDirectory;
    this.#patterns = patterns;
    this.#keepLinks = keepLinks;
    this.#log = log;
  }

  /** Nothing there gives no files. */
  async *below(root: ArtifactRoot): AsyncGenerator<ArtifactFile, undefined> {
    let directory = posix.join(this.#sourceDirectory, root.path);
    for (let hops = 0; hops <= LONGEST_LINK_CHAIN; hops++) {
      const links: Link[] = [];
      let movedTo: string | undefined;
      try {
        for await (const entry of this.#walk(directory)) {
          if (entry.path === "" && entry.type === "symlink" && !(root.fileOnly && this.#keeps(directory, entry))) {
            movedTo = posix.resolve(posix.dirname(directory), entry.target);
            break;
          }
          if (entry.type === "directory") {
            if (root.fileOnly) break;
            continue;
          }
          const file = posix.join(root.path, entry.path);
          const path = this.#claim(file, entry);
          if (path === undefined) continue;
          if (entry.type === "file") yield toArtifactFile(path, entry);
          else if (this.#keeps(directory, entry)) yield toKeptLink(path, entry);
          else links.push({ file, path, target: linkTarget(directory, entry) });
        }
      } catch (error) {
        if (error instanceof PathNotFound) return undefined;
        throw error;
      }
      if (movedTo === undefined) {
        yield* this.#resolve(directory, links);
        return undefined;
      }
      directory = movedTo;
    }
    this.#log(`Skipping ${root.path}: too many levels of symbolic links`);
    return undefined;
  }

  /** Whether the link is kept as one. */
  #keeps(directory: string, entry: ArchiveEntry): boolean {
    if (!this.#keepLinks || entry.type !== "symlink" || entry.target.startsWith("/")) return false;
    const target = linkTarget(directory, entry);
    return target === this.#sourceDirectory || target.startsWith(`${this.#sourceDirectory}/`);
  }

  /** The file's place in the artifact, once; `undefined` when it has none. */
  #claim(file: string, entry: ArchiveEntry): string | undefined {
    const place = this.#patterns.place(file);
    if (place === undefined) return undefined;
    if (entry.type === "other") {
      this.#log(`Skipping ${file}: not a regular file`);
      return undefined;
    }
    if (this.#names.has(place.path)) {
      this.#log(`Skipping ${file}: the artifact has a file ${place.path} already`);
      return undefined;
    }
    this.#names.add(place.path);
    return place.path;
  }

  /** The files that the links of one archive stand for. */
  async *#resolve(directory: string, links: readonly Link[]): AsyncGenerator<ArtifactFile, undefined> {
    let open = links;
    if (links.length > MOST_SINGLE_LINKS) {
      const wanted = Map.groupBy(links, ({ target }) => target);
      for await (const entry of this.#walk(directory)) {
        const target = posix.join(directory, entry.path);
        const waiting = wanted.get(target);
        if (entry.type !== "file" || waiting === undefined) continue;
        if (waiting.length > 1 && entry.size > LARGEST_KEPT_FILE) continue;
        wanted.delete(target);
        if (waiting.length === 1) for (const { path } of waiting) yield toArtifactFile(path, entry);
        else {
          const bytes = Buffer.concat(await Array.fromAsync(entry.open() as AsyncIterable<Uint8Array>));
          for (const { path } of waiting) yield toArtifactFile(path, { ...entry, open: () => Readable.from([bytes]) });
        }
      }
      open = [...wanted.values()].flat();
    }
    for (const link of open) yield* this.#fetch(link);
    return undefined;
  }

  async *#fetch(link: Link): AsyncGenerator<ArtifactFile, undefined> {
    let target = link.target;
    for (let hops = 0; hops <= LONGEST_LINK_CHAIN; hops++) {
      let movedTo: string | undefined;
      try {
        for await (const entry of this.#walk(target)) {
          if (entry.type === "symlink") movedTo = posix.resolve(posix.dirname(target), entry.target);
          else if (entry.type === "file") yield toArtifactFile(link.path, entry);
          else this.#skip(link, entry.type === "directory" ? "a symbolic link to a directory" : "not a regular file");
          break;
        }
      } catch (error) {
        if (!(error instanceof PathNotFound)) throw error;
        this.#skip(link, "a symbolic link to nothing");
      }
      if (movedTo === undefined) return undefined;
      target = movedTo;
    }
    this.#skip(link, "too many levels of symbolic links");
    return undefined;
  }

  #skip(link: Link, why: string): void {
    this.#names.delete(link.path);
    this.#log(`Skipping ${link.file}: ${why}`);
  }

  #walk(path: string): AsyncGenerator<ArchiveEntry, undefined> {
    return walkArchive(this.#environment, path, (name) => {
      this.#log(`Skipping ${JSON.stringify(name)}: not a plain file name`);
    });
  }
}

function linkTarget(directory: string, entry: ArchiveEntry): string {
  if (entry.type === "link") return posix.join(directory, entry.target);
  return posix.resolve(posix.dirname(posix.join(directory, entry.path)), entry.target);
}

function toArtifactFile(path: string, { mode, modified, size, open }: ArchiveEntry): ArtifactFile {
  return { path, mode, modified, size, content: open() };
}

function toKeptLink(path: string, { mode, modified, target }: ArchiveEntry): ArtifactFile {
  const bytes = Buffer.from(target);
  return { path, mode, modified, size: bytes.length, isLink: true, content: Readable.from([bytes]) };
}
