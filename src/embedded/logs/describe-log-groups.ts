import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import type { Operations } from "../../../generated/logs/operations.ts";
import type { LogGroup } from "../../../generated/logs/types.ts";
import type { LogDirectory, LogGroupRecord, LogScope } from "./log-directory.ts";
import { logGroupArn, logGroupNameOf } from "./log-group-lookup.ts";
import { formatPageToken, invalidToken, parsePageToken } from "./page-token.ts";

const MOST_GROUPS = 50;

export function describeLogGroups(deps: { directory: LogDirectory }): Operations["DescribeLogGroups"] {
  return (input, context) => {
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
      throw new InvalidParameterException(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      );
    }
    const limit = input.limit ?? MOST_GROUPS;
    const groups = isOfOthersOnly(input, context) ? [] : select(deps.directory, context, input, limit + 1);
    const page = groups.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page.map((group) =>
        input.logGroupNamePattern ? toShortLogGroup(context, group) : toLogGroup(context, group),
      ),
      ...(groups.length > limit && last && { nextToken: formatPageToken([last.name]) }),
    };
  };
}

type Input = Parameters<Operations["DescribeLogGroups"]>[0];

/** Whether only groups of other accounts or classes are asked for: there are none here. */
function isOfOthersOnly(input: Input, scope: LogScope): boolean {
  const accounts = input.includeLinkedAccounts ? (input.accountIdentifiers ?? []) : [];
  return (
    (accounts.length > 0 && !accounts.includes(scope.account)) ||
    (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD")
  );
}

function select(directory: LogDirectory, scope: LogScope, input: Input, limit: number): readonly LogGroupRecord[] {
  const after = input.nextToken === undefined ? "" : toName(input.nextToken);
  if (input.logGroupIdentifiers) {
    const names = new Set(input.logGroupIdentifiers.map((identifier) => logGroupNameOf(scope, identifier)));
    return [...names]
      .filter((name) => name > after)
      .sort()
      .flatMap((name) => directory.group(scope, name) ?? [])
      .slice(0, limit);
  }
  return directory.groups(scope, {
    prefix: input.logGroupNamePrefix,
    substring: input.logGroupNamePattern,
    after,
    limit,
  });
}

function toName(token: string): string {
  const [name, ...more] = parsePageToken(token);
  if (typeof name !== "string" || more.length > 0) throw invalidToken();
  return name;
}

/** What is answered where groups are looked for by a pattern. */
function toShortLogGroup(scope: LogScope, group: LogGroupRecord): LogGroup {
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    arn: `${logGroupArn(scope, group.name)}:*`,
  };
}

function toLogGroup(scope: LogScope, group: LogGroupRecord): LogGroup {
  return {
    ...toShortLogGroup(scope, group),
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    storedBytes: group.storedBytes,
    logGroupClass: "STANDARD",
    logGroupArn: logGroupArn(scope, group.name),
    deletionProtectionEnabled: group.deletionProtection,
  };
}
