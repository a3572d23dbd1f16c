import type { EngineDeps } from "../engine-deps.ts";

/**
 * Removes what is left of local caches that neither a project nor a build has any more: what sources keep, and volumes. In the
 * background; one round at a time; what is asked for meanwhile is the next one. The environments are not asked before a build has
 * had volumes.
 */
export interface UnusedCaches {
  remove(): void;
  /** Resolves when no round is going on. */
  idle(): Promise<void>;
  /** No round begins any more; resolves as `idle`. */
  close(): Promise<void>;
}

export function createUnusedCaches(
  deps: Pick<EngineDeps, "environments" | "sourceCache" | "store" | "logger">,
): UnusedCaches {
  const { environments, sourceCache, store, logger } = deps;
  let round: Promise<void> | undefined;
  let again = false;
  let closed = false;

  /** The leases of builds that have ended and whose containers are gone. */
  const release = (): void => {
    for (const arn of store.caches.leases())
      if (store.builds.getRun(arn) === undefined && store.builds.get(arn)?.buildComplete !== false)
        store.caches.deleteLease(arn);
  };
  const removeVolumes = async (): Promise<void> => {
    // In this order: what becomes somebody's after the list was made is not in the list.
    const present = await environments.volumes();
    if (closed) return;
    release();
    const used = store.caches.volumes();
    for (const name of present) if (!used.has(name)) await environments.removeVolume(name);
  };
  const sweep = async (): Promise<void> => {
    await sourceCache.removeUnused();
    if (!closed && store.caches.hasLocal()) await removeVolumes();
  };
  const remove = (): void => {
    if (closed) return;
    if (round !== undefined) {
      again = true;
      return;
    }
    round = sweep()
      .catch((error: unknown) =>
        logger.warn("what is left of caches could not be removed; it will be tried again", { error }),
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
