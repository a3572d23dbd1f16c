import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import type { Store } from "../store/store.ts";

const DAY = 24 * 60 * 60 * 1000;

/** How often what has become too old is looked for, in milliseconds. */
const SWEPT_EVERY = 60 * 60 * 1000;

/** How many builds are looked at in one transaction (a few milliseconds), and the pause for requests between two. */
const AT_ONCE = 50;
const PAUSE = 20;

/**
 * Removes the records of builds that ended more than so many days ago, beginning right after the start. Their artifacts stay:
 * they are the user's; and so do their logs, which have a retention of their own. Disposing stops it.
 */
export function createBuildRetention(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly days: number;
}): Disposable {
  const { store, clock, logger, days } = deps;
  let cancel = (): void => {};
  let deleted = 0;

  const sweep = (after: number): void => {
    let next: number | undefined;
    try {
      const swept = store.builds.deleteEnded(clock.now() - days * DAY, { after, limit: AT_ONCE });
      deleted += swept.deleted;
      next = swept.next;
    } catch (error) {
      logger.warn("builds that are too old could not be removed; it will be tried again", { error });
    }
    if (next === undefined) {
      if (deleted > 0) logger.info("builds were removed that ended too long ago", { days, count: deleted });
      deleted = 0;
    }
    cancel = clock.after(next === undefined ? SWEPT_EVERY : PAUSE, () => {
      sweep(next ?? 0);
    });
  };

  cancel = clock.after(PAUSE, () => {
    sweep(0);
  });
  return {
    [Symbol.dispose]() {
      cancel();
    },
  };
}
