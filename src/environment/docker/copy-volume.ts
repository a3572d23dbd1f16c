import { PassThrough } from "node:stream";
import { dirname } from "node:path/posix";
import { pipeline } from "node:stream/promises";

import type Dockerode from "dockerode";

import { removeVolume } from "./cache-volumes.ts";
import { BUILD_LABEL, INSTANCE_LABEL } from "./container-labels.ts";
import { getStream } from "./docker-connection.ts";

const NEVER = new AbortController().signal;

/**
 * Copies a directory of a container that has ended into a new volume, by way of this process, in a stream: an engine has no
 * copying of volumes, and nothing is known of the programs in the build's image. A second container that has the volume in
 * the same place, and is never started, takes it; it goes with the build's own where it is left.
 */
export async function copyVolume(
  docker: Dockerode,
  container: Dockerode.Container,
  path: string,
  name: string,
  isPodman: boolean,
): Promise<void> {
  const { Image, Config } = await container.inspect();
  const { [BUILD_LABEL]: build = "", [INSTANCE_LABEL]: instance = "" } = Config.Labels;
  await removeVolume(docker, name);
  await docker.createVolume({ Name: name, Labels: { [INSTANCE_LABEL]: instance } });
  const taker = await docker.createContainer({
    Image,
    Entrypoint: [],
    Cmd: ["/bin/sh"],
    Labels: { [BUILD_LABEL]: build, [INSTANCE_LABEL]: instance },
    HostConfig: {
      Mounts: [
        {
          Type: "volume",
          Source: name,
          Target: path,
          VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: LOCAL },
        },
      ],
    },
  });
  try {
    const content = await getStream(
      docker,
      `/containers/${container.id}/archive?path=${encodeURIComponent(path)}`,
      NEVER,
    );
    const body = new PassThrough();
    const sent = pipeline(content, body);
    sent.catch(() => {});
    try {
      // Podman names what is in a volume without the volume's own directory, and puts nothing into one from above.
      await taker.putArchive(body, { path: isPodman ? path : dirname(path) });
      await sent;
    } finally {
      body.destroy();
    }
  } finally {
    await taker.remove({ force: true, v: false });
  }
}

const LOCAL = { Name: "local", Options: {} };
