import type { BuildEvent } from "../domain/build-events.ts";

/** What became of one event: taken, or refused for the reason that the target gave. */
export type Delivery = "delivered" | { readonly refused: string };

/** Where events are sent to. */
export interface EventTarget {
  /** What its events are kept under in the outbox; another one for each kind of target. */
  readonly name: string;
  /** For the log: without what may be secret in a URL. */
  readonly address: string;
  /** How many events one call takes, each of another build. */
  readonly eventsPerCall: number;
  /** How many calls may run at once. */
  readonly calls: number;
  /**
   * @returns what became of each event, in their order
   * @throws Error when the target can't be reached or takes nothing for now; some events may have arrived all the same
   */
  send(events: readonly BuildEvent[], signal: AbortSignal): Promise<readonly Delivery[]>;
}
