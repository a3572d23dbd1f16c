import { createHmac, timingSafeEqual } from "node:crypto";

/** Makes and reads the opaque `nextToken` of list operations. */
export interface PageTokens {
  /**
   * @param scope what the token is good for: operation, account, region and parameters, as one text
   * @param cursor where the next page starts; readable by who has the token, though not changeable
   */
  seal(scope: string, cursor: string): string;
  /** The cursor; undefined for a token that was not made for this scope with this key. */
  open(scope: string, token: string): string | undefined;
}

const macLength = 16;

/** @param key kept by the caller, so that tokens outlive the process */
export function createPageTokens(key: Uint8Array): PageTokens {
  const mac = (scope: string, cursor: Uint8Array): Uint8Array => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(scope));
    return createHmac("sha256", key).update(length).update(scope).update(cursor).digest().subarray(0, macLength);
  };
  return {
    seal(scope, cursor) {
      const bytes = Buffer.from(cursor);
      return Buffer.concat([mac(scope, bytes), bytes]).toString("base64url");
    },
    open(scope, token) {
      const bytes = Buffer.from(token, "base64url");
      if (bytes.length < macLength || bytes.toString("base64url") !== token) return undefined;
      const cursor = bytes.subarray(macLength);
      return timingSafeEqual(mac(scope, cursor), bytes.subarray(0, macLength)) ? cursor.toString() : undefined;
    },
  };
}
