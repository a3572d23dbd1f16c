import type { BuildEnvironment } from "../environment/build-environment.ts";
import type { BuildPlan } from "./build-plan.ts";
import { EXPANSION_END, EXPANSION_ERRORS, toExpansionScript } from "./driver/expansion-script.ts";
import { readExpansions } from "./expansions.ts";
import { throwFoundDead } from "./phases/run-commands.ts";
import type { RunContext } from "./run-context.ts";

/** How often the container is asked whether it is done, in milliseconds. */
const LOOKS_EVERY = 50;
/** So many lines of what the shell says are told. */
const MOST_LINES = 20;

/** What the build's shell makes of texts before the commands run: without an answer for those that it could not expand. */
export async function expandEarly(
  { deps, interruption }: RunContext,
  environment: BuildEnvironment,
  plan: Pick<BuildPlan, "shell" | "sourceDirectory" | "environment">,
  texts: ReadonlyMap<string, string>,
): Promise<{ readonly texts: ReadonlyMap<string, string>; readonly said: readonly string[] }> {
  if (texts.size === 0) return { texts, said: [] };
  await environment.runAhead(toExpansionScript(plan, texts));
  for (;;) {
    const expanded = await readExpansions(environment, [...texts.keys(), EXPANSION_ERRORS, EXPANSION_END]);
    if (expanded.texts.has(EXPANSION_END)) {
      const errors = expanded.texts.get(EXPANSION_ERRORS) ?? "";
      return { texts: expanded.texts, said: errors.split("\n").filter(Boolean).slice(0, MOST_LINES) };
    }
    interruption.throwIfInterrupted();
    if ((await environment.state()) === "exited") await throwFoundDead(environment, "DOWNLOAD_SOURCE");
    await deps.clock.sleep(LOOKS_EVERY, interruption.work);
  }
}
