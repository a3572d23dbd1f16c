import type { Build } from "../../generated/codebuild/types.ts";
import type { PhaseEnd } from "../domain/build-lifecycle.ts";
import { PhaseError } from "../domain/phase-error.ts";
import { phaseAfter, type OrderedPhase } from "../domain/phase-sequence.ts";
import type { BuildEnvironment } from "../environment/build-environment.ts";
import { isStorageUnavailable } from "../store/storage-unavailable.ts";
import type { Scope } from "../store/store.ts";
import type { BuildLog } from "./build-log.ts";
import type { BuildTracker } from "./build-tracker.ts";
import type { EngineDeps } from "./engine-deps.ts";
import { Interrupted, type Interruption } from "./interruption.ts";
import type { PhaseFailure, RunTimes } from "./run-record.ts";

/** What a run has before its log is open. */
export interface RunBase {
  readonly deps: EngineDeps;
  readonly tracker: BuildTracker;
  readonly scope: Scope;
  readonly project: string;
  readonly uuid: string;
  readonly interruption: Interruption;
  /** When the build times out; milliseconds since the epoch. */
  readonly deadline: number;
  readonly sourceDirectory: string;
  /** The commits that git sources were resolved to, by `commitKey`; filled as they are fetched. */
  readonly commits: Map<string, string>;
  /** The container, once there is one: what an interruption kills and the end removes. */
  environment: BuildEnvironment | undefined;
  /** Why the build goes on without its cache: putting it in has broken off once. */
  unusableCache: string | undefined;
}

/** What every phase of one run works with. */
export interface RunContext extends RunBase {
  readonly log: BuildLog;
}

/** What the build's run record has at every stage. */
export function toRunTimes({ deadline, sourceDirectory, commits }: RunBase): RunTimes {
  return { deadline, sourceDirectory, ...(commits.size === 0 ? {} : { commits: Object.fromEntries(commits) }) };
}

/** AWS's code and words for a build that ran out of time, the trailing space included. */
export const TIMED_OUT: PhaseFailure = {
  outcome: "TIMED_OUT",
  context: { statusCode: "BUILD_TIMED_OUT", message: "Build has timed out. " },
};

/** AWS's words for a container that ended without having been told to. */
export const FOUND_DEAD =
  "Build container found dead before completing the build. build container died because it was out of memory, or the Docker image is not supported. ErrorCode: 500";

/**
 * What an error means for the phase in which it came up: nothing after StopBuild, whose record is final. A shutdown is
 * no end, nor is a disk that takes no writes: these are thrown on. An error that is neither an interruption nor a build outcome is our own fault: it is logged,
 * and told without detail.
 */
export function toPhaseFailure(
  context: Pick<RunContext, "deps" | "interruption" | "tracker">,
  error: unknown,
): PhaseFailure | undefined {
  switch (context.interruption.reason) {
    case "shutdown":
      throw new Interrupted("shutdown");
    case "stop":
      return undefined;
    case "timeout":
    case undefined:
      break;
  }
  if (isStorageUnavailable(error)) throw error;
  if (context.interruption.reason === "timeout") return TIMED_OUT;
  if (error instanceof PhaseError)
    return { outcome: error.status, context: { statusCode: error.code, message: error.message } };
  context.deps.logger.error("a build failed by a fault of ours", { build: context.tracker.arn, error });
  return {
    outcome: "FAULT",
    context: {
      statusCode: "INTERNAL_SERVICE_ERROR",
      message: "An internal error ended the build; see the endpoint's own log.",
    },
  };
}

/** The two lines that end a phase in the log. */
export function logPhaseEnd(log: BuildLog, time: number, phase: OrderedPhase, failure: PhaseFailure | undefined): void {
  log.line(time, `Phase complete: ${phase} State: ${failure?.outcome ?? "SUCCEEDED"}`);
  log.line(
    time,
    `Phase context status code: ${failure?.context.statusCode ?? ""} Message: ${failure?.context.message ?? ""}`,
  );
}

/** Ends a running phase in log and record. */
export function endPhase(
  context: Pick<RunContext, "tracker" | "log">,
  phase: OrderedPhase,
  time: number,
  failure?: PhaseFailure,
  onFailure?: "ABORT" | "CONTINUE",
): void {
  logPhaseEnd(context.log, time, phase, failure);
  context.tracker.endPhase(phase, toPhaseEnd(phase, time, failure, onFailure));
}

export function toPhaseEnd(
  phase: OrderedPhase,
  time: number,
  failure: PhaseFailure | undefined,
  onFailure?: "ABORT" | "CONTINUE",
): PhaseEnd {
  const outcome = failure?.outcome ?? "SUCCEEDED";
  return {
    time,
    outcome,
    next: phaseAfter(phase, outcome, onFailure),
    ...(failure === undefined ? {} : { context: failure.context }),
  };
}

export function requireMember<T>(value: T | undefined, what: string, build: Build): T {
  if (value === undefined) throw new Error(`the record of build ${build.id ?? "?"} has no ${what}`);
  return value;
}
