import type Dockerode from "dockerode";

import { gatewayOf } from "./build-network.ts";
import { HOST_GATEWAY, type EngineInfo } from "./container-options.ts";
import { toArchitecture } from "./foreign-image.ts";

/** Of what the engine tells of itself, what is used here. */
interface EngineDescription {
  readonly MemTotal: number;
  readonly NCPU: number;
  readonly Architecture: string;
  readonly Plugins?: { readonly Log?: string[] | null };
}

/**
 * What kind of engine it is. Asked once: it can't change but with the engine, and a container made for another is refused, not
 * wrong.
 *
 * @param network that builds run in
 */
export function createEngineInfo(
  client: () => Promise<Dockerode>,
  network: string | undefined,
): () => Promise<EngineInfo> {
  let known: Promise<EngineInfo> | undefined;
  return () => {
    known ??= client().then((docker) => describeEngine(docker, network));
    known.catch(() => (known = undefined));
    return known;
  };
}

async function describeEngine(docker: Dockerode, network: string | undefined): Promise<EngineInfo> {
  const info = (await docker.info()) as EngineDescription;
  const { Components: parts = [] } = (await docker.version()) as { Components?: readonly { Name: string }[] };
  // Podman has its own name for the host, and the word only from 4.7 on.
  const isPodman = parts.some(({ Name }) => Name.startsWith("Podman"));
  return {
    memoryBytes: info.MemTotal,
    cpus: info.NCPU,
    architecture: toArchitecture(info.Architecture),
    logDrivers: info.Plugins?.Log ?? [],
    isPodman,
    hostGateway: (isPodman ? await gatewayOf(docker, network) : undefined) ?? HOST_GATEWAY,
  };
}
