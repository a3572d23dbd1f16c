import type { Clock } from "../../common/clock.ts";
import type { LogGroupRecord } from "./log-directory.ts";
import type { LogEventStore } from "./log-event-store.ts";

const DAY = 86_400_000;
const SWEEP_EVERY = 3_600_000;

/** Days that AWS offers (API reference, PutRetentionPolicy). */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Hides events that are older than their group keeps them, at once, and deletes them when the group is next used. */
export class LogRetention {
  readonly #events: LogEventStore;
  readonly #clock: Clock;
  readonly #swept = new Map<number, number>();

  constructor(events: LogEventStore, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  /** The time of the oldest events that the group still has, in milliseconds since the epoch. */
  earliest(group: LogGroupRecord): number {
    if (group.retentionDays === undefined) return 0;
    const now = this.#clock.now();
    const earliest = now - group.retentionDays * DAY;
    if (now - (this.#swept.get(group.id) ?? 0) >= SWEEP_EVERY) {
      this.#events.deleteBefore(group.id, earliest);
      this.#swept.set(group.id, now);
    }
    return earliest;
  }

  /** To be called when the number of days changes. */
  forget(groupId: number): void {
    this.#swept.delete(groupId);
  }
}
