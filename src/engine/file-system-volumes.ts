import type { ProjectFileSystemLocation } from "../../generated/codebuild/types.ts";
import { parseNfsLocation, toFileSystem } from "../domain/file-system-location.ts";
import type { Volume } from "../environment/build-environment.ts";

/** Another place for a file system: of `from`, a location as projects have it. */
export interface FileSystemRewrite {
  readonly from: string;
  /** A location as projects have it, or `volume:NAME`. */
  readonly to: string;
}

const VOLUME = "volume:";

/** A build's file systems as volumes of its environment. */
export function toFileSystemVolumes(
  locations: readonly ProjectFileSystemLocation[] | undefined,
  rewrites: readonly FileSystemRewrite[],
): Volume[] {
  return (locations ?? []).flatMap((location): Volume[] => {
    const fileSystem = toFileSystem(location);
    if (fileSystem === undefined) return []; // in no project: fileSystemsProblem refuses it
    const { mountPoint: path, mountOptions: options } = fileSystem;
    const rewrite = rewrites.find(({ from }) => isSame(parseNfsLocation(from), fileSystem));
    if (rewrite?.to.startsWith(VOLUME)) return [{ kind: "shared", path, name: rewrite.to.slice(VOLUME.length) }];
    const { server, directory } = (rewrite && parseNfsLocation(rewrite.to)) ?? fileSystem;
    return [{ kind: "nfs", path, server, directory, options }];
  });
}

type Place = ReturnType<typeof parseNfsLocation>;

function isSame(one: Place, other: Place): boolean {
  return one?.server.toLowerCase() === other?.server.toLowerCase() && one?.directory === other?.directory;
}
