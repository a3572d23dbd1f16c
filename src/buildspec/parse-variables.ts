import { type BuildspecSection, buildspecError, quote } from "./buildspec-section.ts";
import type { YamlEntry } from "./yaml-node.ts";

/** A map of environment variables with literal values. @throws PhaseError */
export function toVariables(env: BuildspecSection, key: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [name, entry] of env.section(key)?.takeAll() ?? []) {
    if (entry.value.kind !== "scalar") {
      throw buildspecError(
        `Expected the value of the environment variable ${quote(name)} to be of string type at line ${entry.line}`,
      );
    }
    const value = entry.value.isNull ? "" : entry.value.text;
    if (value.includes("\0")) throw buildspecError(`Invalid environment variable ${quote(name)} at line ${entry.line}`);
    if (isExportable(env, name, entry)) variables.set(name, value);
  }
  return variables;
}

/** A map of environment variables with the names of what their values are kept in. @throws PhaseError */
export function toReferences(env: BuildspecSection, key: string, what: string): ReadonlyMap<string, string> {
  const references = toVariables(env, key);
  for (const [name, reference] of references) {
    if (reference.trim() === "") {
      throw buildspecError(
        `The environment variable ${quote(name)} names no ${what} (line ${env.section(key)?.lineOf(name) ?? env.line})`,
      );
    }
  }
  return references;
}

/** Whether a shell can have a variable of this name; warns of one that it can't. */
export function isExportable(section: BuildspecSection, name: string, entry: YamlEntry): boolean {
  const isName = isVariableName(name);
  if (!isName) {
    section.warn(
      `The environment variable ${quote(name)} has a name that no shell can export and was ignored (line ${entry.line})`,
    );
  }
  return isName;
}

export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
