import { isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { LogFormat, LogLevel } from "../common/logger.ts";
import { ConfigError, requireText, toChoice, toInteger, toMatching, toSwitch, toUrl, type Given } from "./given.ts";
import { OPTIONS, SERVICE_SWITCHES, type Option, type OptionName, type ServiceName } from "./options.ts";
import { toEfsRewrites, toExtraHosts, toGitRewrites, type Rewrite } from "./repeatable-options.ts";

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
  readonly gitRewrites: readonly Rewrite[];
  readonly gitUncommitted: boolean;
  readonly efsRewrites: readonly Rewrite[];
  /** What git gets of this process's environment. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  readonly services: Readonly<Record<ServiceName, boolean>>;
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
    gitRewrites: toGitRewrites(text("gitRewrite")),
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
    const reason = error instanceof Error ? error.message.replace(/\.?$/, "") : String(error);
    throw new ConfigError(`${reason}; --help tells the options`, { cause: error });
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

function toDockerConfig(given: string | undefined): string | undefined {
  return given === "none" ? undefined : (given ?? join(homedir(), ".docker"));
}

/** How git finds its programs, the network and who it trusts. */
const GIT_NEEDS =
  /^(PATH|LD_LIBRARY_PATH|TMPDIR|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|GIT_SSL_CA(INFO|PATH)|GIT_EXEC_PATH)$/i;

function isEnabled(service: ServiceName, env: Environment): boolean {
  for (const name of SERVICE_SWITCHES[service]) {
    const value = env[name];
    if (value !== undefined && value !== "") return toSwitch({ value, where: name });
  }
  return true;
}
