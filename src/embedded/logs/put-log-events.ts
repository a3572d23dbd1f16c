import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { RejectedLogEventsInfo } from "../../../generated/logs/types.ts";
import type { Clock } from "../../common/clock.ts";
import type { LogDirectory } from "./log-directory.ts";
import { EVENT_OVERHEAD, type LogEventStore, type NewEvent } from "./log-event-store.ts";
import { requireLogGroup, requireLogStream } from "./log-group-lookup.ts";
import type { LogRetention } from "./log-retention.ts";

const LARGEST_BATCH = 1_048_576;
const LONGEST_SPAN = 86_400_000;
const OLDEST = 14 * 86_400_000;
const NEWEST = 2 * 3_600_000;

/** Limits as the API reference of PutLogEvents states them. */
export function putLogEvents(deps: {
  directory: LogDirectory;
  events: LogEventStore;
  retention: LogRetention;
  clock: Clock;
}): Operations["PutLogEvents"] {
  return (input, context) => {
    checkBatch(input.logEvents);
    const group = requireLogGroup(deps.directory, context, input.logGroupName);
    const stream = requireLogStream(deps.directory, group, input.logStreamName);
    const now = deps.clock.now();
    const { events, rejected } = selectAcceptable(input.logEvents, now, deps.retention.earliest(group));
    const span = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0);
    if (span > LONGEST_SPAN) {
      throw new InvalidParameterException(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
      );
    }
    const batch = events.length > 0 ? deps.events.append(group.id, stream.id, events, now).batch : stream.lastBatch;
    return {
      nextSequenceToken: toSequenceToken(batch ?? 0),
      ...(rejected && { rejectedLogEventsInfo: rejected }),
      // Entities are not kept; the events of a request whose entity is refused are stored nevertheless, as in AWS.
      ...(input.entity && { rejectedEntityInfo: { errorType: "InvalidEntity" as const } }),
    };
  };
}

/** Tokens are no longer checked by anyone, but still given. */
export function toSequenceToken(batch: number): string {
  return String(batch).padStart(56, "0");
}

function checkBatch(events: readonly NewEvent[]): void {
  let bytes = 0;
  let latest = 0;
  for (const { timestamp, message } of events) {
    if (timestamp < latest) {
      throw new InvalidParameterException(
        "Log events in a single PutLogEvents request must be in chronological order.",
      );
    }
    latest = timestamp;
    const size = Buffer.byteLength(message) + EVENT_OVERHEAD;
    if (size > LARGEST_BATCH) {
      throw new InvalidParameterException(`Log event too large: ${size} bytes exceeds limit of ${LARGEST_BATCH}`);
    }
    bytes += size;
  }
  if (bytes > LARGEST_BATCH) {
    throw new InvalidParameterException(`Upload too large: ${bytes} bytes exceeds limit of ${LARGEST_BATCH}`);
  }
}

function selectAcceptable(
  events: readonly NewEvent[],
  now: number,
  earliest: number,
): { readonly events: readonly NewEvent[]; readonly rejected: RejectedLogEventsInfo | undefined } {
  const tooOld = countBefore(events, now - OLDEST);
  const expired = countBefore(events, earliest);
  const tooNew = countBefore(events, now + NEWEST + 1);
  if (tooOld === 0 && expired === 0 && tooNew === events.length) return { events, rejected: undefined };
  return {
    events: events.slice(Math.max(tooOld, expired), tooNew),
    rejected: {
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
      ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
    },
  };
}

/** How many of the chronological events are older than `time`. */
function countBefore(events: readonly NewEvent[], time: number): number {
  if ((events[0]?.timestamp ?? time) >= time) return 0;
  const index = events.findIndex(({ timestamp }) => timestamp >= time);
  return index < 0 ? events.length : index;
}
