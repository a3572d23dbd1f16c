import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { LogStream } from "../../../generated/logs/types.ts";
import type { LogDirectory, LogStreamRecord, StreamCursor, StreamOrder } from "./log-directory.ts";
import { logGroupArn, requireIdentifiedLogGroup } from "./log-group-lookup.ts";
import { formatPageToken, invalidToken, parsePageToken } from "./page-token.ts";
import { toSequenceToken } from "./put-log-events.ts";

const MOST_STREAMS = 50;

export function describeLogStreams(deps: { directory: LogDirectory }): Operations["DescribeLogStreams"] {
  return (input, context) => {
    const order = requireOrder(input.orderBy);
    if (order === "LastEventTime" && input.logStreamNamePrefix !== undefined) {
      throw new InvalidParameterException("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    const group = requireIdentifiedLogGroup(deps.directory, context, input);
    const limit = input.limit ?? MOST_STREAMS;
    const streams = deps.directory.streams(group.id, {
      order,
      descending: input.descending ?? false,
      prefix: input.logStreamNamePrefix,
      after: input.nextToken === undefined ? undefined : toCursor(input.nextToken),
      limit: limit + 1,
    });
    const page = streams.slice(0, limit);
    const last = page.at(-1);
    return {
      logStreams: page.map((stream) => toLogStream(`${logGroupArn(context, group.name)}:log-stream:`, stream)),
      ...(streams.length > limit && last && { nextToken: formatPageToken([last.name, last.lastEvent ?? 0]) }),
    };
  };
}

function requireOrder(order: string | undefined): StreamOrder {
  if (order === undefined || order === "LogStreamName" || order === "LastEventTime") return order ?? "LogStreamName";
  throw new InvalidParameterException(
    `1 validation error detected: Value '${order}' at 'orderBy' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [LogStreamName, LastEventTime]",
  );
}

function toCursor(token: string): StreamCursor {
  const [name, lastEvent, ...more] = parsePageToken(token);
  if (typeof name !== "string" || typeof lastEvent !== "number" || more.length > 0) throw invalidToken();
  return { name, lastEvent };
}

function toLogStream(arnPrefix: string, stream: LogStreamRecord): LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    ...(stream.lastBatch !== undefined && {
      firstEventTimestamp: stream.firstEvent,
      lastEventTimestamp: stream.lastEvent,
      lastIngestionTime: stream.lastIngestion,
      uploadSequenceToken: toSequenceToken(stream.lastBatch),
    }),
    arn: `${arnPrefix}${stream.name}`,
    // As AWS since 2019: sizes are counted for groups only.
    storedBytes: 0,
  };
}
