import type Dockerode from "dockerode";

import type { Clock } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { toPullError } from "../../domain/pull-error.ts";
import {
  VolumeUnavailable,
  type BuildEnvironment,
  type EnvironmentProvider,
  type EnvironmentSpec,
} from "../build-environment.ts";
import { listVolumes, makeLayeredVolumes, removeVolume, tryLayeredVolumes } from "./cache-volumes.ts";
import { gatewayOf, ownAddress, requireNetwork } from "./build-network.ts";
import { BUILD_LABEL, INSTANCE_LABEL } from "./container-labels.ts";
import {
  EXACT_LOG_DRIVER,
  toContainerName,
  toContainerOptions,
  toPlatform,
  type EngineInfo,
} from "./container-options.ts";
import { copyLayeredVolumes } from "./copied-layers.ts";
import { connectDocker } from "./docker-connection.ts";
import { createDockerEnvironment, removeContainer } from "./docker-environment.ts";
import { createEngineInfo } from "./engine-info.ts";
import { isOwnFault, messageOf, statusOf, toReason } from "./docker-error.ts";
import type { DockerLogins } from "./docker-logins.ts";
import { createForeignImages } from "./foreign-image.ts";
import { openWithGpus, toGpuError } from "./gpus.ts";
import { createImagePuller } from "./image-puller.ts";
import { describeImage, findImage, isImageMissing } from "./present-image.ts";
import { registryOf, toPullableImage, type PullableImage } from "./pullable-image.ts";
import { toRegistryAuth, type RegistryAuth } from "./registry-auth.ts";

