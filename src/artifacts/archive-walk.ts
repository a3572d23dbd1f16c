import { posix } from "node:path";
import { pipeline, Readable } from "node:stream";

import { extract, type Header } from "tar-stream";

import type { BuildEnvironment } from "../environment/build-environment.ts";

/** One entry of a directory's archive. */
export interface ArchiveEntry {
  /** From the directory the archive is of; empty for that directory (or file) itself. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "link" | "other";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modified: Date;
  readonly size: number;
  /** Of a symlink: as stored. Of a hard link: the other entry's path, as `path`. */
  readonly target: string;
  /** The content, once. To be read to its end, or not at all, before the next entry is asked for. */
  readonly open: () => Readable;
}

/**
 * The entries below `directory` of the environment, in the order of the archive; nothing is kept. Leaving the loop ends the
 * transfer. Entries whose name would leave the directory are given to `onHostileName` and left out.
 *
 * @throws PathNotFound
 */
export async function* walkArchive(
  environment: Pick<BuildEnvironment, "getArchive">,
  directory: string,
  onHostileName: (name: string) => void,
): AsyncGenerator<ArchiveEntry, undefined> {
  const archive = await environment.getArchive(directory);
  const entries = extract();
  // Errors of either side reach the loop below through the extractor.
  pipeline(archive, entries, () => undefined);
  try {
    for await (const content of entries) {
      const { name, linkname, mode, uid, gid, mtime, size } = content.header;
      const path = belowTop(name);
      const type = typeOf(content.header);
      const target = type === "link" ? belowTop(linkname) : type === "symlink" ? linkname : "";
      if (path === undefined || target === undefined) onHostileName(name);
      else {
        yield {
          path,
          type,
          mode: mode & 0o7777,
          uid,
          gid,
          modified: mtime,
          size,
          target,
          open: () => Readable.from(content, { objectMode: false }),
        };
      }
      content.resume();
    }
  } finally {
    entries.destroy();
    archive.destroy();
  }
  return undefined;
}

/** Archives begin every name with the directory's own; `undefined` for names that are no plain path below it. */
function belowTop(name: string): string | undefined {
  const names = name.replace(/\/$/, "").split("/");
  if (names.some((part) => part === ".." || part === "")) return undefined;
  return posix.normalize(names.slice(1).join("/")).replace(/^\.$/, "");
}

function typeOf(header: Header): ArchiveEntry["type"] {
  switch (header.type) {
    case "file":
    case "contiguous-file":
      return "file";
    case "directory":
    case "symlink":
    case "link":
      return header.type;
    default:
      return "other";
  }
}
