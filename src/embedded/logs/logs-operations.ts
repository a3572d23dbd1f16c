import type { Operations } from "../../../generated/logs/operations.ts";
import type { Clock } from "../../common/clock.ts";
import type { Database } from "../../store/database.ts";
import { createLogGroup } from "./create-log-group.ts";
import { createLogStream } from "./create-log-stream.ts";
import { deleteLogGroup } from "./delete-log-group.ts";
import { deleteLogStream } from "./delete-log-stream.ts";
import { describeLogGroups } from "./describe-log-groups.ts";
import { describeLogStreams } from "./describe-log-streams.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import { LogDirectory } from "./log-directory.ts";
import { LogEventStore } from "./log-event-store.ts";
import { LogRetention } from "./log-retention.ts";
import { putLogEvents } from "./put-log-events.ts";
import { putRetentionPolicy } from "./put-retention-policy.ts";

/**
 * The embedded CloudWatch Logs: every operation of the generated service.
 * @param deps.database with the tables of `logMigrations`; the caller disposes of it
 */
export function createLogsOperations(deps: { readonly database: Database; readonly clock: Clock }): Operations {
  const { database, clock } = deps;
  const directory = new LogDirectory(database);
  const events = new LogEventStore(database);
  const retention = new LogRetention(events, clock);
  return {
    CreateLogGroup: createLogGroup({ directory, clock }),
    CreateLogStream: createLogStream({ directory, clock }),
    DeleteLogGroup: deleteLogGroup({ database, directory, events }),
    DeleteLogStream: deleteLogStream({ database, directory, events }),
    DescribeLogGroups: describeLogGroups({ directory }),
    DescribeLogStreams: describeLogStreams({ directory }),
    FilterLogEvents: filterLogEvents({ directory, events, retention }),
    GetLogEvents: getLogEvents({ directory, events, retention }),
    PutLogEvents: putLogEvents({ directory, events, retention, clock }),
    PutRetentionPolicy: putRetentionPolicy({ directory, retention }),
  };
}
