import type Dockerode from "dockerode";

import type { EnvironmentSpec, Volume } from "../build-environment.ts";
import { INSTANCE_LABEL } from "./container-labels.ts";

type Mount = NonNullable<Dockerode.HostConfig["Mounts"]>[number];

/**
 * Where an engine within the build keeps its images. On the file system of a container that lies in layers most engines can't
 * (overlay on overlay is refused), so a privileged build has a volume there, as AWS's images declare.
 */
const NESTED_ENGINE = "/var/lib/docker";

/**
 * The volumes of a build's container. Those without a name of ours go when the container is removed with its volumes.
 *
 * @param overlays by the names of the layered volumes that are over others: what an overlay is mounted with
 */
export function toMounts(spec: EnvironmentSpec, instance: string, overlays: ReadonlyMap<string, string>): Mount[] {
  const volumes = spec.volumes ?? [];
  const own: readonly Volume[] =
    spec.privileged && !volumes.some(({ path }) => path === NESTED_ENGINE)
      ? [{ kind: "temporary", path: NESTED_ENGINE }]
      : [];
  return [...own, ...volumes].map((volume) => toMount(volume, { [INSTANCE_LABEL]: instance }, overlays));
}

function toMount(
  volume: Volume,
  labels: Readonly<Record<string, string>>,
  overlays: ReadonlyMap<string, string>,
): Mount {
  const mount = { Type: "volume", Target: volume.path, Source: volume.kind === "kept" ? volume.name : "" } as const;
  if (volume.kind === "layered") {
    const o = overlays.get(volume.name);
    const options = { NoCopy: true, Labels: labels };
    if (o === undefined) return { ...mount, Source: volume.name, VolumeOptions: { ...options, DriverConfig: LOCAL } };
    const driver = { ...LOCAL, Options: { type: "overlay", device: "overlay", o } };
    return { ...mount, VolumeOptions: { ...options, DriverConfig: driver } };
  }
  if (volume.kind === "shared") {
    return { ...mount, Source: volume.name, VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: WHICHEVER } };
  }
  if (volume.kind !== "nfs") return { ...mount, VolumeOptions: { NoCopy: false, Labels: labels, DriverConfig: LOCAL } };
  // NoCopy: what the image has at the path is not for everybody's file system; and nothing is mounted before the start.
  const options = { type: "nfs", o: `addr=${volume.server},${volume.options}`, device: `:${volume.directory}` };
  return { ...mount, VolumeOptions: { NoCopy: true, Labels: labels, DriverConfig: { ...LOCAL, Options: options } } };
}

const LOCAL = { Name: "local", Options: {} };
/** The one that the volume has, where it is there. */
const WHICHEVER = { Name: "", Options: {} };
