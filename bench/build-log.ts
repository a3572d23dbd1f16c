import type { BuildRecord } from "./builds.ts";
import { call } from "./json-request.ts";

/** A stored message, and when it was said; milliseconds since the epoch. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

interface LogPage {
  readonly events: readonly LogEvent[];
  readonly nextForwardToken: string;
}

/** The stored messages of a build's log from its head, as CloudWatch Logs gives them. */
export async function* readLog(url: string, build: Pick<BuildRecord, "logs">): AsyncGenerator<string> {
  for await (const { message } of readLogEvents(url, build)) yield message;
}

export async function* readLogEvents(url: string, { logs }: Pick<BuildRecord, "logs">): AsyncGenerator<LogEvent> {
  let nextToken: string | undefined;
  for (;;) {
    const page: LogPage = await call(url, "Logs_20140328.GetLogEvents", {
      logGroupName: logs.groupName,
      logStreamName: logs.streamName,
      startFromHead: true,
      ...(nextToken !== undefined && { nextToken }),
    });
    yield* page.events;
    if (page.nextForwardToken === nextToken) return;
    nextToken = page.nextForwardToken;
  }
}
