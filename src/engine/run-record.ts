import type { BuildspecArtifacts, RetryRule } from "../buildspec/buildspec.ts";
import type { PhaseOutcome } from "../domain/phase-sequence.ts";
import type { PlannedPhase } from "./build-plan.ts";
import type { StartedCache } from "./cache/started-cache.ts";

/**
 * What the engine must know of a build besides its record, to carry it on after its process ended. Written before each
 * step that can't be taken back. It holds no values of variables.
 */
export type RunRecord =
  /** Nothing of the user's has run: after a crash the build starts anew from PROVISIONING. */
  | ({ readonly stage: "preparing" } & RunTimes)
  /** The container may have been started: after a crash it is adopted and its output read again from the start. */
  | ({ readonly stage: "started"; readonly container: StartedContainer } & RunTimes)
  /** The log is delivered: the container is to be removed, and the record is to be completed, with this failure of its last phase if there is one. */
  | ({ readonly stage: "finalizing"; readonly failure?: PhaseFailure } & RunTimes);

/** How a phase ended that did not succeed. */
export interface PhaseFailure {
  readonly outcome: Exclude<PhaseOutcome, "SUCCEEDED">;
  readonly context: { readonly statusCode: string; readonly message: string };
}

export interface RunTimes {
  /** When the build times out; milliseconds since the epoch. */
  readonly deadline: number;
  readonly sourceDirectory: string;
  /** The commits that git sources were resolved to, by `commitKey`. */
  readonly commits?: Readonly<Record<string, string>>;
}

export interface StartedContainer {
  readonly nonce: string;
  /** How many messages the log held when the container was started: what its output adds comes after them. */
  readonly messagesBefore: number;
  /** Their commands are only quoted from here, and have `***` where the buildspec has a secret's value. */
  readonly phases: readonly PlannedPhase[];
  readonly onFailure: Readonly<Partial<Record<PlannedPhase["phase"], "ABORT" | "CONTINUE">>>;
  /** When a build that failed in the phase is started again. */
  readonly retries: Readonly<Partial<Record<PlannedPhase["phase"], RetryRule>>>;
  readonly artifacts: BuildspecArtifacts | undefined;
  /** Keys of the texts that the driver expands at the end. */
  readonly expansions: readonly string[];
  /** What is kept when the build has succeeded; not in records of earlier versions. */
  readonly cache?: StartedCache;
}

export function toRunText(run: RunRecord): string {
  return JSON.stringify(run);
}

/** Reads what `toRunText` of this or an earlier version wrote. */
export function parseRun(text: string | undefined): RunRecord | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as RunRecord);
}
