import { TextDecoder } from "node:util";

import type { CommandPhase, BuildPlan, PlannedPhase } from "../../src/engine/build-plan.ts";
import { readDriverOutput } from "../../src/engine/driver/driver-output.ts";
import { toExpansionPath } from "../../src/engine/driver/driver-paths.ts";
import { toDriverScript } from "../../src/engine/driver/driver-script.ts";
import { readTarText } from "./tar-text.ts";
import { PathNotFound, type BuildEnvironment } from "../../src/environment/build-environment.ts";

export const NONCE = "0123456789abcdef-NONCE";
export const SOURCE_DIRECTORY = "/codebuild/output/src123/src";

const AFTER_FAILURE = {
  DOWNLOAD_SOURCE: "END",
  INSTALL: "END",
  PRE_BUILD: "END",
  BUILD: "POST_BUILD",
  POST_BUILD: "END",
} as const;

/** A plan of the given phases as CodeBuild has them; the others are empty. */
export function toPlan(
  phases: Partial<Record<CommandPhase, Partial<PlannedPhase> | readonly string[]>>,
  more: Partial<BuildPlan> = {},
): BuildPlan {
  const toPhase = (phase: CommandPhase): PlannedPhase => {
    const said = phases[phase] ?? [];
    const planned = Array.isArray(said) ? { commands: said as readonly string[] } : (said as Partial<PlannedPhase>);
    return { phase, commands: [], finally: [], afterFailure: AFTER_FAILURE[phase], ...planned };
  };
  return {
    shell: "/bin/sh",
    freshShellPerCommand: false,
    sourceDirectory: SOURCE_DIRECTORY,
    sourceRoot: SOURCE_DIRECTORY,
    environment: new Map(),
    expansions: new Map(),
    debugSession: undefined,
    phases: (["INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD"] as const).map(toPhase),
    ...more,
  };
}

export interface DriverRun {
  /** What the commands did, in order: `BUILD 0: 3` is the status of the phase's first command; `BUILD failed` and `BUILD ended` its end. */
  readonly course: readonly string[];
  /** By command (`BUILD 0`) what was printed while it ran; before, between and after commands by `""`. */
  readonly printed: Readonly<Record<string, string>>;
  /** All output, in order. */
  readonly output: string;
  readonly ready: boolean;
  readonly finished: boolean;
  readonly exitCode: number;
  /** The texts of the plan's expansions; absent where the shell could not expand. */
  readonly expanded: Readonly<Record<string, string>>;
}

/** Runs the plan in the environment to its end. */
export async function runPlan(
  environment: BuildEnvironment,
  plan: BuildPlan,
  script = toDriverScript(plan, { nonce: NONCE }),
): Promise<DriverRun> {
  await environment.start(script);
  return followPlan(environment, plan);
}

/** Reads the output of a started plan from its beginning to its end. */
export async function followPlan(environment: BuildEnvironment, plan: BuildPlan): Promise<DriverRun> {
  const course: string[] = [];
  const printed: Record<string, string> = {};
  const seen = { ready: false, finished: false, output: "" };
  const decoders: Record<string, TextDecoder> = {};
  const whole = new TextDecoder();
  let at = "";
  const signal = new AbortController().signal;
  for await (const event of readDriverOutput(environment.output(signal), NONCE, plan.phases)) {
    switch (event.kind) {
      case "output":
        seen.output += whole.decode(event.bytes, { stream: true });
        printed[at] = (printed[at] ?? "") + (decoders[at] ??= new TextDecoder()).decode(event.bytes, { stream: true });
        break;
      case "ready":
        seen.ready = true;
        break;
      case "phase-start":
        break;
      case "user":
        course.push(`${event.phase} user: ${event.status}`);
        break;
      case "command-start":
        at = `${event.phase} ${event.command}`;
        break;
      case "command-end":
        course.push(`${at}: ${event.status}`);
        at = "";
        break;
      case "phase-end":
        course.push(`${event.phase} ${event.failed ? "failed" : "ended"}`);
        break;
      case "finished":
        seen.finished = true;
        break;
    }
  }
  const { exitCode } = await environment.exited();
  return { ...seen, course, printed, exitCode, expanded: await readExpansions(environment, plan) };
}

async function readExpansions(environment: BuildEnvironment, plan: BuildPlan): Promise<Record<string, string>> {
  const expanded: Record<string, string> = {};
  for (const key of plan.expansions.keys()) {
    try {
      expanded[key] = await readTarText(await environment.getArchive(toExpansionPath(key)), 2 ** 20);
    } catch (error) {
      if (!(error instanceof PathNotFound)) throw error;
    }
  }
  return expanded;
}