export interface DockerOptions {
  /** The engine, in the form of `DOCKER_HOST`; without it the local socket. */
  readonly host?: string | undefined;
  /** The folder of ca.pem, cert.pem and key.pem, for an engine behind TLS. */
  readonly certPath?: string | undefined;
  readonly pullPolicy: "missing" | "always" | "never";
  /** The user's own logins at registries, for images without one of the build's; without it they are pulled as nobody. */
  readonly logins?: DockerLogins | undefined;
  /** Whose containers are ours: an id of the data directory. Others are never touched. */
  readonly instance: string;
  /** The network that builds run in; without it the engine's default. */
  readonly network?: string | undefined;
  /** More names in builds' /etc/hosts, as `name:address`. */
  readonly extraHosts?: readonly string[];
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface DockerEnvironmentProvider extends EnvironmentProvider {
  /** The ARNs of the builds that have a container of this instance. */
  builds(): Promise<readonly string[]>;
  /** The host's address in the builds' network; `undefined` where it has none. @throws when the network isn't there */
  buildNetworkGateway(): Promise<string | undefined>;
  /** The address of the container in which this process runs, in the builds' network; `undefined` where it runs in none or that isn't in it. */
  ownAddress(): Promise<string | undefined>;
}

/** How long an engine may take to say that it is there, in milliseconds. */
const ANSWER_WITHIN = 5_000;

export function createDockerEnvironmentProvider(options: DockerOptions): DockerEnvironmentProvider {
  const connection = connectDocker(options.host, options.certPath);
  const puller = createImagePuller(connection.client, connection.host);
  const { clock, logger } = options;
  const foreignImages = createForeignImages(clock);
  /** Ids of images that were not to be had for the engine's own CPU. */
  const foreignOnly = new Set<string>();
  const engineInfo = createEngineInfo(connection.client, options.network);

  async function create(spec: EnvironmentSpec, names: readonly string[]): Promise<BuildEnvironment | undefined> {
    const docker = await connection.client();
    const engine = await engineInfo();
    checkFileSystems(spec, engine);
    if (spec.gpus === true && engine.isPodman) throw toGpuError("Podman's API gives containers none");
    const layered = spec.volumes?.some(({ kind }) => kind === "layered") === true;
    // What an earlier container still has mounted can't be made anew.
    if (layered) await remove(spec.buildArn);
    const overlays = engine.isPodman ? NO_OVERLAYS : await makeLayeredVolumes(docker, spec, options.instance);
    for (const name of names) {
      try {
        const { entrypoint, architecture: present } = await describeImage(docker, name);
        if (engine.isPodman && spec.architecture !== undefined && present !== spec.architecture) continue;
        // Docker has taken it that it is: it may have images of several CPUs under one name.
        const architecture = spec.architecture ?? present;
        if (engine.isPodman) await copyLayeredVolumes(docker, spec, options.instance, name);
        const settings = toContainerOptions(spec, { name, entrypoint }, engine, {
          instance: options.instance,
          network: options.network,
          extraHosts: options.extraHosts ?? [],
          overlays,
        });
        const { id } = await replacing(spec.buildArn, () => docker.createContainer(settings));
        try {
          await foreignImages.requireRunnable(
            docker,
            { name, architecture, platform: settings.platform },
            engine.architecture,
            { [BUILD_LABEL]: spec.buildArn, [INSTANCE_LABEL]: options.instance },
            spec.onProgress,
          );
          if (layered) await tryLayeredVolumes(docker.getContainer(id), spec);
        } catch (error) {
          await removeContainer(docker.getContainer(id), clock);
          throw error;
        }
        const environment = createDockerEnvironment(docker, id, {
          name: toContainerName(spec.buildArn),
          lostLineEnds: settings.HostConfig?.LogConfig !== undefined,
          isPodman: engine.isPodman,
          clock,
        });
        if (spec.gpus === true) await openWithGpus(environment);
        sayWhatIsCut(spec, engine);
        return environment;
      } catch (error) {
        if (!isImageMissing(error)) throw error;
      }
    }
    return undefined;
  }

  /** The name tells whether an earlier container of the build is left. */
  async function replacing<T>(buildArn: string, make: () => Promise<T>): Promise<T> {
    try {
      return await make();
    } catch (error) {
      if (!isNameTaken(error)) throw error;
      logger.info("an earlier container of the build is replaced", { build: buildArn });
      await remove(buildArn);
      return make();
    }
  }

  async function createOrPull(
    spec: EnvironmentSpec,
    image: PullableImage,
    signal: AbortSignal,
  ): Promise<BuildEnvironment> {
    await requireNetwork(await connection.client(), options.network);
    const platform = spec.architecture === undefined ? undefined : toPlatform(spec.architecture);
    const pull = async (): Promise<void> => {
      if (image.pull === undefined) return;
      const auth = await findAuth(spec, image.pull, signal);
      await puller.pull({ image: image.pull, auth, platform }, spec.onProgress, signal);
    };
    if (options.pullPolicy === "always") await pull();
    else if (options.pullPolicy === "missing" && platform === undefined)
      await preferOwn(image, pull, spec.onProgress, signal);
    const names = options.pullPolicy === "always" && image.pull !== undefined ? [image.pull] : image.names;
    const present = await create(spec, names);
    if (present !== undefined) return present;
    if (image.pull === undefined) {
      throw toPullError(
        `${spec.image} is published in no registry: build it from https://github.com/aws/aws-codebuild-docker-images under this name`,
      );
    }
    const wanted = platform === undefined ? "" : ` for ${platform}`;
    try {
      if (options.pullPolicy === "never")
        throw toPullError(
          `Error response from daemon: No such image: ${spec.image}${wanted} (and it may not be pulled)`,
        );
      await pull();
    } catch (error) {
      throw error instanceof PhaseError && platform !== undefined ? await withPresent(error, image.names) : error;
    }
    const pulled = await create(spec, [image.pull]);
    if (pulled === undefined) throw toPullError(`Error response from daemon: No such image: ${image.pull}${wanted}`);
    return pulled;
  }

  /** The error of a pull for one CPU, with a word of the image for another that is there. */
  async function withPresent(error: PhaseError, names: readonly string[]): Promise<PhaseError> {
    const docker = await connection.client();
    for (const name of names) {
      const present = await findImage(docker, name);
      if (present === undefined) continue;
      const more = `${name} is there for ${present.architecture} only`;
      return new PhaseError(error.code, `${error.message} (${more})`, { cause: error });
    }
    return error;
  }

  /**
   * Where there is an image for another CPU only, one for the engine's own is looked for, once: a build that had to have the
   * other may have put it in its place.
   */
  async function preferOwn(
    image: PullableImage,
    pull: () => Promise<void>,
    say: (line: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const docker = await connection.client();
    const { architecture } = await engineInfo();
    for (const name of image.names) {
      const present = await findImage(docker, name);
      if (present === undefined) continue;
      if (present.architecture === "" || present.architecture === architecture || foreignOnly.has(present.id)) return;
      if (image.pull === undefined) return;
      say(`${name} is there for ${present.architecture} only; looking for one for ${architecture}`);
      try {
        await pull();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof PhaseError)) throw error;
      }
      const now = await findImage(docker, name);
      if (now !== undefined && now.architecture !== architecture) foreignOnly.add(now.id);
      return;
    }
  }

