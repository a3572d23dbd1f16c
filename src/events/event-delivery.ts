import type { Clock } from "../common/clock.ts";
import type { IdSource } from "../common/ids.ts";
import type { Logger } from "../common/logger.ts";
import type { Store } from "../store/store.ts";
import { createEventSender } from "./event-sender.ts";
import type { EventTarget } from "./event-target.ts";
import { recordBuildEvents } from "./record-build-events.ts";

/** Tells targets of what becomes of builds. Disposing stops the sending; what is not delivered is at the next start. */
export interface EventDelivery extends AsyncDisposable {
  /** The store to work with: what is written through it is told. */
  readonly store: Store;
}

/** Sends what an earlier process left, unless its target is none any more. */
export function openEventDelivery(deps: {
  readonly store: Store;
  readonly targets: readonly EventTarget[];
  /** The events' `source`. */
  readonly source: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}): EventDelivery {
  const { store, targets, source, clock, ids, logger } = deps;
  const names = targets.map(({ name }) => name);
  const count = store.events.deleteOthers(names);
  if (count > 0)
    logger.warn("events of an earlier start are given up: where they were to go is not configured", { count });
  const senders = targets.map((target) => createEventSender({ target, outbox: store.events, clock, logger }));
  return {
    store:
      senders.length === 0
        ? store
        : recordBuildEvents(store, {
            targets: names,
            origin: { source, uuid: () => ids.uuid() },
            clock,
            recorded(build, events) {
              for (const sender of senders) sender.wake(build, events);
            },
          }),
    async [Symbol.asyncDispose]() {
      await Promise.all(senders.map((sender) => sender[Symbol.asyncDispose]()));
    },
  };
}
