import { once } from "node:events";
import { posix } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type Dockerode from "dockerode";
import { extract, pack } from "tar-stream";

import { getStream } from "./docker-connection.ts";

const NEVER = new AbortController().signal;
const SLASH = 0x2f;

/** A tar of the file or directory at `path`, every name of which begins with its own. Rejects as the engine does where nothing is. */
export async function readArchive(docker: Dockerode, id: string, path: string): Promise<Readable> {
  const archive = await getStream(docker, `/containers/${id}/archive?path=${encodeURIComponent(path)}`, NEVER);
  // Podman's names begin with a slash where a volume is at the path, and leave its own name out.
  return (await firstByte(archive)) === SLASH ? renamed(archive, posix.basename(path)) : archive;
}

async function firstByte(stream: Readable): Promise<number | undefined> {
  for (;;) {
    const data = stream.read() as Buffer | null;
    if (data !== null) {
      stream.unshift(data);
      return data[0];
    }
    if (stream.readableEnded) return undefined;
    // At the end, too.
    await once(stream, "readable");
  }
}

function renamed(archive: Readable, top: string): Readable {
  const out = pack();
  const rename = (name: string): string => (name.startsWith("/") ? top + name : name);
  const copy = async (): Promise<void> => {
    for await (const entry of archive.pipe(extract())) {
      const { name, linkname, type, ...header } = entry.header;
      const target = type === "link" ? rename(linkname) : linkname;
      const named = { ...header, type, name: rename(name), linkname: target };
      if (type === "file" || type === "contiguous-file") await pipeline(entry, out.entry(named));
      else {
        entry.resume();
        out.entry(named);
      }
    }
    out.finalize();
  };
  archive.on("error", (error) => out.destroy(error));
  out.on("close", () => archive.destroy());
  copy().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out as unknown as Readable;
}
