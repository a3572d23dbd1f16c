import { text } from "node:stream/consumers";

import type { ExportedEnvironmentVariable } from "../../generated/codebuild/types.ts";
import { walkArchive } from "../artifacts/archive-walk.ts";
import { PathNotFound, type BuildEnvironment } from "../environment/build-environment.ts";
import { maskSecrets, type SecretMasker } from "../logs/secret-masker.ts";
import { EXPANSION_DIRECTORY } from "./driver/driver-paths.ts";

/** The most bytes of one text, as the kernel's of one variable. */
const LONGEST = 131_072;

/** The texts that the driver has expanded after the last phase, by their keys; those that the shell could not expand are in neither. */
export interface Expanded {
  readonly texts: ReadonlyMap<string, string>;
  /** Keys of texts that are longer than any use of them. */
  readonly tooLong: ReadonlySet<string>;
}

/** Reads all texts out of the container at once. */
export async function readExpansions(
  environment: Pick<BuildEnvironment, "getArchive">,
  keys: readonly string[],
): Promise<Expanded> {
  const texts = new Map<string, string>();
  const tooLong = new Set<string>();
  if (keys.length === 0) return { texts, tooLong };
  const wanted = new Set(keys);
  try {
    // A build may have put anything there.
    for await (const entry of walkArchive(environment, EXPANSION_DIRECTORY, () => undefined)) {
      if (entry.type !== "file" || !wanted.has(entry.path)) continue;
      if (entry.size > LONGEST) tooLong.add(entry.path);
      else texts.set(entry.path, await text(entry.open()));
    }
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
  }
  return { texts, tooLong };
}

const EXPORT = "export.";

/** Whether the key is that of an exported variable. */
function isExport(key: string): boolean {
  return key.startsWith(EXPORT);
}

/**
 * Texts that give a variable's value after an equals sign, and nothing where it is not set.
 *
 * @param names of shell variables
 */
export function toExportExpansions(names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [EXPORT + name, `\${${name}+=$${name}}`]));
}

/**
 * The values of exported variables, in the buildspec's order; `undefined` when none were asked for. A variable that is not
 * set is left out: how CodeBuild tells it is not documented. Secrets within a value are masked, as the record is kept and told.
 */
export function toExportedVariables(
  keys: readonly string[],
  { texts }: Pick<Expanded, "texts">,
  masker: SecretMasker,
): { readonly variables: ExportedEnvironmentVariable[]; readonly masked: readonly string[] } | undefined {
  const exports = keys.filter(isExport);
  if (exports.length === 0) return undefined;
  const masked: string[] = [];
  const variables = exports.flatMap((key) => {
    const text = texts.get(key);
    if (text?.startsWith("=") !== true) return [];
    const [name, value] = [key.slice(EXPORT.length), maskSecrets(masker, text.slice(1))];
    if (value !== text.slice(1)) masked.push(name);
    return [{ name, value }];
  });
  return { variables, masked };
}

/** Names of exported variables whose values are too long to be told. */
export function longExports({ tooLong }: Expanded): string[] {
  return [...tooLong].filter(isExport).map((key) => key.slice(EXPORT.length));
}
