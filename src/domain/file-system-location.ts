import type { ProjectFileSystemLocation } from "../../generated/codebuild/types.ts";

/** What CodeBuild mounts with where a location says nothing (API reference, ProjectFileSystemLocation). */
const DEFAULT_MOUNT_OPTIONS = "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2";

/** One file system of a build. */
export interface FileSystem {
  readonly identifier: string;
  /** Absolute path in the container. */
  readonly mountPoint: string;
  readonly server: string;
  /** Absolute path on the server. */
  readonly directory: string;
  readonly mountOptions: string;
}

/** The file systems of settings that `fileSystemsProblem` finds sound; `undefined` for one that is not. */
export function toFileSystem(location: ProjectFileSystemLocation): FileSystem | undefined {
  const { identifier = "", mountPoint = "", mountOptions = "" } = location;
  const place = parseNfsLocation(location.location ?? "");
  if (place === undefined) return undefined;
  const path = mountPoint.length > 1 ? mountPoint.replace(/\/+$/, "") : mountPoint;
  return {
    identifier,
    mountPoint: path,
    ...place,
    mountOptions: mountOptions === "" ? DEFAULT_MOUNT_OPTIONS : mountOptions,
  };
}

/** `name:/directory`, or the name alone for all of the file system. */
export function parseNfsLocation(text: string): { readonly server: string; readonly directory: string } | undefined {
  const [, server, directory = "/"] = /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\/[^\0\r\n]*)?)?$/.exec(text) ?? [];
  return server === undefined ? undefined : { server: server.replace(/^\[|\]$/g, ""), directory };
}

/** Where CodeBuild has its own files; and nothing of a container works without the others. */
const RESERVED = /^\/(codebuild|proc|sys|dev|bin|sbin|lib|lib64|usr|etc)?$|^\/(codebuild|proc|sys|dev)\//;

/** The first rule that a project's file systems break, in AWS's words where they are known. */
export function fileSystemsProblem(locations: readonly ProjectFileSystemLocation[] = []): string | undefined {
  const identifiers = new Set<string>();
  const mountPoints = new Set<string>();
  for (const location of locations) {
    const { identifier = "", mountPoint = "", mountOptions = "" } = location;
    if (!/^[A-Za-z0-9_]{1,127}$/.test(identifier)) {
      return "Invalid input: identifier must contain only alphanumeric characters and underscores and be less than 128 characters in length";
    }
    const wrong = (what: string): string => `Invalid input: file system ${identifier}: ${what}`;
    const fileSystem = toFileSystem(location);
    if (fileSystem === undefined)
      return wrong("location must be a DNS name, with :/directory where it is not all of it");
    if (!mountPoint.startsWith("/") || /[\0\r\n:]|\/\.{1,2}(\/|$)|\/\//.test(mountPoint)) {
      return wrong("mountPoint must be an absolute path");
    }
    if (RESERVED.test(fileSystem.mountPoint)) return wrong(`nothing can be mounted at ${mountPoint}`);
    if (/[\s\0]/.test(mountOptions)) return wrong("mountOptions must be separated by commas");
    const variable = identifier.toUpperCase();
    if (identifiers.has(variable)) return `Invalid input: file system identifier ${identifier} is used more than once`;
    if (mountPoints.has(fileSystem.mountPoint)) return wrong(`mountPoint ${mountPoint} is used more than once`);
    identifiers.add(variable);
    mountPoints.add(fileSystem.mountPoint);
  }
  return undefined;
}

/** `CODEBUILD_<IDENTIFIER>` tells where a file system is (API reference, ProjectFileSystemLocation). */
export function toFileSystemVariables(
  locations: readonly ProjectFileSystemLocation[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    locations.map(({ identifier = "", mountPoint = "" }) => [`CODEBUILD_${identifier.toUpperCase()}`, mountPoint]),
  );
}
