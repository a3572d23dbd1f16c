import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import { MOST_EVENTS, takePage } from "./event-page.ts";
import { formatPosition, parsePosition } from "./event-position.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import type { LogDirectory, LogGroupRecord, LogStreamRecord } from "./log-directory.ts";
import type { EventOwner, LogEventStore } from "./log-event-store.ts";
import { requireIdentifiedLogGroup, requireLogStream } from "./log-group-lookup.ts";
import type { LogRetention } from "./log-retention.ts";
import { invalidToken } from "./page-token.ts";

export function filterLogEvents(deps: {
  directory: LogDirectory;
  events: LogEventStore;
  retention: LogRetention;
}): Operations["FilterLogEvents"] {
  return (input, context) => {
    if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
      throw new InvalidParameterException("You cannot specify both logStreamNames and logStreamNamePrefix.");
    }
    const isWanted = parseFilterPattern(input.filterPattern ?? "");
    const group = requireIdentifiedLogGroup(deps.directory, context, input);
    const after = input.nextToken === undefined ? undefined : parsePosition(input.nextToken);
    if (input.nextToken !== undefined && after === undefined) throw invalidToken();
    const streams = selectStreams(deps.directory, group, input);
    const range = {
      from: Math.max(input.startTime ?? 0, deps.retention.earliest(group)),
      to: input.endTime ?? Number.MAX_SAFE_INTEGER,
    };
    const found = deps.events.forward(toOwner(group, streams), range, after);
    const { page, last } = takePage(found, input.limit ?? MOST_EVENTS, isWanted);
    const names = new Map(streams?.map(({ id, name }) => [id, name]));
    const nameOf = (streamId: number): string => {
      const known = names.get(streamId) ?? deps.directory.streamName(streamId);
      names.set(streamId, known);
      return known;
    };
    return {
      events: page.map((event) => ({
        logStreamName: nameOf(event.streamId),
        timestamp: event.time,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: formatPosition(event),
      })),
      searchedLogStreams: [],
      ...(last && { nextToken: formatPosition(last) }),
    };
  };
}

/** @returns undefined for all streams of the group */
function selectStreams(
  directory: LogDirectory,
  group: LogGroupRecord,
  input: { readonly logStreamNames?: readonly string[] | undefined; readonly logStreamNamePrefix?: string | undefined },
): readonly LogStreamRecord[] | undefined {
  if (input.logStreamNames) return input.logStreamNames.map((name) => requireLogStream(directory, group, name));
  if (input.logStreamNamePrefix === undefined) return undefined;
  return directory.streams(group.id, {
    order: "LogStreamName",
    descending: false,
    prefix: input.logStreamNamePrefix,
    after: undefined,
    limit: -1,
  });
}

function toOwner(group: LogGroupRecord, streams: readonly LogStreamRecord[] | undefined): EventOwner {
  if (streams === undefined) return { groupId: group.id };
  const [first, second] = streams;
  if (first && !second) return { streamId: first.id };
  return { groupId: group.id, streamIds: new Set(streams.map(({ id }) => id)) };
}
