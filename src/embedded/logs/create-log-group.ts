import { InvalidParameterException, ResourceAlreadyExistsException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { Clock } from "../../common/clock.ts";
import type { LogDirectory } from "./log-directory.ts";

export function createLogGroup(deps: { directory: LogDirectory; clock: Clock }): Operations["CreateLogGroup"] {
  return (input, context) => {
    if (/^aws\//i.test(input.logGroupName)) {
      throw new InvalidParameterException("Log groups starting with AWS/ are reserved for AWS.");
    }
    if (input.kmsKeyId !== undefined) {
      throw new InvalidParameterException("codebuild-local does not encrypt log groups: kmsKeyId is not supported.");
    }
    if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD") {
      throw new InvalidParameterException(
        `codebuild-local keeps log groups of the class STANDARD only, not ${input.logGroupClass}.`,
      );
    }
    const inserted = deps.directory.insertGroup(context, {
      name: input.logGroupName,
      creationTime: deps.clock.now(),
      deletionProtection: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
    });
    if (!inserted) throw new ResourceAlreadyExistsException("The specified log group already exists");
  };
}
