import { ValidationException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { Database } from "../../store/database.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { LogEventStore } from "./log-event-store.ts";
import { requireLogGroup } from "./log-group-lookup.ts";

export function deleteLogGroup(deps: {
  database: Database;
  directory: LogDirectory;
  events: LogEventStore;
}): Operations["DeleteLogGroup"] {
  return (input, context) => {
    const group = requireLogGroup(deps.directory, context, input.logGroupName);
    if (group.deletionProtection) {
      throw new ValidationException("The specified log group has deletion protection enabled and cannot be deleted.");
    }
    deps.database.transaction(() => {
      deps.events.deleteOfGroup(group.id);
      deps.directory.deleteStreams(group.id);
      deps.directory.deleteGroup(group.id);
    });
  };
}
