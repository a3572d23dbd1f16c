import { parseBuildArn } from "../domain/arn-scope.ts";
import { applyLogPlaces, toLogPlaces } from "../domain/build-logs.ts";
import { toSourceDirectories } from "../domain/source-directory.ts";
import type { LogSink } from "../logs/log-sink.ts";
import { isStorageUnavailable } from "../store/storage-unavailable.ts";
import { completeBuild } from "./auto-retry.ts";
import { openBuildLog } from "./build-log.ts";
import { createBuildTracker } from "./build-tracker.ts";
import { reportEnd } from "./commit-statuses.ts";
import type { EngineDeps } from "./engine-deps.ts";
import { createInterruption, Interrupted, type InterruptionReason } from "./interruption.ts";
import { runPhases } from "./run-phases.ts";
import { logPhaseEnd, toPhaseEnd, toPhaseFailure, toRunTimes, type RunBase, type RunContext } from "./run-context.ts";
import type { PhaseFailure } from "./run-record.ts";

/** One build on its way from PROVISIONING to its end, in this process. */
export interface BuildRun {
  readonly arn: string;
  /** Resolves when the build has ended and its container is gone, or when a shutdown left both to the next process. Never rejects. */
  readonly ended: Promise<void>;
  /** Resolves when nothing of the run is left to be done, or a shutdown left it to the next process: its end is told to its source's host. Never rejects. */
  readonly settled: Promise<void>;
  interrupt(reason: InterruptionReason): void;
}

/** Begins a queued build whose running phase is PROVISIONING, or carries on one that an earlier process left. */
export function startBuildRun(deps: EngineDeps, arn: string): BuildRun {
  const tracker = createBuildTracker(deps.store, arn);
  const { region, account, project, uuid } = parseBuildArn(arn);
  const earlier = tracker.run();
  const deadline = earlier?.deadline ?? deps.clock.now() + (tracker.build().timeoutInMinutes ?? 60) * deps.minute;
  const { source, secondarySources } = tracker.build();
  const sourceDirectory = earlier?.sourceDirectory ?? toSourceDirectories(uuid, source, secondarySources).primary;
  if (earlier === undefined) tracker.putRun({ stage: "preparing", deadline, sourceDirectory });
  const interruption = createInterruption(deps.clock);
  if (tracker.isComplete()) interruption.interrupt("stop");
  const base: RunBase = {
    deps,
    tracker,
    scope: { account, region },
    project,
    uuid,
    interruption,
    deadline,
    sourceDirectory,
    commits: new Map(Object.entries(earlier?.commits ?? {})),
    environment: undefined,
    unusableCache: undefined,
  };
  interruption.work.addEventListener("abort", () => {
    if (interruption.reason !== "shutdown") void kill(base);
  });
  const completed = carryOut(base, earlier !== undefined);
  return {
    arn,
    interrupt: interruption.interrupt,
    ended: completed.then(() => undefined),
    settled: completed.then((completion) => completion && settle(base, completion)),
  };
}

/** The record is complete. */
interface Completion {
  /** Whether the container is gone. */
  readonly removed: boolean;
}

/** @returns undefined when the rest is left to the next start */
async function carryOut(base: RunBase, resumed: boolean): Promise<Completion | undefined> {
  const { deps, tracker, interruption } = base;
  try {
    const run = tracker.run();
    const failure = run?.stage === "finalizing" ? run.failure : await attempt(base, () => runWithLog(base, resumed));
    return await complete(base, failure);
  } catch (error) {
    if (!(error instanceof Interrupted))
      deps.logger.error("a build's run broke off; it is taken up again", { build: tracker.arn, error });
    return undefined;
  } finally {
    interruption[Symbol.dispose]();
  }
}

/** The run's record goes last: while it is there, what is left is done again at the next start. */
async function settle(base: RunBase, { removed }: Completion): Promise<void> {
  const { deps, tracker } = base;
  try {
    await reportEnd(base);
    if (removed) tracker.deleteRun();
    else tracker.putRun({ stage: "finalizing", ...toRunTimes(base) });
  } catch (error) {
    if (!(error instanceof Interrupted))
      deps.logger.error("the end of a build's run broke off; it is taken up at the next start", {
        build: tracker.arn,
        error,
      });
  }
}

