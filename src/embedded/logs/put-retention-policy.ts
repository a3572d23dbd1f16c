import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { LogDirectory } from "./log-directory.ts";
import { requireLogGroup } from "./log-group-lookup.ts";
import { type LogRetention, retentionDays } from "./log-retention.ts";

export function putRetentionPolicy(deps: {
  directory: LogDirectory;
  retention: LogRetention;
}): Operations["PutRetentionPolicy"] {
  return (input, context) => {
    if (!retentionDays.includes(input.retentionInDays)) {
      throw new InvalidParameterException(
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
      );
    }
    const group = requireLogGroup(deps.directory, context, input.logGroupName);
    deps.directory.setRetention(group.id, input.retentionInDays);
    deps.retention.forget(group.id);
    deps.retention.earliest({ ...group, retentionDays: input.retentionInDays });
  };
}
