import type { Operations } from "../../../generated/logs/operations.ts";
import { MOST_EVENTS, takePage } from "./event-page.ts";
import { type EventPosition, formatPosition, parsePosition } from "./event-position.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { LogEventStore } from "./log-event-store.ts";
import { requireIdentifiedLogGroup, requireLogStream } from "./log-group-lookup.ts";
import type { LogRetention } from "./log-retention.ts";
import { invalidToken } from "./page-token.ts";

export function getLogEvents(deps: {
  directory: LogDirectory;
  events: LogEventStore;
  retention: LogRetention;
}): Operations["GetLogEvents"] {
  return (input, context) => {
    const group = requireIdentifiedLogGroup(deps.directory, context, input);
    const stream = requireLogStream(deps.directory, group, input.logStreamName);
    const range = {
      from: Math.max(input.startTime ?? 0, deps.retention.earliest(group)),
      to: (input.endTime ?? Number.MAX_SAFE_INTEGER) - 1,
    };
    const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    const isForward = token?.isForward ?? input.startFromHead ?? false;
    const found = isForward
      ? deps.events.forward({ streamId: stream.id }, range, token?.position)
      : deps.events.backward(stream.id, range, token?.position);
    const { page } = takePage(found, input.limit ?? MOST_EVENTS);
    if (!isForward) page.reverse();
    const { forward, backward } = borders(page[0], page.at(-1), token, range.from);
    return {
      events: page.map(({ time, message, ingestionTime }) => ({ timestamp: time, message, ingestionTime })),
      nextForwardToken: `f/${formatPosition(forward)}`,
      nextBackwardToken: `b/${formatPosition(backward)}`,
    };
  };
}

interface Token {
  readonly isForward: boolean;
  readonly position: EventPosition;
}

/** A forward token leads to the events after its position, a backward token to those before. */
function parseToken(text: string): Token {
  const position = parsePosition(text.slice(2));
  if (!/^[fb]\//.test(text) || position === undefined) throw invalidToken();
  return { isForward: text.startsWith("f"), position };
}

/**
 * The positions of the next tokens. At an end of the stream one is that of the token that was given, and the other leads
 * back to the same border: events have places from 1, so there is one before and one after each.
 */
function borders(
  first: EventPosition | undefined,
  last: EventPosition | undefined,
  token: Token | undefined,
  from: number,
): { readonly forward: EventPosition; readonly backward: EventPosition } {
  if (first && last) return { forward: last, backward: first };
  const { isForward, position } = token ?? { isForward: true, position: { time: from, batch: 0, place: 0 } };
  return isForward
    ? { forward: position, backward: { ...position, place: position.place + 1 } }
    : { forward: { ...position, place: Math.max(position.place - 1, 0) }, backward: position };
}
