import { ResourceAlreadyExistsException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { Clock } from "../../common/clock.ts";
import type { LogDirectory } from "./log-directory.ts";
import { requireLogGroup } from "./log-group-lookup.ts";

export function createLogStream(deps: { directory: LogDirectory; clock: Clock }): Operations["CreateLogStream"] {
  return (input, context) => {
    const group = requireLogGroup(deps.directory, context, input.logGroupName);
    if (!deps.directory.insertStream(group.id, input.logStreamName, deps.clock.now())) {
      throw new ResourceAlreadyExistsException("The specified log stream already exists");
    }
  };
}
