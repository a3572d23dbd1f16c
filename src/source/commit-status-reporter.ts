import type { ProjectSource } from "../../generated/codebuild/types.ts";

/** Tells a repository's host how the build of a commit goes, where it shows it beside the commit. */
export interface CommitStatusReporter {
  /**
   * Resolves when the host has taken it. What is told again replaces what was told before under the same `context`.
   *
   * @throws CommitStatusError when it can't be told. Aborts reject with the signal's reason.
   */
  report(status: CommitStatus, signal: AbortSignal): Promise<void>;
}

export interface CommitStatus {
  readonly account: string;
  readonly region: string;
  readonly source: ProjectSource;
  /** The full id of the commit. */
  readonly commit: string;
  readonly state: CommitState;
  /** What tells this status from others of the same commit. */
  readonly context: string;
  /** Where a click on the status leads. */
  readonly targetUrl: string | undefined;
  readonly description: string;
}

/** `BROKEN`: the build came to no result of its own; it was stopped, or it failed by a fault that is not its own. */
export type CommitState = "RUNNING" | "SUCCEEDED" | "FAILED" | "BROKEN";

/** Why a host could not be told; the message holds no secret. */
export class CommitStatusError extends Error {
  override readonly name = "CommitStatusError";
  /** Whether it may be taken when it is told again. */
  readonly passes: boolean;

  constructor(message: string, options: { readonly passes: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.passes = options.passes;
  }
}
