import type { BuildRecord } from "./builds.ts";
import { call } from "./json-request.ts";

interface LogPage {
  readonly events: readonly { readonly message: string }[];
  readonly nextForwardToken: string;
}

/** The stored messages of a build's log from its head, as CloudWatch Logs gives them. */
export async function* readLog(url: string, { logs }: Pick<BuildRecord, "logs">): AsyncGenerator<string> {
  let nextToken: string | undefined;
  for (;;) {
    const page: LogPage = await call(url, "Logs_20140328.GetLogEvents", {
      logGroupName: logs.groupName,
      logStreamName: logs.streamName,
      startFromHead: true,
      ...(nextToken !== undefined && { nextToken }),
    });
    for (const { message } of page.events) yield message;
    if (page.nextForwardToken === nextToken) return;
    nextToken = page.nextForwardToken;
  }
}
