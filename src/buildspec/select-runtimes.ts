import { buildspecError, quote } from "./buildspec-section.ts";
import type { Runtime, RuntimeCatalog, RuntimeVersion } from "./runtime-catalog.ts";

interface Selected {
  readonly runtime: string;
  readonly version: string;
  readonly definition: RuntimeVersion;
}

/**
 * The versions that a buildspec asks for, found in the image's catalog: exactly, as the newest (`latest`), as the newest
 * that begins so (`3.x`), or, where the image can install any, as named. A runtime that another requires is chosen along
 * with it (user guide, buildspec reference, `runtime-versions`).
 *
 * @param wanted versions by runtime, without variables
 * @param say takes each line for the build's log, in CodeBuild's words, also of a selection that then fails
 * @returns the commands that switch the image to them
 * @throws PhaseError `YAML_FILE_ERROR`
 */
export function selectRuntimes(
  catalog: RuntimeCatalog,
  wanted: ReadonlyMap<string, string>,
  say: (line: string) => void,
): readonly string[] {
  const names = new Map<string, string>();
  for (const [runtime, asked] of wanted) {
    const version = resolveAlias(catalog.get(runtime), asked);
    if (version !== asked) say(`Resolved ${quote(runtime)} runtime alias ${quote(asked)} to '${version}'.`);
    say(`Selecting ${quote(runtime)} runtime version ${quote(version)} based on manual selections...`);
    names.set(runtime, version);
  }
  const manual = [...names].map(([runtime, version]) => requireVersion(catalog, runtime, version));
  return manual
    .flatMap((one) => [...selectRequired(catalog, one, names, say), one])
    .flatMap(({ definition }) => definition.commands);
}

/** Those that no buildspec names and another runtime requires, which come before it. */
function selectRequired(
  catalog: RuntimeCatalog,
  { runtime, version, definition }: Selected,
  names: Map<string, string>,
  say: (line: string) => void,
): Selected[] {
  const required: Selected[] = [];
  for (const [other, versions] of definition.requires) {
    const present = names.get(other);
    const [first] = versions;
    if (first === undefined || (present !== undefined && versions.includes(present))) continue;
    const dependency = `Runtime '${runtime}' version '${version}' has a dependency on runtime '${other}'`;
    if (present !== undefined) {
      say(
        `${dependency}, but '${other}' version '${present}' has already been manually selected. Not attempting to override.`,
      );
      throw buildspecError(
        `${dependency} version ${versions.map((each) => `'${each}'`).join(" or ")}, not '${present}'`,
      );
    }
    say(`Selecting '${other}' runtime version '${first}' based on dependencies of '${runtime}'...`);
    names.set(other, first);
    const chosen = requireVersion(catalog, other, first);
    required.push(...selectRequired(catalog, chosen, names, say), chosen);
  }
  return required;
}

function requireVersion(catalog: RuntimeCatalog, runtime: string, version: string): Selected {
  const found = catalog.get(runtime);
  if (found === undefined) {
    throw buildspecError(
      `Unknown runtime named ${quote(runtime)}. This build image has the following runtimes: ${[...catalog.keys()].toSorted().join(", ")}`,
    );
  }
  const definition = found.versions.get(version) ?? toOther(found, version);
  if (definition === undefined) {
    throw buildspecError(
      `Unknown runtime version named ${quote(version)} of ${runtime}. This build image has the following versions: ${[...found.versions.keys()].toSorted(compareVersions).join(", ")}`,
    );
  }
  return { runtime, version, definition };
}

/**
 * The commands for any version are told of it by a variable, which is put in: the build's own variables stay as they are.
 * The user's text becomes part of a command: it is only what a version can look like.
 */
function toOther({ other }: Runtime, version: string): RuntimeVersion | undefined {
  if (other === undefined || !/^[A-Za-z0-9][\w.+-]*$/.test(version) || /(^|\.)x$/.test(version)) return undefined;
  return {
    ...other,
    commands: other.commands.map((command) => command.replaceAll(/\$(?:VERSION\b|\{VERSION\})/g, () => version)),
  };
}

function resolveAlias(runtime: Runtime | undefined, asked: string): string {
  if (runtime === undefined) return asked;
  const names = [...runtime.versions.keys()];
  const [, beginning] = /^(.+)\.x$/.exec(asked) ?? [];
  const fitting =
    asked === "latest"
      ? names
      : names.filter((name) => name === beginning || (beginning !== undefined && name.startsWith(`${beginning}.`)));
  return names.includes(asked) ? asked : (fitting.toSorted(compareVersions).at(-1) ?? asked);
}

/** By their numbers, one after the other; `corretto11` comes after `corretto8`. */
function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
