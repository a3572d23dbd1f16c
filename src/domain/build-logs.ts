import type { Build, LogsConfig } from "../../generated/codebuild/types.ts";

/** Where a build's log goes; a place that is disabled is absent. */
export interface LogPlaces {
  readonly cloudWatch: { readonly group: string; readonly stream: string } | undefined;
  readonly s3: { readonly bucket: string; readonly key: string } | undefined;
}

/**
 * CloudWatch by default: group `/aws/codebuild/<project>`, stream `<uuid>`; a configured stream name is a prefix. S3 where
 * it is enabled: `<location>/<uuid>.gz`, the location a bucket with a prefix, or its ARN.
 */
export function toLogPlaces(logsConfig: LogsConfig | undefined, project: string, uuid: string): LogPlaces {
  const { status, groupName, streamName } = logsConfig?.cloudWatchLogs ?? {};
  const { s3Logs } = logsConfig ?? {};
  return {
    cloudWatch:
      status === "DISABLED"
        ? undefined
        : {
            group: groupName === undefined || groupName === "" ? `/aws/codebuild/${project}` : groupName,
            stream: streamName === undefined || streamName === "" ? uuid : `${streamName}/${uuid}`,
          },
    s3: s3Logs?.status === "ENABLED" ? toS3Place(s3Logs.location ?? "", uuid) : undefined,
  };
}

function toS3Place(location: string, uuid: string): { bucket: string; key: string } {
  const [bucket = "", ...prefix] = location.replace(/^arn:[a-z0-9-]+:s3:::/, "").split("/");
  return { bucket, key: [...prefix.filter((name) => name !== ""), `${uuid}.gz`].join("/") };
}

/** The record once its log is open. */
export function applyLogPlaces(
  build: Build,
  { cloudWatch, s3, account, region }: LogPlaces & { readonly account: string; readonly region: string },
): Build {
  // The forms that stand for a log which is not there yet go: where CloudWatch is disabled, it never will be.
  const { deepLink: _link, cloudWatchLogsArn: _arn, ...logs } = build.logs ?? {};
  return {
    ...build,
    logs: {
      ...logs,
      ...(cloudWatch && {
        groupName: cloudWatch.group,
        streamName: cloudWatch.stream,
        deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${toConsolePath(cloudWatch.group)}/log-events/${toConsolePath(cloudWatch.stream)}`,
        cloudWatchLogsArn: `arn:aws:logs:${region}:${account}:log-group:${cloudWatch.group}:log-stream:${cloudWatch.stream}`,
      }),
      ...(s3 && {
        s3LogsArn: `arn:aws:s3:::${s3.bucket}/${s3.key}`,
        s3DeepLink: `https://s3.console.aws.amazon.com/s3/object/${s3.bucket}/${s3.key}?region=${region}`,
      }),
    },
  };
}

/** The CloudWatch console's own escape: percent-encoded twice, with `$` for `%`. */
function toConsolePath(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}
