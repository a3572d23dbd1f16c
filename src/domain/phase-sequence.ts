import type { BuildPhaseType } from "../../generated/codebuild/types.ts";

/** How a phase ended, as far as it decides what follows. */
export type PhaseOutcome = "SUCCEEDED" | "FAILED" | "FAULT" | "TIMED_OUT" | "STOPPED";

/** The phases of a build in their order (API reference, `BuildPhaseType`). */
export const PHASE_ORDER = [
  "SUBMITTED",
  "QUEUED",
  "PROVISIONING",
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
  "FINALIZING",
  "COMPLETED",
] as const satisfies readonly BuildPhaseType[];

export type OrderedPhase = (typeof PHASE_ORDER)[number];

/** Where a failed phase leads when its buildspec says nothing (user guide, phase transitions). */
const AFTER_FAILURE: Readonly<Record<OrderedPhase, OrderedPhase>> = {
  SUBMITTED: "COMPLETED",
  QUEUED: "COMPLETED",
  PROVISIONING: "COMPLETED",
  DOWNLOAD_SOURCE: "FINALIZING",
  INSTALL: "FINALIZING",
  PRE_BUILD: "FINALIZING",
  BUILD: "POST_BUILD",
  POST_BUILD: "UPLOAD_ARTIFACTS",
  UPLOAD_ARTIFACTS: "FINALIZING",
  FINALIZING: "COMPLETED",
  COMPLETED: "COMPLETED",
};

/** Phases that an environment exists in, so that there is something to tear down after a time-out. */
const WITH_ENVIRONMENT: ReadonlySet<OrderedPhase> = new Set(PHASE_ORDER.slice(3, 9));

/**
 * The phase that follows.
 *
 * @param onFailure what the buildspec's `on-failure` says for this phase: ABORT leads to the end without artifacts, CONTINUE to the next in order
 */
export function phaseAfter(phase: OrderedPhase, outcome: PhaseOutcome, onFailure?: "ABORT" | "CONTINUE"): OrderedPhase {
  switch (outcome) {
    case "SUCCEEDED":
      return PHASE_ORDER[PHASE_ORDER.indexOf(phase) + 1] ?? "COMPLETED";
    case "STOPPED":
      return "COMPLETED";
    case "TIMED_OUT":
    case "FAULT":
      return WITH_ENVIRONMENT.has(phase) ? "FINALIZING" : "COMPLETED";
    case "FAILED":
      if (onFailure === "ABORT") return "FINALIZING";
      if (onFailure === "CONTINUE") return phaseAfter(phase, "SUCCEEDED");
      return AFTER_FAILURE[phase];
  }
}

export function isOrderedPhase(phase: string | undefined): phase is OrderedPhase {
  return (PHASE_ORDER as readonly (string | undefined)[]).includes(phase);
}
