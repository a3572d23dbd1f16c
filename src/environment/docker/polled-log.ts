import type Dockerode from "dockerode";

import type { Clock } from "../../common/clock.ts";
import type { OutputChunk } from "../build-environment.ts";
import { messageOf } from "./docker-error.ts";
import { readLog } from "./docker-output.ts";
import { createLogFrames } from "./log-frames.ts";

/** How often the log is looked at, in milliseconds. */
const EVERY = 200;
/** How long after a change it is read whether it has changed or not: lines of one second may look the same. */
const RESTLESS = 1_500;

/**
 * The container's whole log, then what is added to it until the container ends, for Podman: one that is followed there has gaps
 * (github containers/podman, issue 21914), one that is read to its end has not. So it is read again and again from where
 * the last reading ended. The last entry may have been caught half written: it is passed on when another follows it, or
 * when it is still the same the next time.
 */
export async function* pollLog(
  docker: Dockerode,
  id: string,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<OutputChunk, void, undefined> {
  let position = { stamp: "0", entries: 0 };
  /** The last entry, and the position before it. */
  let held = Buffer.alloc(0);
  let heldAfter = position;
  let newest = "";
  let changed = clock.now();
  for (;;) {
    signal.throwIfAborted();
    // Asked before: what is read then is all.
    const ended = await hasEnded(docker, id, signal);
    const begun = clock.now();
    const last = await readNewest(docker, id, signal);
    if (last !== newest) changed = begun;
    newest = last;
    if (ended || held.length > 0 || begun - changed < RESTLESS) {
      const frames = createLogFrames({ lostLineEnds: false, bySecond: true, skip: position, holdLast: !ended });
      for await (const data of await readLog(docker, id, { since: position.stamp }, signal)) yield* frames.push(data);
      if (ended) return;
      const before = frames.position;
      const isSame = isEqual(before, heldAfter) && frames.held.equals(held);
      if (isSame) yield* frames.release();
      held = Buffer.from(frames.held);
      heldAfter = before;
      if (isFurther(frames.position, position)) position = frames.position;
    }
    // A long log takes long to read, even from its end.
    await clock.sleep(Math.max(EVERY, clock.now() - begun), signal);
  }
}

interface Position {
  readonly stamp: string;
  readonly entries: number;
}

function isEqual(one: Position, other: Position): boolean {
  return one.stamp === other.stamp && one.entries === other.entries;
}

/** Not where the last entry that was passed on is held now. */
function isFurther(now: Position, before: Position): boolean {
  return now.stamp !== "" && (now.stamp !== before.stamp || now.entries > before.entries);
}

async function hasEnded(docker: Dockerode, id: string, signal: AbortSignal): Promise<boolean> {
  const { State } = await docker.getContainer(id).inspect({ abortSignal: signal });
  return State.Status === "exited" || State.Status === "stopped";
}

/** By its bytes, the time stamp among them; empty for one that is half written. It takes no time, however long the log is. */
async function readNewest(docker: Dockerode, id: string, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const data of await readLog(docker, id, { tail: "1" }, signal)) parts.push(data);
  } catch (error) {
    if (!/is not a valid container log line/.test(messageOf(error))) throw error;
  }
  return Buffer.concat(parts).toString("latin1");
}
