import { InvalidParameterException } from "../../../generated/logs/errors.ts";

/** An opaque `nextToken` for the key of the last item of a page. */
export function formatPageToken(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws InvalidParameterException where the token is not one of `formatPageToken` */
export function parsePageToken(token: string): readonly (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(key) && key.every((part) => typeof part === "string" || typeof part === "number")) return key;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidToken();
}

export function invalidToken(): InvalidParameterException {
  return new InvalidParameterException("The specified nextToken is invalid.");
}
