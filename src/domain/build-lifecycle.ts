import type { Build, BuildPhase, PhaseContext, StatusType } from "../../generated/codebuild/types.ts";
import { isOrderedPhase, type OrderedPhase, type PhaseOutcome } from "./phase-sequence.ts";

/** The end of the running phase: what it came to, and which phase begins at the same moment. */
export interface PhaseEnd {
  /** Milliseconds since the epoch; a fraction is cut off, a time before the phase's start is lifted to it. */
  readonly time: number;
  readonly outcome: PhaseOutcome;
  /** The context of a phase that did not succeed. */
  readonly context?: { readonly statusCode: string; readonly message: string };
  readonly next: OrderedPhase;
}

/** Phases whose successful end carries no contexts in AWS's answers. */
const WITHOUT_CONTEXTS: ReadonlySet<string> = new Set(["SUBMITTED", "QUEUED"]);

/** The phase that runs (the last one), `undefined` before the first. */
export function runningPhase(build: Build): OrderedPhase | undefined {
  const last = build.phases?.at(-1)?.phaseType;
  return isOrderedPhase(last) ? last : undefined;
}

/**
 * Ends the running phase and begins the next at the same millisecond. With `COMPLETED` as the next, status, end time and
 * `buildComplete` are set together, so that whoever sees the one sees the others.
 */
export function applyPhaseEnd(build: Build, end: PhaseEnd): Build {
  const phases = build.phases ?? [];
  const running = phases.at(-1);
  if (running === undefined) throw new Error("a build without phases has no running phase to end");
  const start = running.startTime ?? new Date(Math.floor(end.time));
  const time = new Date(Math.max(Math.floor(end.time), start.getTime()));
  const contexts = toContexts(running, end);
  const ended: BuildPhase = {
    phaseType: running.phaseType,
    phaseStatus: end.outcome,
    startTime: start,
    endTime: time,
    durationInSeconds: Math.floor((time.getTime() - start.getTime()) / 1000),
    ...(contexts === undefined ? {} : { contexts }),
  };
  const next: Build = {
    ...build,
    phases: [...phases.slice(0, -1), ended, { phaseType: end.next, startTime: time }],
    currentPhase: end.next,
  };
  return end.next === "COMPLETED" ? { ...next, endTime: time, buildComplete: true, buildStatus: toStatus(next) } : next;
}

/** Sends a build whose environment is lost before any command ran back to the start of `PROVISIONING`. */
export function applyRestart(build: Build): Build {
  const phases = build.phases ?? [];
  const provisioning = phases.findIndex((phase) => phase.phaseType === "PROVISIONING");
  if (provisioning < 0) return build;
  const startTime = phases[provisioning]?.startTime;
  return {
    ...build,
    phases: [
      ...phases.slice(0, provisioning),
      { phaseType: "PROVISIONING", ...(startTime === undefined ? {} : { startTime }) },
    ],
    currentPhase: "PROVISIONING",
  };
}

function toContexts(running: BuildPhase, end: PhaseEnd): PhaseContext[] | undefined {
  if (end.context !== undefined) return [{ statusCode: end.context.statusCode, message: end.context.message }];
  if (end.outcome === "STOPPED" || WITHOUT_CONTEXTS.has(running.phaseType ?? "")) return undefined;
  return [{ statusCode: "", message: "" }];
}

/** From the gravest to the lightest. */
const GRAVITY = ["STOPPED", "TIMED_OUT", "FAULT", "FAILED"] as const satisfies readonly StatusType[];

function toStatus(build: Build): StatusType {
  const statuses = new Set(build.phases?.map((phase) => phase.phaseStatus));
  return GRAVITY.find((status) => statuses.has(status)) ?? "SUCCEEDED";
}
