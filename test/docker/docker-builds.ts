import { randomUUID } from "node:crypto";

import { systemClock } from "../../src/common/clock.ts";
import { silentLogger } from "../../src/common/logger.ts";
import type { BuildEnvironment, EnvironmentSpec, OutputChunk } from "../../src/environment/build-environment.ts";
import {
  createDockerEnvironmentProvider,
  type DockerEnvironmentProvider,
  type DockerOptions,
} from "../../src/environment/docker/docker-environment-provider.ts";
import { docker, ENGINE_HOST } from "../support/docker-engine.ts";
import { SOURCE_DIRECTORY } from "../support/driver-run.ts";

export const never: AbortSignal = new AbortController().signal;

export function createProvider(more: Partial<DockerOptions> = {}): DockerEnvironmentProvider {
  return createDockerEnvironmentProvider({
    host: ENGINE_HOST,
    pullPolicy: "missing",
    instance: `test-${randomUUID()}`,
    logger: silentLogger,
    clock: systemClock,
    ...more,
  });
}

export function toSpec(image: string, more: Partial<EnvironmentSpec> = {}): EnvironmentSpec {
  return {
    buildArn: `arn:aws:codebuild:us-east-1:000000000000:build/project:${randomUUID()}`,
    image,
    privileged: false,
    limits: { memoryBytes: 2 ** 30, cpus: 1 },
    workingDirectory: SOURCE_DIRECTORY,
    onProgress() {},
    ...more,
  };
}

/** The id of the one container of a build; undefined when there is none. */
export function containerOf(buildArn: string): string | undefined {
  return (
    docker("ps", "--all", "--quiet", "--no-trunc", "--filter", `label=codebuild-local.build=${buildArn}`) || undefined
  );
}

/** All output to the end, as bytes and as the time of each byte. */
export async function readAll(environment: BuildEnvironment): Promise<{ bytes: Buffer; times: number[] }> {
  const chunks: OutputChunk[] = [];
  for await (const chunk of environment.output(never)) chunks.push(chunk);
  return {
    bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)),
    times: chunks.flatMap(({ time, bytes }) => Array<number>(bytes.length).fill(time)),
  };
}

/** Runs a script as the main process to its end; returns what it printed. */
export async function printedBy(environment: BuildEnvironment, script: string): Promise<string> {
  await environment.start(script);
  return (await readAll(environment)).bytes.toString();
}
