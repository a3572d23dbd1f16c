import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { extract } from "tar-stream";

/** The text of the one file in a tar. @throws Error when it is longer than `limit` bytes or there is no file */
export async function readTarText(tar: Readable, limit: number): Promise<string> {
  const entries = tar.pipe(extract());
  tar.on("error", (error) => entries.destroy(error));
  for await (const entry of entries) {
    if (entry.header.type !== "file") {
      entry.resume();
      continue;
    }
    if (entry.header.size > limit) throw new Error(`${entry.header.name} is longer than ${limit} bytes`);
    const content = await text(entry);
    tar.destroy();
    return content;
  }
  throw new Error("the archive has no file");
}
