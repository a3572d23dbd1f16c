import { fileURLToPath } from "node:url";

/** Replaces the beginning of a repository's location. */
export interface LocationRewrite {
  /** An http:// or https:// URL: of one repository, or with a slash at the end of all below it. */
  readonly from: string;
  /** An http://, https:// or file:// URL, or an absolute path of this machine. */
  readonly to: string;
}

/** A repository: what it is called, and where it is fetched from. */
export interface GitLocation {
  /** The project's own URL, without user name and password: what the build's clone calls `origin`. */
  readonly url: string;
  /** Where the rewrites lead, or the URL itself. */
  readonly target: { readonly kind: "http"; readonly url: string } | { readonly kind: "path"; readonly path: string };
  /** User name and password that stood in the location. */
  readonly credential: { readonly username: string; readonly password: string } | undefined;
}

/** @returns undefined for what is not an http:// or https:// URL: nothing else is fetched unless a rewrite leads to it */
export function toGitLocation(location: string, rewrites: readonly LocationRewrite[]): GitLocation | undefined {
  const url = toPlainUrl(location);
  if (url === undefined) return undefined;
  const { username, password } = new URL(location.trim());
  const target = rewrite(url, rewrites);
  return {
    url,
    target: /^https?:/.test(target) ? { kind: "http", url: target } : { kind: "path", path: toPath(target) },
    credential:
      username === "" && password === ""
        ? undefined
        : { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}

/** Scheme, host and port: what a credential is good for. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

function toPlainUrl(location: string): string | undefined {
  const text = location.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url.href;
}

/** The longest rewrite counts. One that does not end with a slash is for the one repository, with `.git` or without. */
function rewrite(url: string, rewrites: readonly LocationRewrite[]): string {
  let best: { readonly length: number; readonly target: string } | undefined;
  for (const { from, to } of rewrites) {
    const length = from.length;
    if (best !== undefined && best.length >= length) continue;
    if (from.endsWith("/")) {
      if (url.startsWith(from)) best = { length, target: `${to.replace(/\/*$/, "/")}${url.slice(length)}` };
    } else if (/^(\.git)?\/?$/.test(url.startsWith(from) ? url.slice(length) : "x")) {
      best = { length, target: to };
    }
  }
  return best?.target ?? url;
}

function toPath(target: string): string {
  return target.startsWith("file:") ? fileURLToPath(target) : target;
}
