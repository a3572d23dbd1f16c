import { isIP } from "node:net";

/** Which Host and Origin headers are served: a name that is not ours means DNS rebinding, a foreign origin means a web page. */
export interface HostPolicy {
  /** Whether a name (without its port) is one of this endpoint's own, itself: not merely below one, as a bucket's is. */
  isOwnName(hostname: string): boolean;
  /** Adds a name or address that this endpoint has turned out to have. */
  allow(hostname: string): void;
  /** @returns why the request is refused; undefined where it isn't */
  refusal(headers: {
    readonly host?: string | undefined;
    readonly origin?: string | undefined;
    readonly "sec-fetch-site"?: string | string[] | undefined;
  }): string | undefined;
}

const ALWAYS = ["localhost", "host.docker.internal"];

/** @param names further names, each with its subdomains */
export function createHostPolicy(names: readonly string[]): HostPolicy {
  const allowed = new Set([...ALWAYS, ...names.map((name) => name.toLowerCase())]);
  /** The last Host header found good: nearly every request has the same. */
  let lastGood: string | undefined;
  const isOwnName = (hostname: string): boolean => {
    const name = toPlainName(hostname);
    // An address can't be rebound: who sends it has dialled it.
    return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0 || allowed.has(name);
  };
  const isLocalHost = (hostname: string): boolean => {
    if (isOwnName(hostname)) return true;
    const name = toPlainName(hostname);
    for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1))
      if (allowed.has(name.slice(dot + 1))) return true;
    return false;
  };
  return {
    isOwnName,
    allow(hostname) {
      allowed.add(hostname.toLowerCase());
    },
    refusal(headers) {
      const { host, origin } = headers;
      if (host === undefined) return "The request has no Host header.";
      if (host !== lastGood) {
        const hostname = toHostname(`http://${host}`);
        if (hostname === undefined || !isLocalHost(hostname)) {
          return `The Host '${host.slice(0, 200)}' is not a name of this endpoint. Names can be added by --allowed-hosts.`;
        }
        lastGood = host;
      }
      if (origin !== undefined) {
        const hostname = toHostname(origin);
        if (hostname === undefined || !isLocalHost(hostname))
          return "Requests from pages of foreign origins are refused.";
      } else if (headers["sec-fetch-site"] === "cross-site") {
        return "Requests from pages of foreign sites are refused.";
      }
      return undefined;
    },
  };
}

function toPlainName(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, "");
}

function toHostname(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
