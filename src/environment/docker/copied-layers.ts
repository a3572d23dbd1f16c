import type Dockerode from "dockerode";

import { VolumeUnavailable, type EnvironmentSpec } from "../build-environment.ts";
import { makeLayeredVolumes, mountpointOf } from "./cache-volumes.ts";
import { BUILD_LABEL, INSTANCE_LABEL } from "./container-labels.ts";
import { copyVolume } from "./copy-volume.ts";
import { messageOf, statusOf } from "./docker-error.ts";

/**
 * What `makeLayeredVolumes` does, for Podman, which mounts no overlay where archives are taken out of a container that has ended: there a layer begins
 * as a copy of the newest that it is over, which was one itself.
 *
 * @param image of which containers can be made
 * @throws VolumeUnavailable
 */
export async function copyLayeredVolumes(
  docker: Dockerode,
  { volumes = [], buildArn }: EnvironmentSpec,
  instance: string,
  image: string,
): Promise<void> {
  for (const volume of volumes) {
    if (volume.kind !== "layered") continue;
    const { name, path, over } = volume;
    const [newest] = over;
    if (newest === undefined) {
      await makeLayeredVolumes(docker, { volumes: [volume] }, instance);
      continue;
    }
    for (const each of over) await mountpointOf(docker, each);
    const giver = await docker.createContainer({
      Image: image,
      Entrypoint: ["/bin/sh"],
      Labels: { [BUILD_LABEL]: buildArn, [INSTANCE_LABEL]: instance },
      HostConfig: { Mounts: [{ Type: "volume", Source: newest, Target: path }] },
    });
    try {
      await copyVolume(docker, giver, path, name, true);
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      throw new VolumeUnavailable(messageOf(error), { cause: error });
    } finally {
      await giver.remove({ force: true, v: false });
    }
  }
}
