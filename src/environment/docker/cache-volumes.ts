import type Dockerode from "dockerode";

import { VolumeUnavailable, type EnvironmentSpec } from "../build-environment.ts";
import { INSTANCE_LABEL } from "./container-labels.ts";
import { messageOf, statusOf } from "./docker-error.ts";

/** What an overlay needs beside its upper directory, on the same file system. Made and removed with the volume. */
const WORK = "-work";

/** Makes the layered volumes of a build. @returns by name what each that is over others is mounted with, as an overlay */
export async function makeLayeredVolumes(
  docker: Dockerode,
  { volumes = [] }: Pick<EnvironmentSpec, "volumes">,
  instance: string,
): Promise<ReadonlyMap<string, string>> {
  const overlays = new Map<string, string>();
  for (const volume of volumes) {
    if (volume.kind !== "layered") continue;
    await removeVolume(docker, volume.name);
    const Labels = { [INSTANCE_LABEL]: instance };
    const make = async (Name: string): Promise<string> => {
      await docker.createVolume({ Name, Labels });
      return mountpointOf(docker, Name);
    };
    const lower: string[] = [];
    // The engine knows nothing of what an overlay is made of, so it may have removed one of these as unused.
    for (const name of volume.over) lower.push(await mountpointOf(docker, name));
    const upper = await make(volume.name);
    if (lower.length === 0) continue;
    const work = await make(volume.name + WORK);
    overlays.set(volume.name, `lowerdir=${lower.join(":")},upperdir=${upper},workdir=${work}`);
  }
  return overlays;
}

/** Has the engine mount the layered volumes of a container, as it does when files are asked for. */
export async function tryLayeredVolumes(
  container: Dockerode.Container,
  { volumes = [] }: EnvironmentSpec,
): Promise<void> {
  for (const { kind, path } of volumes) {
    if (kind !== "layered") continue;
    try {
      await container.infoArchive({ path });
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      throw new VolumeUnavailable(messageOf(error), { cause: error });
    }
  }
}

/** Gone already is no error. */
export async function removeVolume(docker: Dockerode, name: string): Promise<void> {
  for (const each of [name, name + WORK]) {
    try {
      await docker.getVolume(each).remove();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
}

/** Names of the volumes of an instance that outlive builds. Those without a name of ours the engine has named by itself. */
export async function listVolumes(docker: Dockerode, instance: string): Promise<readonly string[]> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [`${INSTANCE_LABEL}=${instance}`] } });
  return Volumes.map(({ Name }) => Name).filter((name) => !/^[0-9a-f]{64}$/.test(name) && !name.endsWith(WORK));
}

/** Where the engine has a volume. @throws VolumeUnavailable */
export async function mountpointOf(docker: Dockerode, name: string): Promise<string> {
  try {
    return (await docker.getVolume(name).inspect()).Mountpoint;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new VolumeUnavailable(`the volume ${name} is gone`, { cause: error });
  }
}
