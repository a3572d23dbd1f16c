import type { EventPosition } from "./event-position.ts";
import type { StoredEvent } from "./event-merge.ts";
import { EVENT_OVERHEAD } from "./log-event-store.ts";

/** The most of a page: 10,000 events or 1 MB, as the API reference of GetLogEvents and FilterLogEvents states. */
export const MOST_EVENTS = 10_000;
const LARGEST_PAGE = 1_048_576;
/** So much is searched for one page, so that a rare term in a large log holds nobody else up for long. */
const MOST_SEARCHED = 16 * LARGEST_PAGE;

export interface EventPage {
  readonly page: StoredEvent[];
  /** Where the next page follows; undefined where nothing does. */
  readonly last: EventPosition | undefined;
}

/** Takes the wanted ones of `events` while they fit into a page, at least one. A page of none may have a next one. */
export function takePage(
  events: Iterable<StoredEvent>,
  limit: number,
  isWanted: (message: string) => boolean = () => true,
): EventPage {
  const page: StoredEvent[] = [];
  let last: EventPosition | undefined;
  let bytes = 0;
  let searched = 0;
  for (const event of events) {
    if (page.length >= limit || searched >= MOST_SEARCHED) return { page, last };
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD;
    searched += size;
    if (isWanted(event.message)) {
      if (page.length > 0 && bytes + size > LARGEST_PAGE) return { page, last };
      bytes += size;
      page.push(event);
    }
    last = event;
  }
  return { page, last: undefined };
}
