import { PhaseError } from "../domain/phase-error.ts";
import { toPullError } from "../domain/pull-error.ts";
import type { RegistryLogin } from "../environment/build-environment.ts";
import type { RunContext } from "./run-context.ts";

/**
 * What `environment.registryCredential` names: a secret, by its name or ARN, whose text is a JSON object with `username` and
 * `password` (CodeBuild user guide, private registry sample). It is read by each build anew.
 *
 * @throws PhaseError for a secret that can't be read or isn't of that form
 */
export async function readRegistryLogin({
  deps,
  tracker,
  scope,
  interruption,
}: RunContext): Promise<RegistryLogin | undefined> {
  const name = tracker.build().environment?.registryCredential?.credential;
  if (name === undefined) return undefined;
  let texts: ReadonlyMap<string, string>;
  try {
    texts = await deps.secrets.values(scope, [name], interruption.work);
  } catch (error) {
    if (error instanceof PhaseError)
      throw toPullError(`unable to read the registry credential: ${error.message}`, error);
    throw error;
  }
  const { username, password } = parseObject(texts.get(name) ?? "");
  if (typeof username !== "string" || username === "" || typeof password !== "string" || password === "") {
    throw toPullError(`the registry credential ${name} is not a JSON object with the keys username and password`);
  }
  return { username, password };
}

function parseObject(text: string): { readonly username?: unknown; readonly password?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    // The parser's message would show a part of the secret.
    return {};
  }
}
