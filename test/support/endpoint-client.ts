import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
  type Build,
  type CreateProjectCommandInput,
  type StartBuildCommandInput,
} from "@aws-sdk/client-codebuild";
import { S3Client } from "@aws-sdk/client-s3";

import { waitFor } from "./wait-for.ts";

/** The real SDK's clients for one endpoint, and what tests of builds do over and over with them. */
export interface EndpointClient {
  readonly codebuild: CodeBuildClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  /** A NO_SOURCE project without artifacts, unless `more` says otherwise; @returns its name. */
  createProject(image: string, more?: Partial<CreateProjectCommandInput>): Promise<string>;
  startBuild(
    projectName: string,
    buildspec?: object | string,
    more?: Partial<StartBuildCommandInput>,
  ): Promise<Build & { id: string; arn: string }>;
  getBuild(id: string): Promise<Build>;
  /** The build once it is complete. */
  finish(id: string, milliseconds?: number): Promise<Build>;
  /** Creates a project, runs one build of it to its end. */
  run(image: string, buildspec: object | string, more?: Partial<StartBuildCommandInput>): Promise<Build>;
  /** The whole log of a build, as its events' messages joined. */
  logOf(build: Build): Promise<string>;
}

let projects = 0;

export function createEndpointClient(url: string, account = "000000000000", region = "us-east-1"): EndpointClient {
  const settings = {
    endpoint: url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "test" },
    maxAttempts: 1,
  };
  const codebuild = new CodeBuildClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const client: EndpointClient = {
    codebuild,
    logs,
    s3,
    async createProject(image, more = {}) {
      projects += 1;
      const name = more.name ?? `project-${process.pid}-${projects}`;
      await codebuild.send(
        new CreateProjectCommand({
          source: { type: "NO_SOURCE", buildspec: '{"version":0.2,"phases":{"build":{"commands":["true"]}}}' },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: { type: "LINUX_CONTAINER", image, computeType: "BUILD_GENERAL1_SMALL" },
          serviceRole: `arn:aws:iam::${account}:role/codebuild-role`,
          ...more,
          name,
        }),
      );
      return name;
    },
    async startBuild(projectName, buildspec, more = {}) {
      const text = typeof buildspec === "object" ? JSON.stringify(buildspec) : buildspec;
      const { build } = await codebuild.send(
        new StartBuildCommand({ projectName, ...(text === undefined ? {} : { buildspecOverride: text }), ...more }),
      );
      if (build?.id === undefined || build.arn === undefined) throw new Error("StartBuild answered no build");
      return { ...build, id: build.id, arn: build.arn };
    },
    async getBuild(id) {
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
      const build = builds?.[0];
      if (build === undefined) throw new Error(`there is no build ${id}`);
      return build;
    },
    finish: (id, milliseconds = 60_000) =>
      waitFor(
        `the end of ${id}`,
        async () => {
          const build = await client.getBuild(id);
          return build.buildComplete === true ? build : undefined;
        },
        milliseconds,
      ),
    async run(image, buildspec, more) {
      const project = await client.createProject(image);
      const { id } = await client.startBuild(project, buildspec, more);
      return client.finish(id);
    },
    async logOf(build) {
      const messages: string[] = [];
      let nextToken: string | undefined;
      for (;;) {
        const page = await logs.send(
          new GetLogEventsCommand({
            logGroupName: build.logs?.groupName,
            logStreamName: build.logs?.streamName ?? "",
            startFromHead: true,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        );
        for (const event of page.events ?? []) messages.push(event.message ?? "");
        if (page.nextForwardToken === nextToken) return messages.join("");
        nextToken = page.nextForwardToken;
      }
    },
  };
  return client;
}

/** The log without the engine's own lines and the blank ones. */
export function outputLines(log: string): string[] {
  return log.split("\n").filter((line) => line !== "" && !line.startsWith("[Container]"));
}

/** Status by phase, in the order of the phases. */
export function phaseStatuses(build: Build): Record<string, string | undefined> {
  return Object.fromEntries((build.phases ?? []).map((phase) => [phase.phaseType ?? "?", phase.phaseStatus]));
}
