import { posix } from "node:path";

import { fromRandomAccessReaderPromise } from "yauzl";

import { packTar, TAR_END, type TarEntry } from "../tar-pack.ts";
import { ByteReader, type ByteSource } from "./byte-source.ts";
import { ZipBytes } from "./zip-bytes.ts";
import { LONGEST_HEADER, openContent, readContent } from "./zip-content.ts";
import { asInvalidZip, InvalidZip, readZipIndex, type ZipMember } from "./zip-index.ts";

const LONGEST_TEXT = 16 * 1024 * 1024;
/** As the kernel's limits. */
const LONGEST_LINK = 4096;
const LONGEST_LINK_CHAIN = 40;
/** What lies between two members is read and dropped up to this; for more, reading begins anew behind it. */
const LONGEST_GAP = 1_048_576;

/** A zip, read by its directory: nothing is unpacked on this machine, nor kept. */
export interface ZipSource {
  /** As `FetchedSource.readText`; symlinks are followed within the zip. @throws InvalidZip */
  readText(path: string): Promise<string | undefined>;
  /** A tar whose names begin with `directory`. @throws InvalidZip where a content is not what its entry says */
  archive(directory: string): AsyncIterable<Buffer>;
}

type Members = ReadonlyMap<string, ZipMember>;

/** @throws InvalidZip when the bytes are no zip, or not one to unpack; what `bytes` throws */
export async function openZipSource(bytes: ByteSource): Promise<ZipSource> {
  const reader = new ZipBytes(bytes);
  const zip = await asInvalidZip(fromRandomAccessReaderPromise(reader, bytes.size, { decodeStrings: false }), reader);
  const members = await asInvalidZip(readZipIndex(zip), reader);
  return {
    readText: (path) => readText(bytes, members, path),
    async *archive(directory) {
      yield* packTar(entriesOf(bytes, members, directory));
      yield TAR_END;
    },
  };
}

/** Directories first; then files and links in the order of their bytes, so that one run through the zip has them all. */
async function* entriesOf(bytes: ByteSource, members: Members, top: string): AsyncGenerator<TarEntry, undefined> {
  yield { name: top, type: "directory", mode: 0o755, modified: new Date() };
  for (const [path, { type, mode, modified }] of members)
    if (type === "directory") yield { name: `${top}/${path}`, type, mode, modified };
  const contents = [...members]
    .filter(([, { type }]) => type !== "directory")
    .sort(([, one], [, other]) => startOf(one) - startOf(other));
  let reader = new ByteReader(bytes.read(0, bytes.size), 0);
  try {
    for (const [path, member] of contents) {
      const label = `entry ${JSON.stringify(path)}`;
      const gap = startOf(member) - reader.position;
      if (gap < 0) throw new InvalidZip(`${label}: it overlaps another`);
      if (startOf(member) > bytes.size) throw new InvalidZip(`${label}: it begins behind the end`);
      if (gap > LONGEST_GAP) {
        await reader.close();
        reader = new ByteReader(bytes.read(startOf(member), bytes.size), startOf(member));
      } else await reader.skip(gap);
      const { mode, modified } = member;
      const name = `${top}/${path}`;
      if (member.type === "symlink") {
        const target = (await readContent(reader, label, member, LONGEST_LINK)).toString();
        yield { name, type: "symlink", mode, modified, target };
      } else {
        const content = await openContent(reader, label, member);
        yield { name, type: "file", mode, modified, size: member.size, content };
      }
    }
  } finally {
    await reader.close();
  }
  return undefined;
}

function startOf(member: ZipMember): number {
  return member.entry.relativeOffsetOfLocalHeader;
}

async function readText(bytes: ByteSource, members: Members, path: string): Promise<string | undefined> {
  let names = posix.normalize(path).split("/");
  for (let hops = 0; hops <= LONGEST_LINK_CHAIN; hops++) {
    const resolved = names.join("/");
    if (posix.isAbsolute(resolved) || names[0] === "..") return undefined;
    // No entry lies below a symlink, so at most one of these is there.
    const link = names
      .map((_name, index) => names.slice(0, index + 1).join("/"))
      .find((prefix) => members.get(prefix)?.type === "symlink");
    const member = members.get(link ?? resolved);
    if (member === undefined || member.type === "directory") return undefined;
    if (link === undefined) return (await readAlone(bytes, resolved, member, LONGEST_TEXT)).toString();
    const target = (await readAlone(bytes, link, member, LONGEST_LINK)).toString();
    if (posix.isAbsolute(target)) return undefined;
    names = posix.normalize(posix.join(posix.dirname(link), target, resolved.slice(link.length))).split("/");
  }
  return undefined;
}

async function readAlone(bytes: ByteSource, path: string, member: ZipMember, most: number): Promise<Buffer> {
  const start = startOf(member);
  const end = Math.min(bytes.size, start + LONGEST_HEADER + member.entry.compressedSize);
  const reader = new ByteReader(bytes.read(start, end), start);
  try {
    return await readContent(reader, `entry ${JSON.stringify(path)}`, member, most);
  } finally {
    await reader.close();
  }
}
