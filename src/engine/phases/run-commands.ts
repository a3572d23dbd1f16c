import { PhaseError } from "../../domain/phase-error.ts";
import type { OrderedPhase } from "../../domain/phase-sequence.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import { allowRetry } from "../auto-retry.ts";
import type { CommandPhase, PlannedPhase } from "../build-plan.ts";
import { readDriverOutput } from "../driver/driver-output.ts";
import { USER_STATUS } from "../driver/run-as.ts";
import { createSecretMasker } from "../../logs/secret-masker.ts";
import type { PhaseFailure, StartedContainer } from "../run-record.ts";
import { endPhase, FOUND_DEAD, type RunContext } from "../run-context.ts";

/** How much of a phase's output up to its failure a retry's pattern is matched with: the last so many bytes. */
const LONGEST_MATCHED = 65_536;

/** What the container's output came to. */
export type CommandsEnd =
  /** The driver went through its plan. */
  | "finished"
  /** Nothing of the user's has run: the driver never said that it is ready. */
  | "never-ready"
  /** The container ended before its plan did. */
  | "died";

/**
 * Follows the container's output to its end, from the first byte: INSTALL to POST_BUILD in log and record. Reading the same
 * output again changes nothing twice.
 *
 * @param readyWithin milliseconds after which a driver that has not said that it is ready is ended
 */
export async function followCommands(
  context: RunContext,
  environment: BuildEnvironment,
  started: StartedContainer,
  readyWithin: number | undefined,
): Promise<CommandsEnd> {
  const { log, interruption } = context;
  const follower = createFollower(context, started);
  let end: CommandsEnd = "never-ready";
  using notReady = killLater(context, environment, readyWithin);
  for await (const event of readDriverOutput(environment.output(interruption.follow), started.nonce, started.phases)) {
    switch (event.kind) {
      case "output":
        follower.output(event.bytes);
        log.output(event.time, event.bytes);
        await log.ready();
        break;
      case "ready":
        notReady[Symbol.dispose]();
        end = "died";
        // Where the image is switched to runtimes, the phase goes on in the container.
        if (started.phases[0]?.phase !== "DOWNLOAD_SOURCE") endPhase(context, "DOWNLOAD_SOURCE", event.time);
        break;
      case "phase-start":
        follower.phaseStart(event.phase, event.time);
        break;
      case "user":
        follower.user(event.phase, event.status);
        break;
      case "command-start":
        follower.commandStart(event.phase, event.command, event.time);
        break;
      case "command-end":
        follower.commandEnd(event.phase, event.command, event.status, event.time);
        break;
      case "phase-end":
        await follower.phaseEnd(event.phase, event.time);
        break;
      case "finished":
        end = "finished";
        break;
    }
  }
  return end;
}

/** Kills the container after so many milliseconds, unless disposed of before. */
function killLater(
  { deps, tracker }: RunContext,
  environment: BuildEnvironment,
  milliseconds: number | undefined,
): Disposable {
  const kill = (): void => {
    environment.kill().catch((error: unknown) => {
      deps.logger.warn("a driver that is not ready could not be killed", { build: tracker.arn, error });
    });
  };
  const cancel = milliseconds === undefined ? undefined : deps.clock.after(milliseconds, kill);
  return { [Symbol.dispose]: () => cancel?.() };
}

/** @throws PhaseError in AWS's words */
export async function throwFoundDead(environment: BuildEnvironment, phase: OrderedPhase | undefined): Promise<never> {
  const { exitCode, outOfMemory } = await environment.exited();
  const why = outOfMemory ? "out of memory" : `exit code ${exitCode}`;
  throw new PhaseError("CLIENT_ERROR", `${FOUND_DEAD} (${why}${phase === undefined ? "" : `, in phase ${phase}`})`);
}

function createFollower(context: RunContext, started: StartedContainer) {
  const { log } = context;
  let failure: PhaseFailure | undefined;
  /** Of the phase, up to the end of its first command that failed; masked as in the log. */
  const output = createTail(LONGEST_MATCHED);
  const masker = createSecretMasker(context.tracker.secrets());
  const isMatched = Object.keys(started.retries).length > 0;
  const commandText = (phase: CommandPhase, command: number): string => {
    const planned = requirePhase(started, phase);
    return [...planned.commands, ...planned.finally][command] ?? "";
  };
  return {
    phaseStart(phase: CommandPhase, time: number): void {
      failure = undefined;
      masker.end();
      output.clear();
      if (phase !== "DOWNLOAD_SOURCE") log.line(time, `Entering phase ${phase}`);
    },
    output(bytes: Uint8Array): void {
      if (isMatched && failure === undefined) output.push(masker.push(bytes));
    },
    user(phase: CommandPhase, status: number): void {
      if (status === USER_STATUS.changed) return;
      const { runAs = "root" } = requirePhase(started, phase);
      failure = toCommandFailure(
        commandText(phase, 0),
        status === USER_STATUS.unknown
          ? `user: unknown user ${runAs}`
          : `the image has no setpriv, chroot or su that runs commands as ${runAs}, or no chown`,
      );
    },
    commandStart(phase: CommandPhase, command: number, time: number): void {
      log.command(time, commandText(phase, command));
    },
    commandEnd(phase: CommandPhase, command: number, status: number, time: number): void {
      if (status === 0) return;
      const text = commandText(phase, command);
      log.line(time, `Command did not exit successfully ${text} exit status ${status}`);
      failure ??= toCommandFailure(text, `exit status ${status}`);
    },
    async phaseEnd(phase: CommandPhase, time: number): Promise<void> {
      const rule = started.retries[phase];
      if (failure !== undefined && rule !== undefined) {
        output.push(masker.end());
        await allowRetry(context, rule, `${output.text()}\n${failure.context.message}`);
      }
      endPhase(context, phase, time, failure, started.onFailure[phase]);
    },
  };
}

function toCommandFailure(command: string, reason: string): PhaseFailure {
  return {
    outcome: "FAILED",
    context: {
      statusCode: "COMMAND_EXECUTION_ERROR",
      message: `Error while executing command: ${command}. Reason: ${reason}`,
    },
  };
}

/** The last bytes of what is pushed. */
function createTail(limit: number) {
  let chunks: Uint8Array[] = [];
  let length = 0;
  return {
    push(bytes: Uint8Array): void {
      chunks.push(bytes.slice(-limit));
      length += Math.min(bytes.length, limit);
      if (length < 2 * limit) return;
      chunks = [Buffer.concat(chunks).subarray(-limit)];
      length = limit;
    },
    clear(): void {
      chunks = [];
      length = 0;
    },
    text: (): string => Buffer.concat(chunks).subarray(-limit).toString(),
  };
}

function requirePhase(started: StartedContainer, name: CommandPhase): PlannedPhase {
  const phase = started.phases.find((planned) => planned.phase === name);
  if (phase === undefined) throw new Error(`the plan has no phase ${name}`);
  return phase;
}
