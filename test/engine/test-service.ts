import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Build, BuildPhase } from "@aws-sdk/client-codebuild";

import { systemClock, type Clock } from "../../src/common/clock.ts";
import type { Logger } from "../../src/common/logger.ts";
import { parseConfig } from "../../src/config/config.ts";
import type { EnvironmentProvider } from "../../src/environment/build-environment.ts";
import { openService, type Service } from "../../src/service.ts";
import { ENGINE_HOST } from "../support/docker-engine.ts";
import { createEndpointClient, type EndpointClient } from "../support/endpoint-client.ts";
import { createLocalShellProvider, type LocalShellProvider } from "../support/local-shell-environment.ts";
import { waitFor } from "../support/wait-for.ts";

/** The whole endpoint in this process, its builds local processes; used through real SDK clients over HTTP. */
export interface TestService extends AsyncDisposable {
  readonly url: string;
  readonly service: Service;
  readonly client: EndpointClient;
  readonly shells: LocalShellProvider;
  /** The endpoint's own log, warnings and errors. */
  readonly complaints: readonly Complaint[];
  /** Ends the endpoint and opens another with the same settings and environments, as a restart does. */
  restart(): Promise<TestService>;
}

export interface Complaint {
  readonly level: "warn" | "error";
  readonly message: string;
  readonly error: unknown;
}

export interface TestServiceOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** The length of a time-out's minute, in milliseconds. */
  readonly minute?: number;
  readonly concurrentBuilds?: number;
  readonly shells?: LocalShellProvider;
  /** What the engine works with in the place of `shells`; `docker` as users have it. */
  readonly environments?: "docker" | ((shells: LocalShellProvider) => EnvironmentProvider);
}

/** The image's name means nothing to local processes. */
export const IMAGE = "an/image:1";

export async function openTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const { environments } = options;
  const shells = options.shells ?? createLocalShellProvider();
  const complaints: Complaint[] = [];
  const complain =
    (level: Complaint["level"]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      complaints.push({ level, message, error: fields["error"] });
    };
  const logger: Logger = { debug() {}, info() {}, warn: complain("warn"), error: complain("error") };
  const directory = options.flags?.some((flag) => flag.startsWith("--data-dir")) === true ? [] : ["--ephemeral"];
  const config = parseConfig(
    ["--port", "0", ...directory, ...(options.flags ?? [])],
    { DOCKER_HOST: ENGINE_HOST, ...options.env },
    options.concurrentBuilds ?? 2,
  );
  const service = await openService(config, {
    clock: options.clock ?? systemClock,
    logger,
    ...(environments === "docker" ? {} : { environments: environments?.(shells) ?? shells }),
    ...(options.minute === undefined ? {} : { minute: options.minute }),
  });
  const client = createEndpointClient(service.url);
  const close = async (): Promise<void> => {
    for (const one of [client.codebuild, client.logs, client.s3]) one.destroy();
    await service[Symbol.asyncDispose]();
  };
  return {
    url: service.url,
    service,
    client,
    shells,
    complaints,
    async restart() {
      await close();
      return openTestService({ ...options, shells });
    },
    async [Symbol.asyncDispose]() {
      await close();
      shells[Symbol.dispose]();
    },
  };
}

/** A buildspec of version 0.2 with these commands, by phase. */
export function commands(phases: Readonly<Record<string, readonly string[]>>, more: object = {}): object {
  return {
    version: 0.2,
    phases: Object.fromEntries(Object.entries(phases).map(([phase, list]) => [phase, { commands: list }])),
    ...more,
  };
}

/** The build once it is in this phase. */
export function untilPhase(client: EndpointClient, id: string, phase: string): Promise<Build> {
  return waitFor(`the phase ${phase} of ${id}`, async () => {
    const build = await client.getBuild(id);
    if (build.buildComplete === true && phase !== "COMPLETED")
      throw new Error(`it has ended: ${JSON.stringify(build.phases)}`);
    return build.currentPhase === phase ? build : undefined;
  });
}

/** The build once a line of its output is in its log. */
export function untilPrinted(client: EndpointClient, id: string, line: string): Promise<Build> {
  return waitFor(`the line '${line}' of ${id}`, async () => {
    const build = await client.getBuild(id);
    if (build.logs?.streamName === undefined) return undefined;
    return (await client.logOf(build)).split("\n").includes(line) ? build : undefined;
  });
}

export function phaseOf(build: Build, name: string): BuildPhase {
  const phase = build.phases?.find(({ phaseType }) => phaseType === name);
  if (phase === undefined) throw new Error(`the build has no phase ${name}: ${JSON.stringify(build.phases)}`);
  return phase;
}

/** Status code and message of the phase's one context. */
export function contextOf(build: Build, phase: string): [code: string | undefined, message: string | undefined] {
  const { contexts } = phaseOf(build, phase);
  if (contexts?.length !== 1) throw new Error(`not one context: ${JSON.stringify(contexts)}`);
  return [contexts[0]?.statusCode, contexts[0]?.message];
}

export async function createBucket({ s3 }: EndpointClient, bucket: string): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return bucket;
}

export async function putObject(
  { s3 }: EndpointClient,
  bucket: string,
  key: string,
  body: string | Uint8Array,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

export async function readObject({ s3 }: EndpointClient, bucket: string, key: string): Promise<string> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await body?.transformToString()) ?? "";
}

export async function listKeys({ s3 }: EndpointClient, bucket: string): Promise<string[]> {
  const { Contents: objects } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return (objects ?? []).map(({ Key: key }) => key ?? "");
}
