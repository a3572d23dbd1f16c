import { applyPhaseEnd, runningPhase } from "../domain/build-lifecycle.ts";
import type { BuildEngine } from "./build-engine.ts";
import { startBuildRun, type BuildRun } from "./build-run.ts";
import { createBuildTracker } from "./build-tracker.ts";
import type { EngineDeps } from "./engine-deps.ts";
import { createLeftoverRemoval } from "./leftover-removal.ts";
import { createUnusedCaches } from "./cache/unused-caches.ts";
import { TIMED_OUT, toPhaseEnd } from "./run-context.ts";

/** How many builds may wait for each one that may run (user guide, queued builds). */
const WAITING_PER_RUNNING = 5;

/** How often a step that the store could not take (its disk is full) is tried again, in milliseconds. */
const TRIED_AGAIN_EVERY = 2_000;

/** The engine of this process: a first-in, first-out queue and one run for each build beyond it. */
export function createLocalBuildEngine(deps: EngineDeps): BuildEngine {
  const { store, clock, logger, concurrentBuilds } = deps;
  /** Waiting builds in their order, each with the function that cancels its queue time-out. */
  const waiting = new Map<string, () => void>();
  const runs = new Map<string, BuildRun>();
  /** Runs of which something is left to be done; those of `runs` are among them. */
  const unsettled = new Set<BuildRun>();
  const caches = createUnusedCaches(deps);
  const leftovers = createLeftoverRemoval(deps, () => caches.remove());
  const idlers: (() => void)[] = [];
  let closed = false;

  /** Takes a step of the queue. When the store can't write it, it is tried again until it can: a step may begin again from any point. */
  const take = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      logger.error("the queue could not go on; it is tried again", { error });
      takeLater(step);
    }
  };

  const takeLater = (step: () => void): void => {
    clock.after(TRIED_AGAIN_EVERY, () => {
      if (!closed) take(step);
    });
  };

  const start = (arn: string): void => {
    const run = startBuildRun(deps, arn);
    runs.set(arn, run);
    unsettled.add(run);
    void run.ended.then(() => {
      take(() => {
        leave(arn);
      });
    });
    void run.settled.then(() => {
      unsettled.delete(run);
      if (store.builds.get(arn)?.cache?.type === "LOCAL") caches.remove();
      take(() => {
        const isLeft = store.builds.getRun(arn) !== undefined && createBuildTracker(store, arn).isComplete();
        if (isLeft && !closed) leftovers.add(arn);
        admit();
      });
    });
  };

  const leave = (arn: string): void => {
    if (!closed && !createBuildTracker(store, arn).isComplete()) {
      // It broke off, and keeps its place until it is taken up again.
      takeLater(() => {
        start(arn);
      });
      return;
    }
    runs.delete(arn);
    const retry = store.builds.get(arn)?.autoRetryConfig?.nextAutoRetry;
    if (retry !== undefined && !closed) enqueueIfQueued(retry);
    admit();
  };

  const admit = (): void => {
    take(() => {
      while (!closed && runs.size < concurrentBuilds) {
        const [arn, cancelTimeOut] = waiting.entries().next().value ?? [];
        if (arn === undefined || cancelTimeOut === undefined) break;
        createBuildTracker(store, arn).endPhase("QUEUED", toPhaseEnd("QUEUED", clock.now(), undefined));
        cancelTimeOut();
        start(arn);
        waiting.delete(arn);
      }
    });
    if (closed || waiting.size + runs.size + unsettled.size === 0) for (const resolve of idlers.splice(0)) resolve();
  };

  const queueTimedOut = (arn: string): void => {
    createBuildTracker(store, arn).endPhase("QUEUED", toPhaseEnd("QUEUED", clock.now(), TIMED_OUT));
    waiting.delete(arn);
    admit();
  };

  const enqueue = (arn: string): void => {
    const build = store.builds.get(arn);
    if (build === undefined) throw new Error(`the build ${arn} is not in the store`);
    const since = build.phases?.at(-1)?.startTime?.getTime() ?? clock.now();
    const due = since + (build.queuedTimeoutInMinutes ?? 480) * deps.minute;
    waiting.set(
      arn,
      clock.after(Math.max(0, due - clock.now()), () => {
        take(() => {
          queueTimedOut(arn);
        });
      }),
    );
  };

  /** Nothing for a build that is in the queue or has left it: a retry may be there already, where its original left more to do. */
  const enqueueIfQueued = (arn: string): void => {
    const build = store.builds.get(arn);
    if (build !== undefined && runningPhase(build) === "QUEUED" && !waiting.has(arn) && !runs.has(arn)) enqueue(arn);
  };

  return {
    get queue() {
      return {
        running: runs.size,
        waiting: waiting.size,
        concurrent: concurrentBuilds,
        capacity: concurrentBuilds * WAITING_PER_RUNNING,
      };
    },
    submit(arn) {
      enqueue(arn);
      admit();
    },
    stop(arn) {
      const stopped = store.transaction(() => {
        const build = store.builds.get(arn);
        if (build === undefined || build.buildComplete === true) return build;
        const ended = applyPhaseEnd(build, { time: clock.now(), outcome: "STOPPED", next: "COMPLETED" });
        store.builds.replace(ended);
        return ended;
      });
      waiting.get(arn)?.();
      waiting.delete(arn);
      runs.get(arn)?.interrupt("stop");
      admit();
      return stopped;
    },
    recover() {
      const active = store.builds.active();
      for (const arn of new Set([...store.builds.runs(), ...active])) {
        const build = store.builds.get(arn);
        if (build === undefined) {
          leftovers.add(arn);
        } else if (build.buildComplete === true || runningPhase(build) !== "QUEUED") {
          take(() => {
            start(arn);
          });
        }
      }
      for (const arn of active) enqueueIfQueued(arn);
      admit();
      caches.remove();
      return Promise.resolve();
    },
    removeUnusedCaches() {
      caches.remove();
    },
    async idle() {
      await new Promise<void>((resolve) => {
        idlers.push(resolve);
        admit();
      });
      await caches.idle();
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      leftovers[Symbol.dispose]();
      for (const cancelTimeOut of waiting.values()) cancelTimeOut();
      const ending = [...unsettled];
      for (const run of ending) run.interrupt("shutdown");
      await Promise.all(ending.map((run) => run.settled));
      await caches.close();
      admit();
    },
  };
}
