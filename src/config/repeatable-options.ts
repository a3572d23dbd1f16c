import { isIP } from "node:net";

import { ConfigError, type Given } from "./given.ts";

/** What is looked for in another place than it names. */
export interface Rewrite {
  readonly from: string;
  readonly to: string;
}

export function toGitRewrites(given: Given | undefined): Rewrite[] {
  if (given === undefined) return [];
  return toList(given).map((rule) => {
    const [from = "", to = ""] = rule.split(/=(.*)/s);
    if (!/^https?:\/\/[^@]+$/.test(from) || !URL.canParse(from)) {
      throw new ConfigError(`${given.where} must be FROM=TO with an http:// or https:// URL as FROM, not '${from}'`);
    }
    if (!/^(https?:\/\/|file:\/\/\/|\/)./.test(to)) {
      throw new ConfigError(`${given.where} must be FROM=TO with a URL or an absolute path as TO, not '${to}'`);
    }
    return { from, to };
  });
}

export function toEfsRewrites(given: Given | undefined): Rewrite[] {
  if (given === undefined) return [];
  const location = /^(?!volume:)([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:(\/.*)?)?$/;
  return toList(given).map((rule) => {
    const [from = "", to = ""] = rule.split(/=(.*)/s);
    if (!location.test(from))
      throw new ConfigError(
        `${given.where} must be FROM=TO with a file system's NAME[:/DIRECTORY] as FROM, not '${from}'`,
      );
    if (!location.test(to) && !/^volume:[A-Za-z0-9][A-Za-z0-9_.-]+$/.test(to))
      throw new ConfigError(`${given.where} must be FROM=TO with NAME[:/DIRECTORY] or volume:NAME as TO, not '${to}'`);
    return { from, to };
  });
}

export function toExtraHosts(given: Given | undefined): readonly string[] {
  if (given === undefined) return [];
  return toList(given).map((entry) => {
    const [, name = "", address = ""] = /^([A-Za-z0-9_.-]+):(.+)$/.exec(entry) ?? [];
    const bare = /^\[(.+)\]$/.exec(address)?.[1] ?? address;
    if (name === "" || (isIP(bare) === 0 && bare !== "host-gateway"))
      throw new ConfigError(`${given.where} must be NAME:ADDRESS with an IP address or host-gateway, not '${entry}'`);
    return `${name}:${bare}`;
  });
}

/** The values of an option that may be given several times. */
function toList({ value, where }: Given): string[] {
  return value.split(where.startsWith("--") ? "\n" : /[\s,]+/).filter(Boolean);
}
