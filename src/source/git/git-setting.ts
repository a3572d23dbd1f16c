import { readFile, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { getCACertificates } from "node:tls";

import { originOf, type GitLocation } from "./git-location.ts";
import type { GitSetting } from "./run-git.ts";

export interface GitCredential {
  readonly username: string;
  readonly password: string;
}

/** What one repository is fetched with. */
export interface GitAccess {
  readonly location: GitLocation;
  /** Only ever offered to the location's own host. */
  readonly credential: GitCredential | undefined;
  readonly insecureSsl: boolean;
  /** In PEM: trusted beside those that this machine trusts. */
  readonly certificates: readonly string[];
}

/**
 * Settings under which git trusts nobody: none of this machine's configuration, no prompt, no hook, no other protocol than the
 * location's. The credential stands in the environment of the git process and nowhere else.
 *
 * @param directory of git's own files and of its temporary home; private to this source
 * @param base what git needs of this process's environment, such as PATH and the proxies
 */
export async function prepareGit(
  access: GitAccess,
  gitDirectory: string,
  directory: string,
  base: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GitSetting> {
  const { location, credential, insecureSsl, certificates } = access;
  const { target } = location;
  const config = join(directory, "gitconfig");
  const lines = [
    ...section("core", { hooksPath: devNull, fsmonitor: "false", autocrlf: "false", askPass: "" }),
    // Always as a pack: packs are what mirrors keep.
    ...section("fetch", { unpackLimit: "1" }),
    ...section("gc", { auto: "0" }),
    ...section("maintenance", { auto: "false" }),
    ...section("tar", { umask: "022" }),
    // A working repository that the configuration names may belong to another user.
    ...section("safe", { directory: "*" }),
    ...section("http", { sslVerify: insecureSsl ? "false" : "true" }),
    ...section(`url ${quote(target.kind === "http" ? target.url : target.path)}`, { insteadOf: location.url }),
  ];
  if (credential !== undefined && target.kind === "http") {
    lines.push(...section(`credential ${quote(originOf(target.url))}`, { helper: HELPER }));
  }
  await writeFile(config, `${lines.join("\n")}\n`, { mode: 0o600 });
  return {
    directory,
    signal,
    env: {
      ...base,
      ...(certificates.length === 0 ? {} : { GIT_SSL_CAINFO: await writeTrusted(certificates, directory, base) }),
      LC_ALL: "C",
      HOME: directory,
      XDG_CONFIG_HOME: directory,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: config,
      GIT_ATTR_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_ALLOW_PROTOCOL: target.kind === "http" ? "http:https" : "file",
      GIT_DIR: gitDirectory,
      // A submodule's own configuration names a work tree that is only in the build.
      GIT_WORK_TREE: directory,
      ...(credential === undefined
        ? {}
        : { CODEBUILD_LOCAL_GIT_USERNAME: credential.username, CODEBUILD_LOCAL_GIT_PASSWORD: credential.password }),
    },
  };
}

/** git takes one file for all that it trusts. @returns its path */
async function writeTrusted(
  certificates: readonly string[],
  directory: string,
  base: Readonly<Record<string, string>>,
): Promise<string> {
  const own = base["GIT_SSL_CAINFO"] ?? base["SSL_CERT_FILE"];
  const trusted = own === undefined ? getCACertificates("system").join("\n") : await readFile(own, "utf8");
  const path = join(directory, "trusted.pem");
  await writeFile(path, `${trusted}\n${certificates.join("")}`);
  return path;
}

/** The shell's own printf: the values are in no process's arguments. */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$CODEBUILD_LOCAL_GIT_USERNAME" "$CODEBUILD_LOCAL_GIT_PASSWORD"; }; f';

function section(name: string, values: Readonly<Record<string, string>>): string[] {
  return [`[${name}]`, ...Object.entries(values).map(([key, value]) => `\t${key} = ${quote(value)}`)];
}

/** A value of git's configuration; the same escapes serve the second half of a section's name. */
export function quote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
