import { posix } from "node:path";
import { PassThrough, pipeline, Readable } from "node:stream";
import { pipeline as pipelined } from "node:stream/promises";

import { extract, pack, type Header, type Pack } from "tar-stream";

import { walkArchive, type ArchiveEntry } from "../artifacts/archive-walk.ts";
import { PathNotFound, type BuildEnvironment } from "../environment/build-environment.ts";
import { createCachePatterns, type CachePath, type CacheRoot } from "./cache-paths.ts";

/** As the kernel's. */
const LONGEST_LINK_CHAIN = 40;
/** Contents up to this are put in at once. */
const LARGEST_AT_ONCE = 262_144;
/** The name of the last entry: an archive without it is not whole. */
const END = "codebuild-local-cache-end";

type Archives = Pick<BuildEnvironment, "getArchive">;
type NewHeader = Parameters<Pack["entry"]>[0];

/** The archive of a cache is not whole, or has what no cache has. */
export class InvalidCache extends Error {
  override readonly name = "InvalidCache";
}

/**
 * What the paths name in the environment, as one tar: below `source/` what counts from the source directory, below `root/`
 * the rest. Modes, owners, times and links are kept; what is neither file, directory nor link is left out. Nothing is held
 * in memory, and no path is resolved but within the environment.
 */
export function packCache(environment: Archives, paths: readonly CachePath[], sourceDirectory: string): Readable {
  const { roots, matches } = createCachePatterns(paths);
  return packed(async (tar) => {
    for (const root of roots) {
      for await (const entry of walkRoot(environment, root, sourceDirectory)) {
        const { path, type } = entry;
        const isTop = path === root.path && type === "directory";
        if (type === "other" || path === "" || !(isTop || matches(root.from, path, type === "directory"))) continue;
        // Of a file that is not cached there would be nothing to link to.
        if (type === "link" && !matches(root.from, entry.target, false)) continue;
        const { mode, uid, gid, modified: mtime } = entry;
        const linkname = type === "link" ? toName(root.from, entry.target) : entry.target;
        const header = { name: toName(root.from, path), type, mode, uid, gid, mtime, linkname };
        await addEntry(tar, type === "file" ? { ...header, size: entry.size } : header, entry.open);
      }
    }
    await addEntry(tar, { name: END, type: "file", mtime: new Date(0), size: 0 }, () => Readable.from([]));
  });
}

/**
 * The tar that puts a cache back into an environment at `/`, from one that `packCache` made in another. Whatever else is in
 * it, by whomever it was made: only files, directories and links that the paths name come out.
 *
 * @throws InvalidCache by way of the stream
 */
export function unpackCache(archive: Readable, paths: readonly CachePath[], sourceDirectory: string): Readable {
  const { roots, matches } = createCachePatterns(paths);
  const isCached = (from: CachePath["from"], path: string, isDirectory: boolean): boolean =>
    matches(from, path, isDirectory) || (isDirectory && roots.some((root) => root.from === from && root.path === path));
  const toPlace = (from: CachePath["from"], path: string): string =>
    from === "source" ? `${sourceDirectory.slice(1)}/${path}` : path;

  return packed(async (tar) => {
    const entries = extract();
    // Errors of either side reach the loop below.
    pipeline(archive, entries, () => undefined);
    let isWhole = false;
    try {
      for await (const content of entries) {
        const { name, type, mode, uid, gid, mtime, size, linkname } = content.header;
        if (name === END) isWhole = true;
        const named = parseName(name);
        const kind = TYPES.get(type);
        if (named !== undefined && kind !== undefined && isCached(named.from, named.path, kind === "directory")) {
          const header = { name: toPlace(named.from, named.path), type: kind, mode: mode & 0o7777, uid, gid, mtime };
          const target = kind === "link" ? parseName(linkname) : undefined;
          if (kind === "file")
            await addEntry(tar, { ...header, size }, () => Readable.from(content, { objectMode: false }));
          else if (kind === "symlink") await addEntry(tar, { ...header, linkname });
          else if (kind === "directory") await addEntry(tar, header);
          else if (target !== undefined && isCached(target.from, target.path, false))
            await addEntry(tar, { ...header, linkname: toPlace(target.from, target.path) });
        }
        content.resume();
      }
    } catch (cause) {
      throw new InvalidCache(cause instanceof Error ? cause.message : String(cause), { cause });
    } finally {
      archive.destroy();
    }
    if (!isWhole) throw new InvalidCache("the archive is not whole");
  });
}

const TYPES: ReadonlyMap<Header["type"], "file" | "directory" | "symlink" | "link"> = new Map([
  ["file", "file"],
  ["contiguous-file", "file"],
  ["directory", "directory"],
  ["symlink", "symlink"],
  ["link", "link"],
]);

/** The entries of a root with their paths as those of patterns; links in its place are followed, and nothing there gives none. */
async function* walkRoot(
  environment: Archives,
  root: CacheRoot,
  sourceDirectory: string,
): AsyncGenerator<ArchiveEntry, undefined> {
  let place = posix.join(root.from === "source" ? sourceDirectory : "/", root.path);
  for (let hops = 0; hops <= LONGEST_LINK_CHAIN; hops++) {
    let movedTo: string | undefined;
    try {
      for await (const entry of walkArchive(environment, place, () => undefined)) {
        if (entry.path === "" && entry.type === "symlink") {
          movedTo = posix.resolve(posix.dirname(place), entry.target);
          break;
        }
        const target = entry.type === "link" ? posix.join(root.path, entry.target) : entry.target;
        yield { ...entry, path: posix.join(root.path, entry.path).replace(/^\.$/, ""), target };
      }
    } catch (error) {
      if (error instanceof PathNotFound) return undefined;
      throw error;
    }
    if (movedTo === undefined) return undefined;
    place = movedTo;
  }
  return undefined;
}

function toName(from: CachePath["from"], path: string): string {
  return `${from}/${path}`;
}

/** `undefined` for names that `toName` doesn't make. */
function parseName(name: string): { readonly from: CachePath["from"]; readonly path: string } | undefined {
  const [, from, path = ""] = /^(source|root)\/(.+?)\/?$/s.exec(name) ?? [];
  if (from === undefined || path.split("/").some((part) => part === "" || part === "." || part === ".."))
    return undefined;
  return { from: from === "source" ? "source" : "root", path };
}

/** A tar that is filled as it is read; what `fill` throws becomes the stream's error. */
function packed(fill: (tar: Pack) => Promise<void>): Readable {
  const tar = pack();
  const content = new PassThrough();
  // An early end of either side ends the other.
  pipeline(tar, content, () => undefined);
  fill(tar).then(
    () => tar.finalize(),
    (error: unknown) => content.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return content;
}

async function addEntry(tar: Pack, header: NewHeader, open?: () => Readable): Promise<void> {
  if (header.size === undefined || header.size <= LARGEST_AT_ONCE) {
    const bytes = header.size === undefined || open === undefined ? "" : Buffer.concat(await Array.fromAsync(open()));
    await new Promise<void>((resolve, reject) => {
      tar.entry(header, bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    return;
  }
  const added = Promise.withResolvers<undefined>();
  const sink = tar.entry(header, (error) => {
    if (error) added.reject(error);
    else added.resolve(undefined);
  });
  await Promise.all([pipelined(open?.() ?? Readable.from([]), sink), added.promise]);
}
