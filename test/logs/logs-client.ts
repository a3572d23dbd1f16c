import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";

/** The SDK's client without its retries, which would hide failures. */
export function createLogsClient(url: string, account = "111122223333", region = "us-east-1"): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "test" },
    maxAttempts: 1,
  });
}

export async function createStreams(
  client: CloudWatchLogsClient,
  logGroupName: string,
  ...streams: string[]
): Promise<void> {
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of streams) await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
}
