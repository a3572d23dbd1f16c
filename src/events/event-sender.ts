import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import type { BuildEvent } from "../domain/build-events.ts";
import type { EventOutbox, OutboxEvent } from "../store/event-outbox.ts";
import type { Delivery, EventTarget } from "./event-target.ts";

/** How long a target may take to answer, in milliseconds. */
const ANSWERED_WITHIN = 10_000;

/** The first pause after a failure and the longest, in milliseconds; each is twice as long as the one before. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** How long an event is tried, in milliseconds: a day, as EventBridge tries its own targets. */
const TRIED_FOR = 24 * 60 * 60 * 1000;

/** How many events wait for one target at most; each is a few kilobytes. */
const MOST_EVENTS = 50_000;

/** Brings the events in the outbox to one target: each at least once, those of one build one after the other. */
export interface EventSender extends AsyncDisposable {
  /** So many events of this build were put into the outbox. */
  wake(build: string, events: number): void;
}

export interface EventSenderDeps {
  readonly target: EventTarget;
  readonly outbox: EventOutbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mostEvents?: number;
}

/**
 * Begins with what an earlier process left. An event that is refused is tried again, later and later, and the events of its
 * build wait for it; those of other builds do not. A target that can't be reached is left alone for a while, longer each time.
 * Disposing leaves what is not delivered to the next start.
 */
export function createEventSender(deps: EventSenderDeps): EventSender {
  const { target, outbox, clock, logger, mostEvents = MOST_EVENTS } = deps;
  const about = { target: target.address };
  /** Builds whose oldest event may be sent. */
  const ready = new Set(outbox.builds(target.name));
  /** Builds whose oldest event is being sent, or was refused and has to wait. */
  const busy = new Set<string>();
  /** How often in a row the oldest event of a build was refused. */
  const refusals = new Map<string, number>();
  const timers = new Set<() => void>();
  const calls = new Set<Promise<void>>();
  const closing = new AbortController();
  let waiting = outbox.count(target.name);
  /** How often in a row the target could not be reached. */
  let misses = 0;
  let isPaused = false;

  const run = (): void => {
    while (!closing.signal.aborted && !isPaused && calls.size < target.calls) {
      const events: OutboxEvent[] = [];
      try {
        takeReady(events);
      } catch (error) {
        // The outbox can't be written, or read; what was taken all the same is sent.
        pause(error);
      }
      if (events.length === 0) return;
      const call = deliver(events).finally(() => {
        calls.delete(call);
        run();
      });
      calls.add(call);
    }
  };

  /** Adds the oldest events of as many builds as one call takes. */
  const takeReady = (events: OutboxEvent[]): void => {
    for (const build of ready) {
      if (events.length === target.eventsPerCall) break;
      const event = oldestOf(build);
      ready.delete(build);
      if (event === undefined) refusals.delete(build);
      else {
        busy.add(build);
        events.push(event);
      }
    }
  };

  const oldestOf = (build: string): OutboxEvent | undefined => {
    for (;;) {
      const event = outbox.first(target.name, build);
      if (event === undefined || clock.now() - event.time <= TRIED_FOR) return event;
      remove(event);
      logger.warn("an event could not be delivered within a day and is given up", { ...about, build });
    }
  };

  const remove = ({ sequence }: OutboxEvent): void => {
    outbox.delete(sequence);
    waiting -= 1;
  };

  const deliver = async (events: readonly OutboxEvent[]): Promise<void> => {
    try {
      const deliveries = await send(events);
      if (closing.signal.aborted) return;
      if (misses > 0) logger.info("events are delivered again", about);
      misses = 0;
      for (const [index, event] of events.entries()) settle(event, deliveries[index] ?? { refused: "no answer" });
    } catch (error) {
      if (closing.signal.aborted) return;
      for (const { build } of events) release(build);
      pause(error);
    }
  };

  const send = async (events: readonly OutboxEvent[]): Promise<readonly Delivery[]> => {
    const late = new AbortController();
    const cancel = after(ANSWERED_WITHIN, () => {
      late.abort();
    });
    try {
      return await target.send(
        events.map(({ text }) => JSON.parse(text) as BuildEvent),
        AbortSignal.any([closing.signal, late.signal]),
      );
    } catch (error) {
      if (!late.signal.aborted) throw error;
      // The silence may have to do with these very events: other builds are not kept waiting.
      return events.map(() => ({ refused: `no answer within ${ANSWERED_WITHIN / 1000} seconds` }));
    } finally {
      cancel();
    }
  };

  const settle = (event: OutboxEvent, delivery: Delivery): void => {
    const { build } = event;
    if (delivery === "delivered") {
      refusals.delete(build);
      remove(event);
      release(build);
      return;
    }
    const times = (refusals.get(build) ?? 0) + 1;
    refusals.set(build, times);
    if (times === 1)
      logger.warn("an event was not taken; it is tried again, and the build's later events wait for it", {
        ...about,
        build,
        reason: delivery.refused,
      });
    after(toPause(times), () => {
      release(build);
      run();
    });
  };

  const release = (build: string): void => {
    busy.delete(build);
    ready.add(build);
  };

  const pause = (error: unknown): void => {
    misses += 1;
    if (misses === 1)
      logger.warn("events can't be delivered; they are kept and tried again", {
        ...about,
        reason: error instanceof Error ? error.message : String(error),
      });
    if (isPaused) return;
    isPaused = true;
    after(toPause(misses), () => {
      isPaused = false;
      run();
    });
  };

  const after = (milliseconds: number, callback: () => void): (() => void) => {
    const cancel = clock.after(milliseconds, () => {
      timers.delete(cancel);
      callback();
    });
    timers.add(cancel);
    return () => {
      timers.delete(cancel);
      cancel();
    };
  };

  const keepWithin = (): void => {
    if (waiting <= mostEvents) return;
    // A transaction that was rolled back may have been counted.
    waiting = outbox.count(target.name);
    if (waiting <= mostEvents) return;
    // A tenth at once, so that not every further event costs a deletion.
    const count = waiting - Math.floor(mostEvents * 0.9);
    try {
      outbox.deleteOldest(target.name, count);
    } catch (error) {
      logger.warn("too many events wait for their delivery, and they can't be given up", { ...about, error });
      return;
    }
    waiting -= count;
    logger.warn("too many events wait for their delivery; the oldest are given up", { ...about, count });
  };

  keepWithin();
  run();
  return {
    wake(build, events) {
      if (closing.signal.aborted) return;
      waiting += events;
      keepWithin();
      if (!busy.has(build)) ready.add(build);
      run();
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      for (const cancel of timers) cancel();
      await Promise.all(calls);
    },
  };
}

function toPause(times: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (times - 1), LONGEST_PAUSE);
}