/** @returns the failure that is not in the record yet: of the phase whose end completes the build */
async function runWithLog(base: RunBase, resumed: boolean): Promise<PhaseFailure | undefined> {
  await using sink = await openSink(base);
  const context: RunContext = Object.assign(base, { log: await openBuildLog(sink, resumed) });
  const failure = await attempt(context, () => runPhases(context));
  // Whoever stops a build waits for its container to go, not for its log.
  if (context.interruption.reason === "stop") await removeContainer(context);
  const left = failure === undefined ? undefined : await endFailedPhase(context, failure);
  const unlogged = await attempt(context, async () => {
    await context.log.flush();
    await sink.finish();
    return undefined;
  });
  // What broke the log off is told once.
  return unlogged === undefined || unlogged.context.message === failure?.context.message ? left : unlogged;
}

async function openSink({ deps, tracker, scope, project, uuid }: RunBase): Promise<LogSink> {
  const { logsConfig } = deps.store.builds.getSettings(tracker.arn) ?? {};
  const places = toLogPlaces(logsConfig, project, uuid);
  const { serviceRole = "", encryptionKey } = tracker.build();
  await using opening = new AsyncDisposableStack();
  const sink = opening.use(
    await deps.logs.open({
      ...scope,
      onBehalfOf: { serviceRole, buildArn: tracker.arn },
      cloudWatch: places.cloudWatch,
      s3: places.s3 && {
        ...places.s3,
        encryptionKey: logsConfig?.s3Logs?.encryptionDisabled === true ? undefined : encryptionKey,
        bucketOwnerAccess: logsConfig?.s3Logs?.bucketOwnerAccess,
      },
    }),
  );
  tracker.update((build) => applyLogPlaces(build, { ...scope, ...places }));
  opening.move();
  return sink;
}

/** What the work came to: a failure of its own making or its error's. Shutdowns are thrown on. */
async function attempt(
  base: RunBase,
  work: () => Promise<PhaseFailure | undefined>,
): Promise<PhaseFailure | undefined> {
  try {
    return await work();
  } catch (error) {
    return toPhaseFailure(base, error);
  }
}

/** Phases in which a failure that no command made leaves no shell to go on with. */
const COMMAND_PHASES: ReadonlySet<string> = new Set(["INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD"]);

/**
 * Ends the phase when all of its log is delivered: a run that is taken up after it has nothing to say of it.
 *
 * @returns the failure when its phase is the last: that end is written when all else is done
 */
async function endFailedPhase(context: RunContext, failure: PhaseFailure): Promise<PhaseFailure | undefined> {
  const { deps, tracker, log } = context;
  const phase = tracker.running();
  if (phase === undefined || tracker.isComplete()) return undefined;
  const time = deps.clock.now();
  logPhaseEnd(log, time, phase, failure);
  const end = toPhaseEnd(phase, time, failure, COMMAND_PHASES.has(phase) ? "ABORT" : undefined);
  if (end.next === "COMPLETED") return failure;
  await log.flush().catch((error: unknown) => {
    if (isStorageUnavailable(error)) throw error;
    // Another failure comes again with the last flush.
  });
  tracker.endPhase(phase, end);
  return undefined;
}

/** Removes the container, then completes the record: who sees the build complete sees everything. */
async function complete(base: RunBase, failure: PhaseFailure | undefined): Promise<Completion> {
  const { deps, tracker } = base;
  tracker.putRun({ stage: "finalizing", ...(failure && { failure }), ...toRunTimes(base) });
  await forgetLog(base);
  const removed = await removeContainer(base);
  const phase = tracker.running();
  if (phase !== undefined && !tracker.isComplete()) {
    completeBuild(base, phase, { ...toPhaseEnd(phase, deps.clock.now(), failure), next: "COMPLETED" });
  }
  return { removed };
}

/** @returns false when the engine refuses or is away: the run's record stays, and stands for the removal */
async function removeContainer({ deps, tracker, environment }: RunBase): Promise<boolean> {
  try {
    if (environment === undefined) await deps.environments.remove(tracker.arn);
    else await environment[Symbol.asyncDispose]();
    return true;
  } catch (error) {
    deps.logger.warn("a container could not be removed; it will be tried again", {
      build: tracker.arn,
      error,
    });
    return false;
  }
}

/** Not before the run's record says that the log needs nothing more. */
async function forgetLog({ deps, tracker }: RunBase): Promise<void> {
  try {
    await deps.logs.forget(tracker.arn);
  } catch (error) {
    deps.logger.warn("what was kept of a build's log could not be removed", { build: tracker.arn, error });
  }
}

async function kill({ deps, tracker, environment }: RunBase): Promise<void> {
  try {
    await environment?.kill();
  } catch (error) {
    deps.logger.warn("a container could not be killed; its removal follows", { build: tracker.arn, error });
  }
}
