import { execFile, type ExecFileException } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { RegistryAuth } from "./registry-auth.ts";

/** The registry logins of this machine's user, as `docker login` keeps them. */
export interface DockerLogins {
  /**
   * Looked up afresh each time: a user may log in while the endpoint runs, and what helpers hand out expires.
   *
   * @param registry a host with its port, or Docker Hub's `https://index.docker.io/v1/`
   * @param warn takes why a login that may be there can't be had; the pull then goes on without one
   * @returns `undefined` where there is no login. An abort of `signal` rejects.
   */
  find(registry: string, warn: (reason: string) => void, signal: AbortSignal): Promise<RegistryAuth | undefined>;
}

/** The part of `config.json` that tells of logins. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, StoredLogin>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

interface StoredLogin {
  /** Base64 of `user:password`. */
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** How long a helper may take, in milliseconds; some ask a service of their own. */
const HELPER_WITHIN = 30_000;
/** What helpers give as the user name of an identity token. */
const TOKEN_USER = "<token>";

/** @param directory of the Docker command line's `config.json`, which need not be there */
export function createDockerLogins(directory: string): DockerLogins {
  const path = join(directory, "config.json");
  return {
    async find(registry, warn, signal) {
      const orTold = async (found: Promise<RegistryAuth | undefined>): Promise<RegistryAuth | undefined> => {
        try {
          return await found;
        } catch (error) {
          signal.throwIfAborted();
          warn(error instanceof Error ? error.message : String(error));
          return undefined;
        }
      };
      return orTold(
        readConfig(path).then(async ({ auths, credHelpers, credsStore } = {}) => {
          const helper = credHelpers?.[registry] ?? credsStore ?? "";
          const helped = helper === "" ? undefined : await orTold(askHelper(helper, registry, signal));
          return helped ?? toStoredAuth(auths, registry);
        }),
      );
    },
  };
}

async function readConfig(path: string): Promise<DockerConfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as DockerConfig;
  } catch {
    // The parser's message would show a part of the file.
    throw new Error(`${path} is not JSON`);
  }
}

/** The keys of `auths` may be URLs, of older versions of the registry's API too. */
function toStoredAuth(auths: DockerConfig["auths"] = {}, registry: string): RegistryAuth | undefined {
  const stored = auths[registry] ?? Object.entries(auths).find(([key]) => hostOf(key) === hostOf(registry))?.[1];
  if (stored === undefined) return undefined;
  const [user = "", ...rest] = Buffer.from(stored.auth ?? "", "base64")
    .toString()
    .split(":");
  const username = user === "" ? stored.username : user;
  const password = rest.length === 0 ? stored.password : rest.join(":").replace(/\0+$/, "");
  const { identitytoken, registrytoken } = stored;
  if ([password, identitytoken, registrytoken].every((secret) => secret === undefined || secret === ""))
    return undefined;
  return {
    serveraddress: registry,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(identitytoken === undefined ? {} : { identitytoken }),
    ...(registrytoken === undefined ? {} : { registrytoken }),
  };
}

function hostOf(registry: string): string | undefined {
  return registry.replace(/^https?:\/\//, "").split("/")[0];
}

/** The protocol of Docker's credential helpers: the registry on standard input, JSON or a complaint on standard output. */
function askHelper(name: string, registry: string, signal: AbortSignal): Promise<RegistryAuth | undefined> {
  const program = `docker-credential-${name}`;
  if (!/^[\w.-]+$/.test(name)) return Promise.reject(new Error(`not the name of a credential helper: ${program}`));
  return new Promise((resolve, reject) => {
    const child = execFile(program, ["get"], { signal, timeout: HELPER_WITHIN }, (error, stdout, stderr) => {
      if (error !== null && /credentials not found/i.test(stdout + stderr)) resolve(undefined);
      else if (error !== null) reject(new Error(`${program} failed: ${complaintOf(error, stdout, stderr)}`));
      else {
        const auth = parseAnswer(stdout, registry);
        if (auth === undefined) reject(new Error(`${program} gave no user name and secret`));
        else resolve(auth);
      }
    });
    // A helper that ends before it has read the registry's name has said why.
    child.stdin?.on("error", () => {});
    child.stdin?.end(registry);
  });
}

function complaintOf(error: ExecFileException, stdout: string, stderr: string): string {
  if (error.code === "ENOENT") return "there is no such program on the PATH";
  const said = (stdout.trim() || stderr.trim()).split("\n")[0] ?? "";
  return said === "" ? `it ended with ${error.code ?? "a signal"}` : said.slice(0, 200);
}

function parseAnswer(text: string, registry: string): RegistryAuth | undefined {
  let answer: { readonly Username?: unknown; readonly Secret?: unknown };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    return undefined;
  }
  const { Username: username, Secret: secret } = answer;
  if (typeof username !== "string" || typeof secret !== "string") return undefined;
  if (username === TOKEN_USER) return { serveraddress: registry, identitytoken: secret };
  // A helper that knows none may say so by an empty answer.
  return secret === "" ? undefined : { serveraddress: registry, username, password: secret };
}
