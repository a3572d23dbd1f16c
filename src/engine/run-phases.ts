import { applyRestart } from "../domain/build-lifecycle.ts";
import { PhaseError } from "../domain/phase-error.ts";
import type { BuildEnvironment } from "../environment/build-environment.ts";
import { createSecretMasker } from "../logs/secret-masker.ts";
import { isStorageUnavailable } from "../store/storage-unavailable.ts";
import { keepCache } from "./cache/keep-cache.ts";
import { returnEngine } from "./cache/local-cache.ts";
import { longExports, readExpansions, toExportedVariables, type Expanded } from "./expansions.ts";
import { Interrupted } from "./interruption.ts";
import { downloadSource } from "./phases/download-source.ts";
import { provision } from "./phases/provisioning.ts";
import { followCommands, throwFoundDead, type CommandsEnd } from "./phases/run-commands.ts";
import { uploadArtifacts } from "./phases/upload-artifacts.ts";
import { endPhase, logPhaseEnd, toPhaseEnd, type RunContext } from "./run-context.ts";
import type { StartedContainer } from "./run-record.ts";

/** How long a container engine that went away in mid-build may stay away, in milliseconds. */
const ENGINE_MAY_BE_AWAY = 60_000;
/** How often an engine that is away is asked again, in milliseconds. */
const ENGINE_ASKED_EVERY = 500;
/** How often a run may break off although the engine answers: the fault is then not one that passes. */
const MOST_BREAKS = 3;
/** How long an adopted driver may take to say that it is ready, in milliseconds: one that never got its script waits for ever. */
const ADOPTED_READY_WITHIN = 5_000;

interface Started {
  readonly environment: BuildEnvironment;
  readonly container: StartedContainer;
}

/**
 * PROVISIONING to UPLOAD_ARTIFACTS; what fails is thrown. What breaks off without having failed, such as the connection to
 * the engine, is taken up again as after a crash: what was done already changes nothing when it is done again.
 */
export async function runPhases(context: RunContext): Promise<undefined> {
  const { deps, tracker, interruption } = context;
  for (let breaks = 0; ;) {
    try {
      await runOnce(context);
      return;
    } catch (error) {
      if (error instanceof PhaseError || error instanceof Interrupted || interruption.follow.aborted) throw error;
      // The whole run is taken up again, log and all, until the disk takes writes.
      if (isStorageUnavailable(error)) throw error;
      const wasAway = await engineAnswers(context, error);
      if (!wasAway) breaks += 1;
      if (breaks > MOST_BREAKS) throw error;
      deps.logger.warn("the run of a build broke off; it is taken up again", { build: tracker.arn, error });
    }
  }
}

async function runOnce(context: RunContext): Promise<void> {
  const { tracker, interruption } = context;
  let started = await adopt(context);
  let end = started === undefined ? undefined : await follow(context, started, ADOPTED_READY_WITHIN);
  if (started === undefined || end === undefined || end === "never-ready") {
    if (tracker.isComplete()) return;
    started = await prepare(context);
    end = await follow(context, started, undefined);
  }
  const expanded = await readExpansions(started.environment, end === "finished" ? started.container.expansions : []);
  recordExports(context, started.container, expanded);
  if (end === "finished") returnEngine(context);
  // The last phase before has ended, by a process before this one perhaps: what it came to is told.
  if (tracker.running() === "FINALIZING") return;
  interruption.throwIfInterrupted();
  if (end !== "finished") await throwFoundDead(started.environment, tracker.running());
  if (tracker.running() === "UPLOAD_ARTIFACTS") await upload(context, started, expanded);
}

function recordExports({ tracker, deps, log }: RunContext, { expansions }: StartedContainer, expanded: Expanded): void {
  const exported = toExportedVariables(expansions, expanded, createSecretMasker(tracker.secrets()));
  if (exported === undefined) return;
  for (const name of longExports(expanded))
    log.line(deps.clock.now(), `WARNING: The variable '${name}' is too long to be exported`);
  for (const name of exported.masked)
    log.line(deps.clock.now(), `WARNING: The exported variable '${name}' has a secret in its value, which is masked`);
  tracker.update((build) => ({ ...build, exportedEnvironmentVariables: exported.variables }));
}

