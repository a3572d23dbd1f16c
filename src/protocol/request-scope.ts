import { pathOf, type RequestHead } from "./exchange.ts";

/** Whose state a request speaks of. */
export interface RequestScope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

const headerCredential = /Credential=([^/\s,]+)\/\d{8}\/([a-z0-9-]{1,40})\//;
const queryCredential = /^([^/]+)\/\d{8}\/([a-z0-9-]{1,40})\//;

/**
 * The region of the SigV4 credential scope (in the Authorization header, or in the query of a presigned URL), and the
 * account, if the access key id is twelve digits; else the defaults. Signatures are not verified.
 */
export function requestScope(head: RequestHead, defaults: RequestScope): RequestScope {
  const { authorization } = head.headers;
  const match = authorization === undefined ? fromQuery(head) : headerCredential.exec(authorization);
  if (match === null) return defaults;
  const [, accessKeyId = "", region = defaults.region] = match;
  return { account: /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaults.account, region };
}

function fromQuery(head: RequestHead): RegExpExecArray | null {
  const query = head.url?.slice(pathOf(head).length + 1);
  if (!query?.includes("X-Amz-Credential=")) return null;
  return queryCredential.exec(new URLSearchParams(query).get("X-Amz-Credential") ?? "");
}
