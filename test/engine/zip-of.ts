import { buffer } from "node:stream/consumers";

import { ZipFile } from "yazl";

/** A zip of these files: their text, or text and mode (0o120777 makes a symlink to the text). */
export function zipOf(
  files: Readonly<Record<string, string | readonly [text: string, mode: number]>>,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) {
    const [text, mode] = typeof content === "string" ? [content, 0o100644] : content;
    zip.addBuffer(Buffer.from(text), path, { mode });
  }
  zip.end();
  return buffer(zip.outputStream);
}
