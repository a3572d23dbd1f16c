import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import type { Config } from "../config/config.ts";
import type { EnvironmentProvider } from "../environment/build-environment.ts";
import {
  createDockerEnvironmentProvider,
  type DockerEnvironmentProvider,
} from "../environment/docker/docker-environment-provider.ts";
import { createDockerLogins } from "../environment/docker/docker-logins.ts";
import type { HttpServer } from "../http/http-server.ts";

/** Where builds run, and how they call the endpoint from there. */
export interface Builds {
  readonly environments: EnvironmentProvider;
  /** The endpoint's host name or address in a build; settled when the first build's environment is there. */
  readonly ownHost: string;
}

/** The name that a build's container has for the machine that it runs on. */
export const HOST_FROM_BUILDS = "host.docker.internal";

/**
 * Builds in containers of the configured engine.
 *
 * @param parts.server once it listens: it is opened to the builds' network with the first build
 * @throws DockerAddressError
 */
export function createDockerBuilds(
  config: Config,
  parts: {
    readonly instance: string;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly server: () => HttpServer | undefined;
  },
): Builds {
  const { instance, clock, logger } = parts;
  const docker = createDockerEnvironmentProvider({
    pullPolicy: config.pull,
    instance,
    logger,
    clock,
    ...(config.dockerHost === undefined ? {} : { host: config.dockerHost }),
    certPath: config.dockerCertPath,
    ...(config.dockerConfig === undefined ? {} : { logins: createDockerLogins(config.dockerConfig) }),
    ...(config.dockerNetwork === undefined ? {} : { network: config.dockerNetwork }),
    extraHosts: config.extraHosts,
  });
  let ownHost = HOST_FROM_BUILDS;
  let exposed: Promise<void> | undefined;
  const expose = async (): Promise<void> => {
    const server = parts.server();
    if (server !== undefined) ownHost = await openToBuilds(config, docker, server, logger);
  };
  return {
    get ownHost() {
      return ownHost;
    },
    environments: {
      ...docker,
      async provision(spec, signal) {
        exposed ??= expose().catch((error: unknown) => {
          exposed = undefined;
          logger.debug("the builds' network could not be looked at", { error });
        });
        await exposed;
        return docker.provision(spec, signal);
      },
    },
  };
}

/** @returns how builds call this endpoint */
async function openToBuilds(
  { host, dockerNetwork }: Config,
  docker: DockerEnvironmentProvider,
  server: HttpServer,
  logger: Logger,
): Promise<string> {
  const inside = await docker.ownAddress();
  if (inside !== undefined) return inside;
  const gateway = await docker.buildNetworkGateway();
  if (gateway === undefined || host !== undefined) return HOST_FROM_BUILDS;
  try {
    await server.listen(gateway);
    logger.info("listening for builds", { address: gateway });
    // The name is the machine's on the engine's default network, wherever a build runs.
    return dockerNetwork === undefined ? HOST_FROM_BUILDS : gateway;
  } catch (error) {
    // Docker Desktop and remote engines: the gateway isn't an address of this machine.
    logger.warn("the gateway of the builds' network can't be listened on; builds may not reach this endpoint", {
      address: gateway,
      error,
    });
    return HOST_FROM_BUILDS;
  }
}
