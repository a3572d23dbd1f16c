import type {
  ArtifactsSection,
  Buildspec,
  BuildspecArtifacts,
  BuildspecPhaseName,
  RetryRule,
} from "../buildspec/buildspec.ts";
import { phaseAfter } from "../domain/phase-sequence.ts";
import type { SourceDirectories } from "../domain/source-directory.ts";
import { toExportExpansions } from "./expansions.ts";
import type { BuildPlan, CommandPhase, PlannedPhase } from "./build-plan.ts";

const PHASES = [
  ["INSTALL", "install"],
  ["PRE_BUILD", "pre_build"],
  ["BUILD", "build"],
  ["POST_BUILD", "post_build"],
] as const satisfies readonly (readonly [CommandPhase, BuildspecPhaseName])[];

/** Who runs commands unless the buildspec names another user, whatever the image says (user guide, troubleshooting). */
const ROOT = "root";

/** The four command phases as the driver runs them; the rules of what follows a failure come from the domain. */
export function toPlannedPhases(buildspec: Buildspec): PlannedPhase[] {
  return PHASES.map(([phase, name]) => {
    const said = buildspec.phases[name];
    const runAs = said?.runAs ?? buildspec.runAs ?? ROOT;
    return {
      phase,
      ...(runAs !== ROOT && { runAs }),
      commands: said?.commands ?? [],
      finally: said?.finally ?? [],
      afterFailure: toCommandPhase(phaseAfter(phase, "FAILED", said?.onFailure)),
    };
  });
}

/** Those of the four that the buildspec has, be it without commands. */
export function toNamedPhases(buildspec: Buildspec): PlannedPhase[] {
  const planned = toPlannedPhases(buildspec);
  return PHASES.flatMap(([phase, name]) =>
    buildspec.phases[name] === undefined ? [] : planned.filter((one) => one.phase === phase),
  );
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

/** What `on-failure: RETRY…` says, by phase. */
export function toRetryRules(buildspec: Buildspec): Partial<Record<CommandPhase, RetryRule>> {
  const rules: Partial<Record<CommandPhase, RetryRule>> = {};
  for (const [phase, name] of PHASES) {
    const rule = buildspec.phases[name]?.retry;
    if (rule !== undefined) rules[phase] = rule;
  }
  return rules;
}

/** @param secretVariables names that the buildspec can't export */
export function compilePlan(
  buildspec: Buildspec,
  environment: ReadonlyMap<string, string>,
  directories: Pick<SourceDirectories, "primary" | "root">,
  secretVariables: ReadonlySet<string>,
  debugSession: BuildPlan["debugSession"],
): BuildPlan {
  return {
    shell: buildspec.env.shell,
    freshShellPerCommand: buildspec.version === "0.1",
    sourceDirectory: directories.primary,
    sourceRoot: directories.root,
    environment,
    phases: toPlannedPhases(buildspec),
    expansions: new Map([
      ...toExpansions(buildspec.artifacts),
      ...toExportExpansions(buildspec.env.exportedVariables.filter((name) => !secretVariables.has(name))),
    ]),
    debugSession,
  };
}

/** The plan with the commands that switch the image's runtimes before it, as the end of DOWNLOAD_SOURCE; by root, as it is AWS's own agent. */
export function withRuntimes(plan: BuildPlan, commands: readonly string[]): BuildPlan {
  if (commands.length === 0) return plan;
  const phase: PlannedPhase = { phase: "DOWNLOAD_SOURCE", commands, finally: [], afterFailure: "END" };
  return { ...plan, phases: [phase, ...plan.phases] };
}

/** Texts of the artifacts section that hold shell syntax, by the key that `applyExpansions` finds them under. */
export function toExpansions(artifacts: BuildspecArtifacts | undefined): Map<string, string> {
  const expansions = new Map<string, string>();
  if (artifacts === undefined) return expansions;
  const { secondary, ...primary } = artifacts;
  for (const [index, section] of [primary, ...secondary].entries())
    mapTexts(section, toPrefix(index), (key, text) => {
      if (/[$`]/.test(text)) expansions.set(key, text);
      return text;
    });
  return expansions;
}

/** The artifacts section with each expanded text in the place of its source. */
export function applyExpansions(
  { secondary, ...primary }: BuildspecArtifacts,
  expanded: ReadonlyMap<string, string>,
): BuildspecArtifacts {
  const expand = (key: string, text: string): string => expanded.get(key) ?? text;
  return {
    ...mapTexts(primary, toPrefix(0), expand),
    secondary: secondary.map((section, index) => mapTexts(section, toPrefix(index + 1), expand)),
  };
}

/** What the keys of a section's texts begin with. @param index 0 for the primary artifacts, then the secondary ones in their order */
export function toPrefix(index: number): string {
  return index === 0 ? "artifact." : `secondary-${index}.`;
}

function mapTexts<Section extends ArtifactsSection>(
  section: Section,
  prefix: string,
  map: (key: string, text: string) => string,
): Section {
  const mapped = (key: string, text: string | undefined): string | undefined =>
    text === undefined ? undefined : map(prefix + key, text);
  return {
    ...section,
    name: mapped("name", section.name),
    s3Prefix: mapped("s3-prefix", section.s3Prefix),
    baseDirectory: mapped("base-directory", section.baseDirectory),
    files: section.files.map((file, index) => map(`${prefix}file-${index}`, file)),
    excludePaths: section.excludePaths.map((path, index) => map(`${prefix}exclude-${index}`, path)),
  };
}

function toCommandPhase(phase: string): CommandPhase | "END" {
  return PHASES.find(([name]) => name === phase)?.[0] ?? "END";
}
