import { hostname } from "node:os";
import { readFile } from "node:fs/promises";

import type Dockerode from "dockerode";

import { PhaseError } from "../../domain/phase-error.ts";
import { messageOf, statusOf } from "./docker-error.ts";

const DEFAULT_NETWORK = "bridge";
/** Not in Podman's list of networks, but there. */
const HOST_NETWORK = "host";

interface NetworkDescription {
  readonly IPAM?: { readonly Config?: readonly { readonly Gateway?: string; readonly Subnet?: string }[] | null };
}

/** The host's address in the network that builds run in; `undefined` where it has none. @throws when the network isn't there */
export async function gatewayOf(docker: Dockerode, name: string | undefined): Promise<string | undefined> {
  if (name === HOST_NETWORK) return "127.0.0.1";
  const network = (await docker.getNetwork(name ?? DEFAULT_NETWORK).inspect()) as NetworkDescription;
  const [config] = network.IPAM?.Config ?? [];
  return config?.Gateway || firstAddress(config?.Subnet);
}

/** What the engine gives its bridge where it doesn't name a gateway, as with the default network of a fresh engine. */
function firstAddress(subnet: string | undefined): string | undefined {
  const [, network, last] = /^(\d+\.\d+\.\d+\.)(\d+)\/\d+$/.exec(subnet ?? "") ?? [];
  return network === undefined ? undefined : `${network}${Number(last) + 1}`;
}

/** Asked before, since some engines notice a network that isn't there at the start only. */
export async function requireNetwork(docker: Dockerode, name: string | undefined): Promise<void> {
  if (name === undefined || name === HOST_NETWORK) return;
  try {
    await docker.getNetwork(name).inspect();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    const reason = `Error response from daemon: ${messageOf(error)}`;
    throw new PhaseError("CLIENT_ERROR", `The network that builds run in (--docker-network) is not there. ${reason}`, {
      cause: error,
    });
  }
}

/** The address of the container in which this process runs; `undefined` where it runs in none, or in none of this network. */
export async function ownAddress(docker: Dockerode, network: string | undefined): Promise<string | undefined> {
  const id = await ownContainerId();
  if (id === undefined) return undefined;
  try {
    const { NetworkSettings } = await docker.getContainer(id).inspect();
    const address = NetworkSettings.Networks[network ?? DEFAULT_NETWORK]?.IPAddress;
    return address === "" ? undefined : address;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The engine mounts files of its container's folder over /etc/hostname and the like; else a container's id is its host name, unless it was given one. */
async function ownContainerId(): Promise<string | undefined> {
  let mounts = "";
  try {
    mounts = await readFile("/proc/self/mountinfo", "utf8");
  } catch {
    // Not Linux: not in a container.
    return undefined;
  }
  return toContainerId(mounts) ?? /^[0-9a-f]{12}$/.exec(hostname())?.[0];
}

/**
 * Of the container that these mounts are of. Outside of containers, too, the engine has mounts in the folders of those that
 * run, but none of them lies over /etc.
 *
 * @param mounts as in /proc/self/mountinfo: the fourth field is what is mounted, the fifth where
 */
export function toContainerId(mounts: string): string | undefined {
  return /\/containers\/([0-9a-f]{64})\/\S+ \/etc\/(?:hostname|hosts|resolv\.conf) /.exec(mounts)?.[1];
}
