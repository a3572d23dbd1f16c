import { createHmac, timingSafeEqual } from "node:crypto";

/** Makes and reads the `nextToken`s of lists. */
export interface PageTokens {
  /** @param list what is listed, its owner and order: a token is good for no other list */
  seal(list: string, position: string): string;
  /** The position; `undefined` for what was not made for this list. */
  open(list: string, token: string): string | undefined;
}

const TAG_BYTES = 16;

/** Tokens carry their position and a keyed sum of it, so that none can be made up; with the same key they outlive the process. */
export function createPageTokens(key: Uint8Array): PageTokens {
  const tag = (list: string, position: Buffer): Buffer =>
    createHmac("sha256", key).update(`${list}\n`).update(position).digest().subarray(0, TAG_BYTES);
  return {
    seal(list, position) {
      const bytes = Buffer.from(position);
      return Buffer.concat([tag(list, bytes), bytes]).toString("base64url");
    },
    open(list, token) {
      const bytes = Buffer.from(token, "base64url");
      if (bytes.byteLength < TAG_BYTES || bytes.toString("base64url") !== token) return undefined;
      const position = bytes.subarray(TAG_BYTES);
      return timingSafeEqual(bytes.subarray(0, TAG_BYTES), tag(list, position)) ? position.toString() : undefined;
    },
  };
}
