import type { BuildPlan } from "../build-plan.ts";
import { COMMANDS_DIRECTORY, DRIVER_DIRECTORY, EXPANSION_DIRECTORY, toExpansionPath } from "./driver-paths.ts";
import { installHashFilesCommand } from "./hash-files-command.ts";
import { toInitialState } from "./initial-state.ts";
import { quote, toShell, writeFile } from "./shell-text.ts";

/** Holds what the shell of an expansion script has to say of its texts. */
export const EXPANSION_ERRORS = "early.errors";
/** Made when all else of an expansion script is done. */
export const EXPANSION_END = "early.end";

/**
 * Expands texts ahead of the driver, in the build's shell and among its variables: what the container's main process runs
 * before it is given the driver. It prints nothing, and leaves the process as it was.
 */
export function toExpansionScript(
  plan: Pick<BuildPlan, "shell" | "sourceDirectory" | "environment">,
  texts: ReadonlyMap<string, string>,
): string {
  const state = `${EXPANSION_DIRECTORY}/early.state`;
  const scripts = [...texts].map(
    ([key, text], index) =>
      [`${EXPANSION_DIRECTORY}/early.${index}.sh`, `${toExpansion(text, toExpansionPath(key))}\n`] as const,
  );
  const directories = [DRIVER_DIRECTORY, EXPANSION_DIRECTORY, COMMANDS_DIRECTORY, plan.sourceDirectory];
  return [
    `mkdir -p -- ${directories.map(quote).join(" ")} || exit 70`,
    "(",
    "umask 022",
    installHashFilesCommand(),
    ...[[state, toInitialState(plan)] as const, ...scripts].map(writeFile),
    ...scripts.map(([path]) => `${plan.shell} -c ${quote(`. ${state}; . ${path}`)}`),
    `) </dev/null >/dev/null 2>|${toExpansionPath(EXPANSION_ERRORS)}`,
    `: >|${toExpansionPath(EXPANSION_END)} || exit 70`,
    "",
  ].join("\n");
}

/** Prints the text as a here-document gives it, with builtins alone, but for the last line end; the file is opened last, so a text that fails leaves none. */
export function toExpansion(text: string, path: string): string {
  let end = "END";
  while (text.split("\n").includes(end)) end += "_";
  const print = `{ IFS= command read -r @LINE; command printf %s "$@LINE"; while IFS= command read -r @LINE; do command printf '\\n%s' "$@LINE"; done; }`;
  return `${toShell(print)} <<${end} >|${path}\n${text}\n${end}`;
}
