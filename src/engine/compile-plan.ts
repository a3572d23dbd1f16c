import type { Buildspec, BuildspecArtifacts, BuildspecPhaseName } from "../buildspec/buildspec.ts";
import { phaseAfter } from "../domain/phase-sequence.ts";
import { toExportExpansions } from "./expansions.ts";
import type { BuildPlan, CommandPhase, PlannedPhase } from "./build-plan.ts";

const PHASES = [
  ["INSTALL", "install"],
  ["PRE_BUILD", "pre_build"],
  ["BUILD", "build"],
  ["POST_BUILD", "post_build"],
] as const satisfies readonly (readonly [CommandPhase, BuildspecPhaseName])[];

/** The four command phases as the driver runs them; the rules of what follows a failure come from the domain. */
export function toPlannedPhases(buildspec: Buildspec): PlannedPhase[] {
  return PHASES.map(([phase, name]) => {
    const said = buildspec.phases[name];
    return {
      phase,
      commands: said?.commands ?? [],
      finally: said?.finally ?? [],
      afterFailure: toCommandPhase(phaseAfter(phase, "FAILED", said?.onFailure)),
    };
  });
}

/** What `on-failure` says, by phase. */
export function toFailureRules(buildspec: Buildspec): Partial<Record<CommandPhase, "ABORT" | "CONTINUE">> {
  const rules: Partial<Record<CommandPhase, "ABORT" | "CONTINUE">> = {};
  for (const [phase, name] of PHASES) {
    const rule = buildspec.phases[name]?.onFailure;
    if (rule !== undefined) rules[phase] = rule;
  }
  return rules;
}

/** @param secretVariables names that the buildspec can't export */
export function compilePlan(
  buildspec: Buildspec,
  environment: ReadonlyMap<string, string>,
  sourceDirectory: string,
  useArtifactName: boolean,
  secretVariables: ReadonlySet<string>,
): BuildPlan {
  return {
    shell: buildspec.env.shell,
    freshShellPerCommand: buildspec.version === "0.1",
    sourceDirectory,
    environment,
    phases: toPlannedPhases(buildspec),
    expansions: new Map([
      ...toExpansions(buildspec.artifacts, useArtifactName),
      ...toExportExpansions(buildspec.env.exportedVariables.filter((name) => !secretVariables.has(name))),
    ]),
  };
}

/** Texts of the artifacts section that hold shell syntax, by the key that `applyExpansions` finds them under. */
export function toExpansions(artifacts: BuildspecArtifacts | undefined, useArtifactName: boolean): Map<string, string> {
  const expansions = new Map<string, string>();
  if (artifacts === undefined) return expansions;
  const add = (key: string, text: string | undefined): void => {
    if (text !== undefined && /[$`]/.test(text)) expansions.set(key, text);
  };
  if (useArtifactName) add("artifact-name", artifacts.name);
  add("base-directory", artifacts.baseDirectory);
  artifacts.files.forEach((file, index) => {
    add(`file-${index}`, file);
  });
  artifacts.excludePaths.forEach((path, index) => {
    add(`exclude-${index}`, path);
  });
  return expansions;
}

/** The artifacts section with each expanded text in the place of its source. */
export function applyExpansions(
  artifacts: BuildspecArtifacts,
  expanded: ReadonlyMap<string, string>,
): BuildspecArtifacts {
  return {
    ...artifacts,
    name: expanded.get("artifact-name") ?? artifacts.name,
    baseDirectory: expanded.get("base-directory") ?? artifacts.baseDirectory,
    files: artifacts.files.map((file, index) => expanded.get(`file-${index}`) ?? file),
    excludePaths: artifacts.excludePaths.map((path, index) => expanded.get(`exclude-${index}`) ?? path),
  };
}

function toCommandPhase(phase: string): CommandPhase | "END" {
  return PHASES.find(([name]) => name === phase)?.[0] ?? "END";
}
