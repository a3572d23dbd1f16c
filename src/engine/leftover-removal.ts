import type { EngineDeps } from "./engine-deps.ts";

/** How often the removal of a container is tried again, in milliseconds. */
const TRIED_AGAIN_EVERY = 5_000;

/** Removes the containers of ended builds, and what was gathered of their logs, that could not be removed at their end, again and again until it is done. */
export interface LeftoverRemoval extends Disposable {
  add(buildArn: string): void;
}

/** Disposing leaves what is left, and its run records with it, to the next start. */
export function createLeftoverRemoval(
  deps: Pick<EngineDeps, "environments" | "logs" | "store" | "clock" | "logger">,
  onRemoved: () => void,
): LeftoverRemoval {
  const { environments, logs, store, clock, logger } = deps;
  const waiting = new Map<string, () => void>();
  let isDisposed = false;

  const remove = (buildArn: string): void => {
    environments
      .remove(buildArn)
      .then(() => logs.forget(buildArn))
      .then(() => {
        if (isDisposed) return;
        store.builds.deleteRun(buildArn);
        waiting.delete(buildArn);
        onRemoved();
      })
      .catch((error: unknown) => {
        if (isDisposed) return;
        logger.warn("the container of an ended build could not be removed; it will be tried again", {
          build: buildArn,
          error,
        });
        waiting.set(
          buildArn,
          clock.after(TRIED_AGAIN_EVERY, () => remove(buildArn)),
        );
      });
  };

  return {
    add(buildArn) {
      if (waiting.has(buildArn)) return;
      waiting.set(buildArn, () => {});
      remove(buildArn);
    },
    [Symbol.dispose]() {
      isDisposed = true;
      for (const cancel of waiting.values()) cancel();
    },
  };
}
