import { once } from "node:events";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";

import type Dockerode from "dockerode";

import type { Clock } from "../../common/clock.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { PathNotFound, type BuildEnvironment, type OutputChunk } from "../build-environment.ts";
import { readArchive } from "./archive.ts";
import { copyVolume } from "./copy-volume.ts";
import { upgrade } from "./docker-connection.ts";
import { messageOf, statusOf } from "./docker-error.ts";
import { toMountError } from "./mount-error.ts";
import { followLog } from "./docker-output.ts";
import { pollLog } from "./polled-log.ts";

/** How often and how long a removal that another call has begun is waited for, in milliseconds. */
const REMOVAL_ASKED_EVERY = 20;
const REMOVAL_WITHIN = 10_000;

/** One container. @param options.lostLineEnds whether its log driver loses the line feeds of cut lines */
export function createDockerEnvironment(
  docker: Dockerode,
  id: string,
  options: {
    readonly name: string;
    readonly lostLineEnds: boolean;
    readonly isPodman: boolean;
    readonly clock: Clock;
  },
): BuildEnvironment {
  const container = docker.getContainer(id);

  let opened = false;
  /** The way to the main process's input, where something was sent ahead; its end is that of the input. */
  let input: Socket | undefined;
  /** Once: a container that has ended by itself meanwhile is not to begin anew. */
  async function open(): Promise<void> {
    if (opened) return;
    try {
      await unlessStatus(304, container.start());
      opened = true;
    } catch (error) {
      // Without an answer nothing is known of the container.
      if (statusOf(error) === undefined) throw error;
      const mountError = toMountError(error);
      if (mountError !== undefined) throw mountError;
      throw new PhaseError("CLIENT_ERROR", `${FOUND_DEAD} (${messageOf(error)})`, { cause: error });
    }
  }

  /** Of one that has ended nothing takes the input any more; Podman would make it ready to begin anew. */
  async function attach(): Promise<Socket | undefined> {
    if (options.isPodman && !(await container.inspect()).State.Running) return undefined;
    return attachInput(docker, id);
  }

  return {
    entry: `docker exec -it ${options.name} /bin/sh`,

    async putArchive(directory, tar) {
      // Through a stream of our own: the client library leaves errors of the source, and a source that it reads no more, alone.
      const body = new PassThrough();
      const sent = pipeline(tar, body);
      // An error of the source ends the request by way of the body.
      sent.catch(() => {});
      try {
        await container.putArchive(body, { path: directory });
      } catch (error) {
        throw toMountError(error) ?? error;
      } finally {
        body.destroy();
      }
    },

    async getArchive(path) {
      try {
        return await readArchive(docker, id, path);
      } catch (error) {
        if (isPathNotFound(error)) throw new PathNotFound(path, { cause: error });
        throw error;
      }
    },

    open,

    async runAhead(script) {
      await open();
      input ??= await attach();
      input?.write(script);
    },

    async start(script) {
      await open();
      const socket = input ?? (await attach());
      input = undefined;
      if (socket !== undefined) await endInput(socket, script);
    },

    output: (signal): AsyncIterable<OutputChunk> =>
      options.isPodman ? pollLog(docker, id, options.clock, signal) : followLog(docker, id, options, signal),

    async state() {
      const { State } = await container.inspect();
      if (State.Status === "created") return "created";
      return State.Running ? "running" : "exited";
    },

    async exited() {
      await container.wait();
      const { State } = await container.inspect();
      return { exitCode: State.ExitCode, outOfMemory: State.OOMKilled, finishedAt: Date.parse(State.FinishedAt) };
    },

    copyVolume: (path, name) => copyVolume(docker, container, path, name, options.isPodman),

    async kill() {
      try {
        await container.kill({ signal: "KILL" });
      } catch (error) {
        // 409: it isn't running, which Podman has no status for; 404: it is gone.
        const notRunning = /can only kill running containers/.test(messageOf(error));
        if (statusOf(error) !== 409 && statusOf(error) !== 404 && !notRunning) throw error;
      }
    },

    [Symbol.asyncDispose]: () => removeContainer(container, options.clock),
  };
}

/** A way through a file or through links that lead to themselves is an error of the server to Docker; to who asks, nothing is there. */
function isPathNotFound(error: unknown): boolean {
  const message = messageOf(error);
  if (statusOf(error) === 404) return !message.startsWith("No such container");
  return statusOf(error) === 500 && /: not a directory|too many (links|levels of symbolic links)/.test(message);
}

/** CodeBuild's words for a container that could not do anything, such as one whose image has no shell. */
const FOUND_DEAD =
  "Build container found dead before completing the build. build container died because it was out of memory, or the Docker image is not supported. ErrorCode: 500";

/** Attached after the start: Podman refuses it before. A container whose input was sent already takes nothing more. */
async function attachInput(docker: Dockerode, id: string): Promise<Socket> {
  const socket = await upgrade(docker, `/containers/${id}/attach?stream=1&stdin=1`);
  // The engine closes the connection when it has passed the input on; how it does so says nothing of the input.
  socket.on("error", () => {});
  socket.resume();
  return socket;
}

/** @throws Error when the connection broke off before */
async function endInput(socket: Socket, text: string): Promise<void> {
  if (socket.destroyed) throw new Error("the connection to the container's input broke off");
  socket.end(text);
  await once(socket, "finish");
  socket.unref();
}

/** Removes a container with its volumes, running or not; gone already is no error. */
export async function removeContainer(container: Dockerode.Container, clock: Clock): Promise<void> {
  const until = clock.now() + REMOVAL_WITHIN;
  for (;;) {
    try {
      await unlessStatus(404, container.remove({ force: true, v: true }));
      return;
    } catch (error) {
      // 409: another call is removing it.
      if (statusOf(error) !== 409 || clock.now() > until) throw error;
      await clock.sleep(REMOVAL_ASKED_EVERY);
    }
  }
}

async function unlessStatus(status: number, answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (statusOf(error) !== status) throw error;
  }
}
