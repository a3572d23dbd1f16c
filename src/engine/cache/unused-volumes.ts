import type { EngineDeps } from "../engine-deps.ts";

/**
 * Removes the volumes of caches that neither a project nor a build has any more, in the background. One round at a time; what is
 * asked for meanwhile is the next one. The environments are not asked before a build has had a local cache.
 */
export interface UnusedVolumes {
  remove(): void;
  /** Resolves when no round is going on. */
  idle(): Promise<void>;
  /** No round begins any more; resolves as `idle`. */
  close(): Promise<void>;
}

export function createUnusedVolumes(deps: Pick<EngineDeps, "environments" | "store" | "logger">): UnusedVolumes {
  const { environments, store, logger } = deps;
  let round: Promise<void> | undefined;
  let again = false;
  let closed = false;

  /** The leases of builds that have ended and whose containers are gone. */
  const release = (): void => {
    for (const arn of store.caches.leases())
      if (store.builds.getRun(arn) === undefined && store.builds.get(arn)?.buildComplete !== false)
        store.caches.deleteLease(arn);
  };
  const sweep = async (): Promise<void> => {
    // In this order: what becomes somebody's after the list was made is not in the list.
    const present = await environments.volumes();
    if (closed) return;
    release();
    const used = store.caches.volumes();
    for (const name of present) if (!used.has(name)) await environments.removeVolume(name);
  };
  const remove = (): void => {
    if (closed || !store.caches.hasLocal()) return;
    if (round !== undefined) {
      again = true;
      return;
    }
    round = sweep()
      .catch((error: unknown) =>
        logger.warn("volumes of caches could not be removed; it will be tried again", { error }),
      )
      .then(() => {
        round = undefined;
        if (!again) return;
        again = false;
        remove();
      });
  };
  const idle = async (): Promise<void> => {
    while (round !== undefined) await round;
  };
  return {
    remove,
    idle,
    async close() {
      closed = true;
      await idle();
    },
  };
}