/** Image, container, source, buildspec, and the driver started. */
async function prepare(context: RunContext): Promise<Started> {
  const { tracker, log, interruption, deps, deadline } = context;
  interruption.throwIfInterrupted();
  interruption.timeOutIn(deadline - deps.clock.now());
  tracker.update(applyRestart);
  log.restart();
  context.environment = await provision(context);
  interruption.throwIfInterrupted();
  endPhase(context, "PROVISIONING", deps.clock.now());
  return { environment: context.environment, container: await downloadSource(context, context.environment) };
}

/**
 * The container that was started before, by an earlier process or before the engine went away. What was left beyond its
 * deadline is ended; what had ended in time keeps its true end.
 */
async function adopt(context: RunContext): Promise<Started | undefined> {
  const { tracker, deps, log, interruption, deadline } = context;
  const run = tracker.run();
  if (run?.stage !== "started") return undefined;
  const environment = await deps.environments.adopt(tracker.arn);
  if (environment === undefined) {
    if (tracker.isComplete()) return undefined;
    throw new PhaseError(
      "INTERNAL_SERVICE_ERROR",
      "The build's container is gone: something other than this endpoint removed it",
      {
        status: "FAULT",
      },
    );
  }
  context.environment = environment;
  log.mask(tracker.secrets());
  log.follow(run.container.messagesBefore);
  const state = await environment.state();
  if (state === "created") return undefined;
  if (state === "exited") {
    interruption.timeOutIn(deadline - (await environment.exited()).finishedAt);
  } else {
    interruption.timeOutIn(deadline - deps.clock.now());
  }
  return { environment, container: run.container };
}

async function follow(
  context: RunContext,
  { environment, container }: Started,
  readyWithin: number | undefined,
): Promise<CommandsEnd> {
  const { reason } = context.interruption;
  if (reason === "shutdown") throw new Interrupted(reason);
  // An interruption that came before the start, or while the engine was away, killed nothing.
  if (reason !== undefined) await environment.kill();
  return followCommands(context, environment, container, readyWithin);
}

/** The end is recorded when all of its log is delivered: a run that is taken up after it has nothing to say of it. */
async function upload(context: RunContext, { environment, container }: Started, expanded: Expanded): Promise<void> {
  const { tracker, deps, log, interruption } = context;
  await uploadArtifacts(context, environment, container, expanded);
  interruption.throwIfInterrupted();
  await keepCache(context, environment, container);
  interruption.throwIfInterrupted();
  const time = deps.clock.now();
  logPhaseEnd(log, time, "UPLOAD_ARTIFACTS", undefined);
  await log.flush();
  tracker.endPhase("UPLOAD_ARTIFACTS", toPhaseEnd("UPLOAD_ARTIFACTS", time, undefined));
}

/**
 * Waits while the engine can't be reached, for a minute at the most.
 *
 * @returns whether it could not be reached at first
 * @throws PhaseError when it stays away
 */
async function engineAnswers({ deps, interruption, tracker }: RunContext, error: unknown): Promise<boolean> {
  const until = deps.clock.now() + ENGINE_MAY_BE_AWAY;
  for (let wasAway = false; ; wasAway = true) {
    const engine = await deps.environments.reachable();
    if (interruption.follow.aborted) throw new Interrupted("shutdown");
    if (engine.reachable) return wasAway;
    if (deps.clock.now() >= until) {
      throw new PhaseError("INTERNAL_SERVICE_ERROR", `The container engine went away in mid-build: ${engine.reason}`, {
        status: "FAULT",
        cause: error,
      });
    }
    deps.logger.warn("waiting for the container engine", { build: tracker.arn, reason: engine.reason });
    await deps.clock.sleep(ENGINE_ASKED_EVERY, interruption.follow);
  }
}