  async function findAuth(
    spec: EnvironmentSpec,
    image: string,
    signal: AbortSignal,
  ): Promise<RegistryAuth | undefined> {
    const registry = registryOf(image);
    if (spec.registryLogin !== undefined) return toRegistryAuth(registry, spec.registryLogin);
    const warn = (reason: string): void => {
      logger.warn("a login at a registry can't be had; the image is pulled without one", { registry, reason });
      spec.onProgress(`WARNING: Pulling without a login at ${registry}: ${reason}`);
    };
    return options.logins?.find(registry, warn, signal);
  }

  async function containersOf(label: string): Promise<{ docker: Dockerode; containers: Dockerode.ContainerInfo[] }> {
    const docker = await connection.client();
    const filters = { label: [`${INSTANCE_LABEL}=${options.instance}`, label] };
    return { docker, containers: await docker.listContainers({ all: true, filters }) };
  }

  async function remove(buildArn: string): Promise<void> {
    const { docker, containers } = await containersOf(`${BUILD_LABEL}=${buildArn}`);
    await Promise.all(containers.map(({ Id }) => removeContainer(docker.getContainer(Id), clock)));
  }

  return {
    async provision(spec, signal) {
      signal.throwIfAborted();
      let environment: BuildEnvironment;
      try {
        environment = await createOrPull(spec, toPullableImage(spec.image), signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof PhaseError || error instanceof VolumeUnavailable || isOwnFault(error)) throw error;
        throw toPullError(toReason(error, connection.host), error);
      }
      if (!signal.aborted) return environment;
      await environment[Symbol.asyncDispose]();
      throw signal.reason;
    },

    async adopt(buildArn) {
      const { docker, containers } = await containersOf(`${BUILD_LABEL}=${buildArn}`);
      const name = toContainerName(buildArn);
      const id = containers.find(({ Names }) => Names.includes(`/${name}`))?.Id;
      if (id === undefined) return undefined;
      // What copies a volume, and was left by a process that was killed meanwhile.
      const others = containers.filter(({ Id }) => Id !== id);
      await Promise.all(others.map((other) => removeContainer(docker.getContainer(other.Id), clock)));
      const { HostConfig } = await docker.getContainer(id).inspect();
      return createDockerEnvironment(docker, id, {
        name,
        lostLineEnds: HostConfig.LogConfig?.Type === EXACT_LOG_DRIVER,
        isPodman: (await engineInfo()).isPodman,
        clock,
      });
    },

    remove,

    async volumes() {
      return listVolumes(await connection.client(), options.instance);
    },

    async removeVolume(name) {
      await removeVolume(await connection.client(), name);
    },

    async reachable() {
      try {
        const { Version } = JSON.parse(await connection.get("/version", ANSWER_WITHIN)) as { Version: string };
        return { reachable: true, version: Version };
      } catch (error) {
        return { reachable: false, reason: `No container engine answers at ${connection.host}: ${messageOf(error)}` };
      }
    },

    async builds() {
      const { containers } = await containersOf(BUILD_LABEL);
      return containers.flatMap(({ Labels }) => Labels[BUILD_LABEL] ?? []);
    },

    buildNetworkGateway: async () => gatewayOf(await connection.client(), options.network),

    async ownAddress() {
      return ownAddress(await connection.client(), options.network);
    },
  };
}

/** Podman has another status for it. */
function isNameTaken(error: unknown): boolean {
  return (
    statusOf(error) === 409 || (statusOf(error) === 500 && /name "?[^"]*"? is already in use/.test(messageOf(error)))
  );
}

/** Says where a build gets less than its compute type is worth. */
function sayWhatIsCut({ limits, onProgress }: EnvironmentSpec, { memoryBytes, cpus }: EngineInfo): void {
  if (limits.memoryBytes <= memoryBytes && limits.cpus <= cpus) return;
  const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1).replace(/\.0$/, "");
  const memory = `${gibibytes(Math.min(memoryBytes, limits.memoryBytes))} of ${gibibytes(limits.memoryBytes)} GiB of memory`;
  onProgress(
    `WARNING: The build gets ${Math.min(cpus, limits.cpus)} of ${limits.cpus} vCPUs and ${memory}: the container engine has no more`,
  );
}

const NO_OVERLAYS: ReadonlyMap<string, string> = new Map();

/** @throws PhaseError in CodeBuild's words for a file system that the engine would not mount, and not say so */
function checkFileSystems({ volumes = [] }: EnvironmentSpec, engine: EngineInfo): void {
  const nfs = volumes.find((volume) => volume.kind === "nfs");
  if (nfs === undefined || !engine.isPodman) return;
  throw new PhaseError("CLIENT_ERROR", `mounting '${nfs.server}:${nfs.directory}' failed. Podman's API mounts no NFS`);
}
