import { isEmpty } from "./project-settings.ts";
import type { StartSettings } from "./start-settings.ts";

/** What is known of the place where builds run. */
export interface BuildHost {
  /** Of the CPU, as Node names it: `x64`, `arm64`. */
  readonly architecture: string;
}

/** One thing that codebuild-local does not do yet: what to call it when the settings ask for it. */
type Rule = (settings: StartSettings, host: BuildHost) => string | undefined;

/**
 * Everything that a client may ask for and the engine does not do, in one list: nothing is accepted and then skipped. Whoever
 * teaches the engine one of them deletes its line. Values that ask for nothing (`false`, 0, "", `[]`, `{}`) pass.
 */
const NOT_YET: readonly Rule[] = [
  ({ artifacts }) => only("Artifacts type", artifacts?.type, ["NO_ARTIFACTS", "S3", "CODEPIPELINE"]),
  ({ artifacts }) => only("Artifacts packaging", artifacts?.packaging, ["NONE", "ZIP"]),
  ({ artifacts }) => only("Artifacts namespaceType", artifacts?.namespaceType, ["NONE", "BUILD_ID"]),
  ({ environment }, host) => environment && environmentType(environment.type, host),
  ({ environment }) => only("Compute type", environment?.computeType, LINUX_COMPUTE_TYPES),
  ({ environment }) => asked("environment.computeConfiguration", !isEmpty(environment?.computeConfiguration)),
  ({ environment }) => asked("environment.fleet", !isEmpty(environment?.fleet)),
  ({ environment }) => asked("environment.dockerServer", environment?.dockerServer !== undefined),
  ({ environment }) => asked("environment.hostKernel", environment?.hostKernel),
  ({ buildBatchConfig }) => asked("buildBatchConfig", !isEmpty(buildBatchConfig)),
];

/** The refusal of the first setting that asks for what is not done yet; `undefined` when all of them are done. */
export function notYetProblem(settings: StartSettings, host: BuildHost): string | undefined {
  for (const rule of NOT_YET) {
    const name = rule(settings, host);
    if (name !== undefined) return `${name} is not supported by codebuild-local yet`;
  }
  return undefined;
}

const LINUX_COMPUTE_TYPES = [
  "BUILD_GENERAL1_SMALL",
  "BUILD_GENERAL1_MEDIUM",
  "BUILD_GENERAL1_LARGE",
  "BUILD_GENERAL1_XLARGE",
  "BUILD_GENERAL1_2XLARGE",
];

function only(name: string, value: string | undefined, done: readonly string[]): string | undefined {
  return value === undefined || done.includes(value) ? undefined : `${name} ${value}`;
}

function asked(name: string, value: string | number | boolean | undefined): string | undefined {
  return value === undefined || value === "" || value === 0 || value === false ? undefined : name;
}

function environmentType(type: string, { architecture }: BuildHost): string | undefined {
  // A LINUX_CONTAINER build on an ARM host runs what its image has for that host, or under the engine's emulation.
  if (type === "LINUX_CONTAINER" || (type === "ARM_CONTAINER" && architecture === "arm64")) return undefined;
  return `Environment type ${type} (${whyNot(type, architecture)})`;
}

function whyNot(type: string, architecture: string): string {
  if (type === "ARM_CONTAINER") return `builds run on this machine's ${architecture} CPU`;
  if (type.startsWith("WINDOWS")) return "builds run in Linux containers";
  if (type.startsWith("MAC")) return "it needs a Mac of a reserved fleet";
  if (type.endsWith("_LAMBDA_CONTAINER")) return "there is no Lambda compute";
  if (type.endsWith("_EC2")) return "there are no EC2 instances";
  if (type === "LINUX_GPU_CONTAINER") return "containers are given no GPU";
  return "it is unknown";
}
