import type { Build } from "../../generated/codebuild/types.ts";
import { applyPhaseEnd, runningPhase, type PhaseEnd } from "../domain/build-lifecycle.ts";
import type { OrderedPhase } from "../domain/phase-sequence.ts";
import type { Store } from "../store/store.ts";
import { parseRun, toRunText, type RunRecord } from "./run-record.ts";

/**
 * The stored record of one build as its run moves on. Every change reads the record afresh and writes it in one
 * transaction, since StopBuild may end it at any time and BatchDeleteBuilds remove it then; a build that is complete never
 * changes again.
 */
export interface BuildTracker {
  readonly arn: string;
  /** @throws Error when the build has been deleted */
  build(): Build;
  /** A build that was deleted is complete too: only what runs can't be deleted. */
  isComplete(): boolean;
  running(): OrderedPhase | undefined;
  /** Ends `phase`; does nothing unless it is the phase that runs, so that a run read again after a crash changes nothing twice. */
  endPhase(phase: OrderedPhase, end: PhaseEnd): void;
  update(change: (build: Build) => Build): void;
  run(): RunRecord | undefined;
  putRun(run: RunRecord): void;
  /** The run whose container is about to be started, and what is masked in its output. */
  putStartedRun(run: RunRecord, secrets: readonly string[]): void;
  /** What `putStartedRun` kept. */
  secrets(): readonly string[];
  deleteRun(): void;
}

export function createBuildTracker(store: Store, arn: string): BuildTracker {
  const requireBuild = (): Build => {
    const build = store.builds.get(arn);
    if (build === undefined) throw new Error(`the build ${arn} is not in the store`);
    return build;
  };
  const update = (change: (build: Build) => Build): void => {
    store.transaction(() => {
      const build = store.builds.get(arn);
      if (build === undefined || build.buildComplete === true) return;
      const changed = change(build);
      if (changed !== build) store.builds.replace(changed);
    });
  };
  return {
    arn,
    build: requireBuild,
    isComplete: () => store.builds.get(arn)?.buildComplete !== false,
    running() {
      const build = store.builds.get(arn);
      return build === undefined ? undefined : runningPhase(build);
    },
    endPhase(phase, end) {
      update((build) => (runningPhase(build) === phase ? applyPhaseEnd(build, end) : build));
    },
    update,
    run: () => parseRun(store.builds.getRun(arn)),
    putRun(run) {
      store.builds.putRun(arn, toRunText(run));
    },
    putStartedRun(run, secrets) {
      store.transaction(() => {
        store.builds.putRun(arn, toRunText(run));
        store.builds.putSecrets(arn, secrets);
      });
    },
    secrets: () => store.builds.getSecrets(arn),
    deleteRun() {
      store.builds.deleteRun(arn);
    },
  };
}
