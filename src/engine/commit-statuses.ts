import type { Build, ProjectSource } from "../../generated/codebuild/types.ts";
import { toSourceDirectories } from "../domain/source-directory.ts";
import { CommitStatusError, type CommitState, type CommitStatus } from "../source/commit-status-reporter.ts";
import { toBuildVariables } from "./build-variables.ts";
import type { RunBase } from "./run-context.ts";

/** How often the end of a build is told to a host that may take it yet, and the milliseconds between. */
const TRIES = 3;
const PAUSE = 2_000;

/** What a build's state is to the host of its source. */
const STATES: Readonly<Record<NonNullable<Build["buildStatus"]>, CommitState>> = {
  IN_PROGRESS: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  TIMED_OUT: "FAILED",
  FAULT: "BROKEN",
  STOPPED: "BROKEN",
};

const DESCRIPTIONS: Readonly<Record<CommitState, string>> = {
  RUNNING: "Build started for project",
  SUCCEEDED: "Build succeeded for project",
  FAILED: "Build failed for project",
  BROKEN: "Build did not end for project",
};

/**
 * Tells the hosts of the sources that ask for it (`reportBuildStatus`) that the build runs. A host that can't be told
 * holds nothing back.
 *
 * @returns a line for each host that could not be told
 */
export async function reportStart(base: RunBase): Promise<string[]> {
  const problems: string[] = [];
  for (const status of toStatuses(base, base.tracker.build())) {
    try {
      await base.deps.commitStatuses.report(status, base.interruption.work);
    } catch (error) {
      if (!(error instanceof CommitStatusError)) throw error;
      problems.push(`The build status could not be reported to the source provider: ${error.message}`);
    }
  }
  return problems;
}

/**
 * Tells the hosts how a build ended, which its record says already. Only this process's end breaks it off; it is told again at the
 * next start then.
 *
 * @throws what the shutdown aborts with
 */
export async function reportEnd(base: RunBase): Promise<void> {
  const { deps, tracker, interruption } = base;
  const build = deps.store.builds.get(tracker.arn);
  // Builds that are complete can be deleted.
  if (build === undefined) return;
  for (const status of toStatuses(base, build)) await persist(base, status, interruption.follow);
}

async function persist({ deps, tracker }: RunBase, status: CommitStatus, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await deps.commitStatuses.report(status, signal);
      return;
    } catch (error) {
      if (!(error instanceof CommitStatusError)) throw error;
      if (!error.passes || tries === TRIES) {
        deps.logger.warn("a build's status could not be reported to its source provider", {
          build: tracker.arn,
          reason: error.message,
        });
        return;
      }
    }
    await deps.clock.sleep(PAUSE, signal);
  }
}

function toStatuses(base: RunBase, build: Build): CommitStatus[] {
  const { commits, scope, project } = base;
  const state = STATES[build.buildStatus ?? "IN_PROGRESS"];
  return [build.source, ...(build.secondarySources ?? [])].flatMap((source) => {
    const commit = source && commits.get(commitKey(source));
    if (source?.reportBuildStatus !== true || commit === undefined) return [];
    const expand = createExpander(base, build);
    const { context = "", targetUrl = "" } = source.buildStatusConfig ?? {};
    return {
      ...scope,
      source,
      commit,
      state,
      context: expand(context) || `AWS CodeBuild ${scope.region} (${project})`,
      targetUrl: expand(targetUrl) || undefined,
      description: `${DESCRIPTIONS[state]} ${project}`,
    };
  });
}

/** Puts the values of CodeBuild's own variables into a text, written `$NAME` or `${NAME}`; other names stay as they are. */
function createExpander(base: RunBase, build: Build): (text: string) => string {
  const { scope, sourceDirectory, uuid } = base;
  let variables: ReadonlyMap<string, string> | undefined;
  return (text) =>
    text.replace(/\$(?:\{(CODEBUILD_\w+)\}|(CODEBUILD_\w+))/g, (_, braced?: string, plain?: string) => {
      variables ??= toBuildVariables(build, new Map(), new Map(), {
        region: scope.region,
        sourceDirectory,
        secondaryDirectories: toSourceDirectories(uuid, build.source, build.secondarySources).secondary,
        resolvedSourceVersion: build.resolvedSourceVersion,
      });
      return variables.get(braced ?? plain ?? "") ?? "";
    });
}

/** The name of a source among `RunBase.commits`. */
export function commitKey(source: ProjectSource): string {
  return source.sourceIdentifier ?? "";
}
