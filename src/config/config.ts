import { isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { LogFormat, LogLevel } from "../common/logger.ts";
import { OPTIONS, SERVICE_SWITCHES, type Option, type OptionName, type ServiceName } from "./options.ts";

/** The validated settings of one endpoint. */
export interface Config {
  readonly port: number;
  /** Undefined: loopback, and the gateway of the network that builds run in. */
  readonly host: string | undefined;
  readonly allowedHosts: readonly string[];
  /** Undefined: ephemeral. */
  readonly dataDirectory: string | undefined;
  readonly region: string;
  readonly account: string;
  readonly maxConcurrentBuilds: number;
  /** Undefined: for ever. */
  readonly buildRetentionDays: number | undefined;
  /** Undefined: as long as the build may take. */
  readonly breakpointMinutes: number | undefined;
  readonly dockerHost: string | undefined;
  readonly dockerCertPath: string | undefined;
  /** The folder of the Docker command line's config.json; undefined: no logins are looked for. */
  readonly dockerConfig: string | undefined;
  readonly dockerNetwork: string | undefined;
  /** Names in builds' /etc/hosts, as `name:address`. */
  readonly extraHosts: readonly string[];
  readonly pull: "missing" | "always" | "never";
  readonly s3Endpoint: string | undefined;
  readonly logsEndpoint: string | undefined;
  readonly ssmEndpoint: string | undefined;
  readonly secretsManagerEndpoint: string | undefined;
  readonly eventsUrl: string | undefined;
  readonly eventBridgeEndpoint: string | undefined;
  readonly eventBus: string;
  readonly eventSource: string;
  readonly gitRewrites: readonly { readonly from: string; readonly to: string }[];
  readonly gitUncommitted: boolean;
  readonly efsRewrites: readonly { readonly from: string; readonly to: string }[];
  /** What git gets of this process's environment. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  readonly services: Readonly<Record<ServiceName, boolean>>;
}

/** What the user gave can't be used. The message says what and where. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param flags the arguments after `start`
 * @param cpus the default of the concurrent builds
 * @throws ConfigError
 */
export function parseConfig(flags: readonly string[], env: Environment, cpus: number): Config {
  const given = parseFlags(flags);
  const text = (name: OptionName): Given | undefined => readOption(OPTIONS[name], given, env);
  const ephemeral = toSwitch(text("ephemeral"));
  const port = toInteger(text("port"), 0, 65_535);
  return Object.freeze({
    port: port ?? 4566,
    host: toMatching(text("host"), (value) => isIP(value) !== 0, "an IP address")?.value,
    allowedHosts: (text("allowedHosts")?.value ?? "")
      .split(",")
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    dataDirectory: ephemeral ? undefined : requireText(text("dataDir")),
    region: requireText(toMatching(text("region"), (value) => /^[a-z0-9-]+$/.test(value), "a region name")),
    account: requireText(toMatching(text("account"), (value) => /^\d{12}$/.test(value), "twelve digits")),
    maxConcurrentBuilds: toInteger(text("maxConcurrentBuilds"), 1, 1000) ?? cpus,
    buildRetentionDays: toInteger(text("buildRetentionDays"), 0, 36_500) || undefined,
    breakpointMinutes: toInteger(text("breakpointMinutes"), 1, 2160),
    dockerHost: toMatching(
      text("dockerHost"),
      (value) => /^(unix|tcp|http|https|ssh):\/\//.test(value),
      "a unix://, tcp:// or ssh:// URL",
    )?.value,
    dockerCertPath: text("dockerCertPath")?.value,
    dockerConfig: toDockerConfig(text("dockerConfig")?.value),
    dockerNetwork: text("dockerNetwork")?.value,
    extraHosts: toExtraHosts(text("addHost")),
    pull: toChoice(text("pull"), ["missing", "always", "never"]),
    s3Endpoint: toUrl(text("s3Endpoint")),
    logsEndpoint: toUrl(text("logsEndpoint")),
    ssmEndpoint: toUrl(text("ssmEndpoint")),
    secretsManagerEndpoint: toUrl(text("secretsManagerEndpoint")),
    eventsUrl: toUrl(text("eventsUrl")),
    eventBridgeEndpoint: toUrl(text("eventBridgeEndpoint")),
    eventBus: requireText(text("eventBus")),
    eventSource: requireText(text("eventSource")),
    gitRewrites: toRewrites(text("gitRewrite")),
    gitUncommitted: toSwitch(text("gitUncommitted")),
    efsRewrites: toEfsRewrites(text("efsRewrite")),
    gitEnvironment: Object.fromEntries(
      Object.entries(env).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && GIT_NEEDS.test(entry[0]),
      ),
    ),
    logFormat: toChoice(text("logFormat"), ["text", "json"]),
    logLevel: toChoice(text("logLevel"), ["debug", "info", "warn", "error"]),
    services: {
      codebuild: isEnabled("codebuild", env),
      s3: isEnabled("s3", env),
      logs: isEnabled("logs", env),
      ssm: isEnabled("ssm", env),
      secretsmanager: isEnabled("secretsmanager", env),
    },
  });
}

/** A value and where it was given, for messages. */
interface Given {
  readonly value: string;
  readonly where: string;
}

type Flags = ReadonlyMap<string, string>;

function parseFlags(flags: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...flags],
      strict: true,
      allowPositionals: false,
      options: Object.fromEntries(
        Object.values<Option>(OPTIONS).map((option) => [
          option.flag,
          {
            type: option.value === undefined ? ("boolean" as const) : ("string" as const),
            multiple: option.multiple ?? false,
          },
        ]),
      ),
    });
    return new Map(
      Object.entries(values).map(([flag, value]) => [flag, Array.isArray(value) ? value.join("\n") : String(value)]),
    );
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function readOption(option: Option, flags: Flags, env: Environment): Given | undefined {
  const flag = flags.get(option.flag);
  if (flag !== undefined) return { value: flag, where: `--${option.flag}` };
  for (const name of [option.env, ...(option.alsoEnv ?? [])]) {
    const value = env[name];
    if (value !== undefined && value !== "") return { value, where: name };
  }
  return option.initial === undefined ? undefined : { value: option.initial, where: `--${option.flag}` };
}

