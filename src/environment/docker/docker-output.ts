import type Dockerode from "dockerode";

import type { OutputChunk } from "../build-environment.ts";
import { getStream } from "./docker-connection.ts";
import { createLogFrames, type LogFrames } from "./log-frames.ts";

/**
 * The container's whole log, then live until it ends. The engine's log, not an attached stream, which would stop the
 * build while it is not read.
 *
 * An engine of 2020 ends a followed log when the container has ended, sometimes before it sent the last entries (seen: an
 * unfinished last line in one of four builds). So at the end it is asked for its last entry, and for all that is missing
 * if that is not the last one that came.
 */
export async function* followLog(
  docker: Dockerode,
  id: string,
  options: { readonly lostLineEnds: boolean },
  signal: AbortSignal,
): AsyncGenerator<OutputChunk, void, undefined> {
  try {
    yield* readToEnd(docker, id, options, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function* readToEnd(
  docker: Dockerode,
  id: string,
  options: { readonly lostLineEnds: boolean },
  signal: AbortSignal,
): AsyncGenerator<OutputChunk, void, undefined> {
  signal.throwIfAborted();
  const frames = createLogFrames(options);
  for await (const data of await readLog(docker, id, { follow: "1" }, signal)) yield* frames.push(data);
  // Only an ended container has all of its output in its log.
  await docker.getContainer(id).wait({ abortSignal: signal });
  if (await isComplete(docker, id, frames, signal)) return;
  const { position } = frames;
  const missing = createLogFrames({ ...options, skip: position });
  for await (const data of await readLog(docker, id, { since: toSince(position.stamp) }, signal))
    yield* missing.push(data);
}

/** An entry that ended its line is told by its time stamp; parts of one long line all have the same. */
async function isComplete(docker: Dockerode, id: string, seen: LogFrames, signal: AbortSignal): Promise<boolean> {
  const last = createLogFrames({ lostLineEnds: false });
  for await (const data of await readLog(docker, id, { tail: "1" }, signal)) last.push(data);
  return last.position.stamp === seen.position.stamp && seen.lineEnded && last.lineEnded;
}

/** @param query.since an entry of this very time comes, too */
export function readLog(
  docker: Dockerode,
  id: string,
  query: { readonly follow?: "1"; readonly since?: string; readonly tail?: "1" },
  signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
  const search = new URLSearchParams({ stdout: "1", stderr: "1", timestamps: "1", ...query });
  return getStream(docker, `/containers/${id}/logs?${search.toString()}`, signal);
}

/** Seconds with a fraction; with what the engine takes, an entry of this very time is sent again. */
function toSince(stamp: string): string {
  const [second = "", fraction = ""] = stamp.trimEnd().replace(/Z$/, "").split(".");
  return stamp === "" ? "0" : `${Date.parse(`${second}Z`) / 1000}.${fraction.padEnd(9, "0")}`;
}
