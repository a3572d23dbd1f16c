import { InvalidParameterException, ResourceNotFoundException } from "../../../generated/logs/errors.ts";
import type { LogDirectory, LogGroupRecord, LogScope, LogStreamRecord } from "./log-directory.ts";

/** @throws ResourceNotFoundException in AWS's words */
export function requireLogGroup(directory: LogDirectory, scope: LogScope, name: string): LogGroupRecord {
  const group = directory.group(scope, name);
  if (group === undefined) throw new ResourceNotFoundException("The specified log group does not exist.");
  return group;
}

/**
 * The group that a request names in one of two ways.
 * @throws InvalidParameterException where it names none or both
 */
export function requireIdentifiedLogGroup(
  directory: LogDirectory,
  scope: LogScope,
  input: { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined },
): LogGroupRecord {
  if ((input.logGroupName === undefined) === (input.logGroupIdentifier === undefined)) {
    throw new InvalidParameterException("You must include either logGroupIdentifier or logGroupName, but not both.");
  }
  const name = input.logGroupName ?? logGroupNameOf(scope, input.logGroupIdentifier ?? "");
  return requireLogGroup(directory, scope, name);
}

/** @throws ResourceNotFoundException in AWS's words */
export function requireLogStream(directory: LogDirectory, group: LogGroupRecord, name: string): LogStreamRecord {
  const stream = directory.stream(group.id, name);
  if (stream === undefined) throw new ResourceNotFoundException("The specified log stream does not exist.");
  return stream;
}

/** The name in a group's name or ARN. Groups of other accounts and regions are not there for this one. */
export function logGroupNameOf(scope: LogScope, identifier: string): string {
  if (!identifier.startsWith("arn:")) return identifier;
  const match = /^arn:[^:]+:logs:(?<region>[^:]*):(?<account>[^:]*):log-group:(?<name>[^:]+)$/.exec(identifier);
  const { region, account, name } = match?.groups ?? {};
  if (name === undefined) throw new InvalidParameterException("The specified log group ARN is invalid.");
  if (region !== scope.region || account !== scope.account) {
    throw new ResourceNotFoundException("The specified log group does not exist.");
  }
  return name;
}

/** The ARN without a trailing `:*`. */
export function logGroupArn(scope: LogScope, name: string): string {
  return `arn:aws:logs:${scope.region}:${scope.account}:log-group:${name}`;
}
