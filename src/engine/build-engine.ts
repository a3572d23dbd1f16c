import type { Build } from "../../generated/codebuild/types.ts";

/** Runs stored builds. One per process; it owns the queue and every container of its data directory. */
export interface BuildEngine extends AsyncDisposable {
  /** Whether one more build may wait: at most five times the concurrent builds may. */
  readonly queue: {
    readonly running: number;
    readonly waiting: number;
    readonly concurrent: number;
    readonly capacity: number;
  };
  /** Accepts a stored build (phase QUEUED running) and returns at once. */
  submit(buildArn: string): void;
  /**
   * Ends the build as STOPPED, in the store before this returns; its container is killed and removed right after.
   * A build that has ended keeps its end. @returns the record as it stands then; `undefined` for an unknown build.
   */
  stop(buildArn: string): Build | undefined;
  /** Adopts what an earlier process left: running containers are followed to their end, queued builds are queued again. */
  recover(): Promise<void>;
  /** Removes the storage of caches that are nobody's any more, in the background. */
  removeUnusedCaches(): void;
  /** Resolves when nothing is queued, running or being cleaned up. */
  idle(): Promise<void>;
}
