import type Dockerode from "dockerode";

import { toPullError } from "../../domain/pull-error.ts";
import { toReason } from "./docker-error.ts";
import { hideSecrets, type RegistryAuth } from "./registry-auth.ts";

/** What is pulled, and as whom. */
export interface PullRequest {
  readonly image: string;
  /** Without it as nobody. */
  readonly auth: RegistryAuth | undefined;
  /** Such as `linux/arm64`; without it the engine's own. */
  readonly platform?: string | undefined;
}

/** Fetches images, each once at a time however many builds want it with the same login. A pull that failed is not remembered. */
export interface ImagePuller {
  /**
   * @param onProgress takes the lines that `docker pull` prints where it isn't a terminal; who joins a running pull gets those from then on
   * @throws PhaseError `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE`. An abort of `signal` leaves the pull to the others that want it and ends it when there are none.
   */
  pull(request: PullRequest, onProgress: (line: string) => void, signal: AbortSignal): Promise<void>;
}

interface RunningPull {
  readonly done: Promise<void>;
  readonly listeners: Set<(line: string) => void>;
  readonly cancel: AbortController;
}

export function createImagePuller(client: () => Promise<Dockerode>, host: string): ImagePuller {
  const running = new Map<string, RunningPull>();

  function startPull(key: string, request: PullRequest): RunningPull {
    const listeners: RunningPull["listeners"] = new Set();
    const cancel = new AbortController();
    const say = (line: string): void => {
      for (const listener of listeners) listener(line);
    };
    const pull = { done: pullImage(client, host, request, say, cancel.signal), listeners, cancel };
    running.set(key, pull);
    const forget = (): void => {
      if (running.get(key) === pull) running.delete(key);
    };
    pull.done.then(forget, forget);
    return pull;
  }

  return {
    async pull(request, onProgress, signal) {
      signal.throwIfAborted();
      const key = JSON.stringify(request);
      const pull = running.get(key) ?? startPull(key, request);
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
          if (running.get(key) === pull) running.delete(key);
        }
      }
    },
  };
}

async function pullImage(
  client: () => Promise<Dockerode>,
  host: string,
  { image, auth, platform }: PullRequest,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const hide = hideSecrets(auth);
  let refused: string | undefined;
  try {
    const docker = await client();
    const stream = (await docker.pull(image, {
      abortSignal: signal,
      ...(auth === undefined ? {} : { authconfig: auth }),
      ...(platform === undefined ? {} : { platform }),
    })) as AsyncIterable<Uint8Array>;
    for await (const message of parseJsonLines(stream)) {
      if (message.error !== undefined) refused = message.error;
      // With a position in it, it is one of many pictures of a progress bar.
      else if (message.status !== undefined && message.progress === undefined)
        say(hide(message.id === undefined ? message.status : `${message.id}: ${message.status}`));
    }
  } catch (error) {
    signal.throwIfAborted();
    // Without its cause, which has the registry's words too.
    throw auth === undefined ? toPullError(toReason(error, host), error) : toPullError(hide(toReason(error, host)));
  }
  if (refused !== undefined) throw toPullError(hide(`Error response from daemon: ${refused}`));
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
