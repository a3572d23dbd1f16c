import type { Build, LogsConfig } from "../../generated/codebuild/types.ts";

/** Where a build's CloudWatch log goes: by default group `/aws/codebuild/<project>`, stream `<uuid>`; a configured stream name is a prefix. */
export function toLogTarget(
  logsConfig: LogsConfig | undefined,
  project: string,
  uuid: string,
): { group: string; stream: string } {
  const { groupName, streamName } = logsConfig?.cloudWatchLogs ?? {};
  return {
    group: groupName === undefined || groupName === "" ? `/aws/codebuild/${project}` : groupName,
    stream: streamName === undefined || streamName === "" ? uuid : `${streamName}/${uuid}`,
  };
}

/** The record once its log stream exists. */
export function applyLogTarget(
  build: Build,
  target: { readonly account: string; readonly region: string; readonly group: string; readonly stream: string },
): Build {
  const { account, region, group, stream } = target;
  return {
    ...build,
    logs: {
      ...build.logs,
      groupName: group,
      streamName: stream,
      deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${toConsolePath(group)}/log-events/${toConsolePath(stream)}`,
      cloudWatchLogsArn: `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`,
    },
  };
}

/** The CloudWatch console's own escape: percent-encoded twice, with `$` for `%`. */
function toConsolePath(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}
