import type Dockerode from "dockerode";

import { toPullError, toReason } from "./docker-error.ts";

/** Fetches images, each once at a time however many builds want it. A pull that failed is not remembered. */
export interface ImagePuller {
  /**
   * @param onProgress takes the lines that `docker pull` prints where it isn't a terminal; who joins a running pull gets those from then on
   * @throws PhaseError `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE`. An abort of `signal` leaves the pull to the others that want it and ends it when there are none.
   */
  pull(image: string, onProgress: (line: string) => void, signal: AbortSignal): Promise<void>;
}

interface RunningPull {
  readonly done: Promise<void>;
  readonly listeners: Set<(line: string) => void>;
  readonly cancel: AbortController;
}

export function createImagePuller(client: () => Promise<Dockerode>, host: string): ImagePuller {
  const running = new Map<string, RunningPull>();

  function startPull(image: string): RunningPull {
    const listeners: RunningPull["listeners"] = new Set();
    const cancel = new AbortController();
    const say = (line: string): void => {
      for (const listener of listeners) listener(line);
    };
    const pull = { done: pullImage(client, host, image, say, cancel.signal), listeners, cancel };
    running.set(image, pull);
    const forget = (): void => {
      if (running.get(image) === pull) running.delete(image);
    };
    pull.done.then(forget, forget);
    return pull;
  }

  return {
    async pull(image, onProgress, signal) {
      signal.throwIfAborted();
      const pull = running.get(image) ?? startPull(image);
      // A function of its own, so that a caller who joins twice is told twice.
      const listener = (line: string): void => {
        onProgress(line);
      };
      pull.listeners.add(listener);
      const aborted = Promise.withResolvers<never>();
      const onAbort = (): void => {
        aborted.reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort);
      try {
        await Promise.race([pull.done, aborted.promise]);
      } finally {
        signal.removeEventListener("abort", onAbort);
        pull.listeners.delete(listener);
        if (pull.listeners.size === 0) {
          pull.cancel.abort();
          if (running.get(image) === pull) running.delete(image);
        }
      }
    },
  };
}

async function pullImage(
  client: () => Promise<Dockerode>,
  host: string,
  image: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let refused: string | undefined;
  try {
    const docker = await client();
    const stream = (await docker.pull(image, { abortSignal: signal })) as AsyncIterable<Uint8Array>;
    for await (const message of parseJsonLines(stream)) {
      if (message.error !== undefined) refused = message.error;
      // With a position in it, it is one of many pictures of a progress bar.
      else if (message.status !== undefined && message.progress === undefined)
        say(message.id === undefined ? message.status : `${message.id}: ${message.status}`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toPullError(toReason(error, host), error);
  }
  if (refused !== undefined) throw toPullError(`Error response from daemon: ${refused}`);
}

interface PullMessage {
  readonly id?: string;
  readonly status?: string;
  readonly progress?: string;
  readonly error?: string;
}

async function* parseJsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<PullMessage> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const data of stream) {
    text += decoder.decode(data, { stream: true });
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as PullMessage;
  }
  if (text.trim() !== "") yield JSON.parse(text) as PullMessage;
}