function requireText(given: Given | undefined): string {
  if (given === undefined || given.value === "")
    throw new ConfigError(`${given?.where ?? "a setting"} must not be empty`);
  return given.value;
}

function toMatching(given: Given | undefined, matches: (value: string) => boolean, what: string): Given | undefined {
  if (given !== undefined && !matches(given.value))
    throw new ConfigError(`${given.where} must be ${what}, not '${given.value}'`);
  return given;
}

function toInteger(given: Given | undefined, least: number, most: number): number | undefined {
  const fits = (value: string): boolean => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  const checked = toMatching(given, fits, `a whole number from ${least} to ${most}`);
  return checked === undefined ? undefined : Number(checked.value);
}

function toChoice<Choice extends string>(given: Given | undefined, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === given?.value);
  if (choice === undefined)
    throw new ConfigError(
      `${given?.where ?? "a setting"} must be one of ${choices.join(", ")}, not '${given?.value ?? ""}'`,
    );
  return choice;
}

function toUrl(given: Given | undefined): string | undefined {
  return toMatching(given, (value) => /^https?:\/\//.test(value) && URL.canParse(value), "an http:// or https:// URL")
    ?.value;
}

function toDockerConfig(given: string | undefined): string | undefined {
  return given === "none" ? undefined : (given ?? join(homedir(), ".docker"));
}

/** How git finds its programs, the network and who it trusts. */
const GIT_NEEDS =
  /^(PATH|LD_LIBRARY_PATH|TMPDIR|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|GIT_SSL_CA(INFO|PATH)|GIT_EXEC_PATH)$/i;

function toRewrites(given: Given | undefined): Config["gitRewrites"] {
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

function toEfsRewrites(given: Given | undefined): Config["efsRewrites"] {
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

function toExtraHosts(given: Given | undefined): readonly string[] {
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

function toSwitch(given: Given | undefined): boolean {
  return given !== undefined && toChoice(given, ["true", "false"]) === "true";
}

function isEnabled(service: ServiceName, env: Environment): boolean {
  for (const name of SERVICE_SWITCHES[service]) {
    const value = env[name];
    if (value !== undefined && value !== "") return toSwitch({ value, where: name });
  }
  return true;
}
