import type { RegistryLogin } from "../build-environment.ts";

/** What the engine is given to log in to one registry (Docker Engine API, Authentication); each member as the registry gave it out. */
export interface RegistryAuth {
  /** As the Docker command line names it: a host with its port, or Docker Hub's `https://index.docker.io/v1/`. */
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

export function toRegistryAuth(registry: string, { username, password }: RegistryLogin): RegistryAuth {
  return { serveraddress: registry, username, password };
}

/** As in builds' logs: what is shorter stands in every other word. */
const SHORTEST = 3;

/** A function that puts `***` in the place of every secret of the login: a registry may say it back. */
export function hideSecrets(auth: RegistryAuth | undefined): (text: string) => string {
  if (auth === undefined) return (text) => text;
  const { username = "", password = "", identitytoken = "", registrytoken = "" } = auth;
  const secrets = [password, identitytoken, registrytoken].filter((secret) => secret.length >= SHORTEST);
  if (password !== "") secrets.push(Buffer.from(`${username}:${password}`).toString("base64"));
  const forms = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))];
  // The longest first: one may be a part of another.
  forms.sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((hidden, form) => hidden.replaceAll(form, "***"), text);
}
