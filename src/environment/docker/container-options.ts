import type Dockerode from "dockerode";

import type { EnvironmentSpec } from "../build-environment.ts";
import { BUILD_LABEL, INSTANCE_LABEL } from "./container-labels.ts";
import { toMounts } from "./container-mounts.ts";
import { ALL_GPUS } from "./gpus.ts";
import { toMainProcess } from "./main-process.ts";

/** What the engine says of itself, as far as a container depends on it. */
export interface EngineInfo {
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Of its CPU, as images name it: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly logDrivers: readonly string[];
  /** The host's address for builds, or the engine's word for it. */
  readonly hostGateway: string;
  /** Podman takes a container's platform, its GPUs and the options of its volumes' driver, and leaves them out. */
  readonly isPodman: boolean;
}

/** What Docker and newer Podmans put the host's address in the place of. */
export const HOST_GATEWAY = "host-gateway";

export const EXACT_LOG_DRIVER = "local";

/**
 * The container of one build: a shell that waits for its script on standard input. Nothing of the build stands in its
 * command line or environment, where `docker inspect` and every process in it would show it. No init: the shell, being
 * process 1, can't be killed from inside, and takes all other processes with it.
 */
export function toContainerOptions(
  spec: EnvironmentSpec,
  image: { readonly name: string; readonly entrypoint: readonly string[] },
  engine: EngineInfo,
  own: {
    readonly instance: string;
    readonly network: string | undefined;
    readonly extraHosts: readonly string[];
    /** See `toMounts`. */
    readonly overlays: ReadonlyMap<string, string>;
  },
): Dockerode.ContainerCreateOptions {
  return {
    name: toContainerName(spec.buildArn),
    Image: image.name,
    ...(spec.architecture === undefined ? {} : { platform: toPlatform(spec.architecture) }),
    // Podman would take an empty one for none, and the image's then.
    Entrypoint: toMainProcess(spec.privileged, image.entrypoint),
    Cmd: [],
    // As in CodeBuild, whatever user the image names.
    User: "0",
    WorkingDir: spec.workingDirectory,
    // Once: when the endpoint dies while it sends the script, the shell sees its end and runs none of it.
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    Labels: { [BUILD_LABEL]: spec.buildArn, [INSTANCE_LABEL]: own.instance },
    HostConfig: {
      Init: false,
      Privileged: spec.privileged,
      Mounts: toMounts(spec, own.instance, own.overlays),
      Memory: Math.min(spec.limits.memoryBytes, engine.memoryBytes),
      NanoCpus: Math.round(Math.min(spec.limits.cpus, engine.cpus) * 1e9),
      ExtraHosts: [`host.docker.internal:${HOST_GATEWAY}`, ...own.extraHosts].map((host) =>
        host.endsWith(`:${HOST_GATEWAY}`) ? host.slice(0, -HOST_GATEWAY.length) + engine.hostGateway : host,
      ),
      ...(own.network === undefined ? {} : { NetworkMode: own.network }),
      ...(spec.gpus === true ? { DeviceRequests: ALL_GPUS } : {}),
      ...(engine.logDrivers.includes(EXACT_LOG_DRIVER) ? { LogConfig: EXACT_LOG } : {}),
    },
  };
}

/**
 * `local` keeps every byte; `json-file` replaces what isn't UTF-8, and text that is where it cuts long lines, and takes
 * three times as long. One file that never turns over: rotation would throw the first output of a long build away.
 */
const EXACT_LOG = { Type: EXACT_LOG_DRIVER, Config: { "max-size": "1000p", "max-file": "1", compress: "false" } };

/** @param architecture as images name it */
export function toPlatform(architecture: string): string {
  return `linux/${architecture}`;
}

/** By the build's UUID, so that a second container for the same build is refused by the engine. */
export function toContainerName(buildArn: string): string {
  return `codebuild-local-${buildArn.slice(buildArn.lastIndexOf(":") + 1).replaceAll(/[^A-Za-z0-9_.-]/g, "-")}`;
}
