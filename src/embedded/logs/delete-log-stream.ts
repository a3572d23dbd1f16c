import type { Operations } from "../../../generated/logs/operations.ts";
import type { Database } from "../../store/database.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { LogEventStore } from "./log-event-store.ts";
import { requireLogGroup, requireLogStream } from "./log-group-lookup.ts";

export function deleteLogStream(deps: {
  database: Database;
  directory: LogDirectory;
  events: LogEventStore;
}): Operations["DeleteLogStream"] {
  return (input, context) => {
    const group = requireLogGroup(deps.directory, context, input.logGroupName);
    const stream = requireLogStream(deps.directory, group, input.logStreamName);
    deps.database.transaction(() => {
      deps.events.deleteOfStream(group.id, stream.id);
      deps.directory.deleteStream(stream.id);
    });
  };
}
