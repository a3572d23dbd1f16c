import { applyRestart } from "../domain/build-lifecycle.ts";
import { PhaseError } from "../domain/phase-error.ts";
import type { BuildEnvironment } from "../environment/build-environment.ts";
import { Interrupted } from "./interruption.ts";
import { downloadSource } from "./phases/download-source.ts";
import { provision } from "./phases/provisioning.ts";
import { followCommands, throwFoundDead, type CommandsEnd } from "./phases/run-commands.ts";
import { uploadArtifacts } from "./phases/upload-artifacts.ts";
import { endPhase, type RunContext } from "./run-context.ts";
import type { StartedContainer } from "./run-record.ts";

/** How long a container engine that went away in mid-build may stay away, in milliseconds. */
const ENGINE_MAY_BE_AWAY = 60_000;
/** How often an engine that is away is asked again, in milliseconds. */
const ENGINE_ASKED_EVERY = 500;
/** How long an adopted driver may take to say that it is ready, in milliseconds: one that never got its script waits for ever. */
const ADOPTED_READY_WITHIN = 5_000;

interface Started {
  readonly environment: BuildEnvironment;
  readonly container: StartedContainer;
}

/** PROVISIONING to UPLOAD_ARTIFACTS; what fails is thrown. */
export async function runPhases(context: RunContext): Promise<undefined> {
  const { tracker, deps, interruption } = context;
  let started = await adopt(context);
  let end = started === undefined ? undefined : await follow(context, started, ADOPTED_READY_WITHIN);
  if (started === undefined || end === undefined || end === "never-ready") {
    if (tracker.isComplete()) return;
    started = await prepare(context);
    end = await follow(context, started, undefined);
  }
  interruption.throwIfInterrupted();
  if (end !== "finished") await throwFoundDead(started.environment, tracker.running());
  if (tracker.running() === "UPLOAD_ARTIFACTS") {
    await uploadArtifacts(context, started.environment, started.container);
    interruption.throwIfInterrupted();
    endPhase(context, "UPLOAD_ARTIFACTS", deps.clock.now());
  }
}

/** Image, container, source, buildspec, and the driver started. */
async function prepare(context: RunContext): Promise<Started> {
  const { tracker, interruption, deps, deadline } = context;
  interruption.timeOutIn(deadline - deps.clock.now());
  tracker.update(applyRestart);
  context.environment = await provision(context);
  interruption.throwIfInterrupted();
  endPhase(context, "PROVISIONING", deps.clock.now());
  return { environment: context.environment, container: await downloadSource(context, context.environment) };
}

/**
 * The container that an earlier process left, when it has been started. What was left beyond its deadline is ended;
 * what had ended in time keeps its true end.
 */
async function adopt(context: RunContext): Promise<Started | undefined> {
  const { tracker, deps, log, interruption, deadline } = context;
  const run = tracker.run();
  if (run?.stage !== "started") return undefined;
  const environment = await whenEngineAnswers(context, () => deps.environments.adopt(tracker.arn));
  if (environment === undefined) {
    if (tracker.isComplete()) return undefined;
    throw new PhaseError("INTERNAL_SERVICE_ERROR", "The build's container was gone when the endpoint came back", {
      status: "FAULT",
    });
  }
  context.environment = environment;
  log.rewind(run.container.messagesBefore);
  const state = await environment.state();
  if (state === "created") return undefined;
  if (tracker.isComplete()) await environment.kill();
  else if (state === "exited") interruption.timeOutIn(Math.max(0, deadline - (await environment.exited()).finishedAt));
  else interruption.timeOutIn(deadline - deps.clock.now());
  return { environment, container: run.container };
}

/** Follows the output; when the engine goes away in between, reads it again from the start once the engine is back. */
async function follow(
  context: RunContext,
  { environment, container }: Started,
  readyWithin: number | undefined,
): Promise<CommandsEnd> {
  const { deps, tracker, log, interruption } = context;
  for (;;) {
    try {
      return await followCommands(context, environment, container, readyWithin);
    } catch (error) {
      if (error instanceof PhaseError || interruption.follow.aborted) throw error;
      deps.logger.warn("the output of a build broke off; it is read again", { build: tracker.arn, error });
      if ((await whenEngineAnswers(context, () => deps.environments.adopt(tracker.arn))) === undefined) {
        throw new PhaseError("INTERNAL_SERVICE_ERROR", "The build's container is gone", {
          status: "FAULT",
          cause: error,
        });
      }
      log.rewind(container.messagesBefore);
    }
  }
}

/** Asks again while the engine can't be reached, for a minute at the most. */
async function whenEngineAnswers<T>({ deps, interruption, tracker }: RunContext, ask: () => Promise<T>): Promise<T> {
  const until = deps.clock.now() + ENGINE_MAY_BE_AWAY;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const engine = await deps.environments.reachable();
      if (engine.reachable || deps.clock.now() >= until) throw error;
      deps.logger.warn("waiting for the container engine", { build: tracker.arn, reason: engine.reason });
    }
    await deps.clock.sleep(ENGINE_ASKED_EVERY, interruption.follow);
    if (interruption.follow.aborted) throw new Interrupted("shutdown");
  }
}
