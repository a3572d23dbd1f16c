import type { Readable } from "node:stream";

/**
 * Where a build runs. Nothing of the technology behind it crosses this interface, and nothing here assumes that the
 * container's host is this host: no bind mounts, no host paths.
 */
export interface EnvironmentProvider {
  /**
   * Makes the environment of one build, not started: the image is fetched if need be and the container created with
   * the build's ARN as its label. A second call for the same build first removes what an earlier one left.
   *
   * @throws VolumeUnavailable when a layered volume can't be had: the build can do without
   * @throws PhaseError `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE` when the image can't be had, or when the engine can't be reached;
   * `CLIENT_ERROR` when the engine can't run it, or has not what the build asks for.
   * An abort of `signal` rejects with its reason and leaves nothing behind.
   */
  provision(spec: EnvironmentSpec, signal: AbortSignal): Promise<BuildEnvironment>;
  /** The environment that an earlier process left for this build; `undefined` when there is none. */
  adopt(buildArn: string): Promise<BuildEnvironment | undefined>;
  /** Removes whatever is left of this build. Idempotent; nothing left is no error. Rejects when the engine can't be reached. */
  remove(buildArn: string): Promise<void>;
  /** Names of all volumes of the kinds `kept` and `layered` that are there, of this instance. Rejects when the engine can't be reached. */
  volumes(): Promise<readonly string[]>;
  /** Idempotent. Nothing may run that has it, nor a volume over it. */
  removeVolume(name: string): Promise<void>;
  /** Whether the engine answers, and if not why, in one sentence. Never rejects. */
  reachable(): Promise<
    { readonly reachable: true; readonly version: string } | { readonly reachable: false; readonly reason: string }
  >;
}

export interface EnvironmentSpec {
  readonly buildArn: string;
  /** As the project names it, curated names (`aws/codebuild/…`) included. */
  readonly image: string;
  /** The CPU that the image has to be for, as images name it (`arm64`); without one whichever there is, best the engine's own. */
  readonly architecture?: string | undefined;
  /** Who pulls the image, instead of whoever the machine's own user is at its registry. */
  readonly registryLogin?: RegistryLogin | undefined;
  readonly privileged: boolean;
  /** Whether it gets the GPUs that the engine has; one that can give none fails the provision. */
  readonly gpus?: boolean;
  readonly limits: { readonly memoryBytes: number; readonly cpus: number };
  /** Absolute path in the container: the working directory, made when missing. */
  readonly workingDirectory: string;
  /** Directories with storage of their own. At most one for a path. */
  readonly volumes?: readonly Volume[];
  /** Takes each line of progress of an image that is being fetched, without a line end. */
  readonly onProgress: (line: string) => void;
}

/** User name and password at a registry. They stand in no message and no record. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** Storage of one directory of the environment. The first two kinds begin with what the image has there. */
export type Volume = {
  /** Absolute path in the container; made when missing. */
  readonly path: string;
} & (
  | { readonly kind: "temporary" } // removed with the environment
  | { readonly kind: "kept"; readonly name: string } // of the engine, made when missing, outlives the environment
  /**
   * Begins anew with every provision, as a view of what the volumes `over` hold, the newest first; takes all changes, and
   * leaves those as they are. Outlives the environment, and may be one that others are over when nothing runs in it any more.
   */
  | { readonly kind: "layered"; readonly name: string; readonly over: readonly string[] }
  | { readonly kind: "shared"; readonly name: string } // the user's own, made when missing, never removed
  | { readonly kind: "nfs"; readonly server: string; readonly directory: string; readonly options: string }
);

/** One piece of the one ordered output stream (stdout and stderr are joined by the driver). */
export interface OutputChunk {
  /** When the engine received it; whole milliseconds since the epoch. */
  readonly time: number;
  readonly bytes: Uint8Array;
}

/** One build's container. Disposing removes it, running or not; idempotent. */
export interface BuildEnvironment extends AsyncDisposable {
  /** The command by which a person who has the engine's client gets a shell in it, while it runs. */
  readonly entry: string;
  /**
   * May start the main process ahead of its script, which it then waits for: what is put into an environment that runs need
   * not be on the engine's disk before the next step, which takes half the time for 10,000 files. Errors are those of `start`.
   */
  open(): Promise<void>;
  /** Puts the entries of `tar` below `directory`, which must exist (`/` always does). Before or after the start. */
  putArchive(directory: string, tar: Readable): Promise<void>;
  /** A tar of the file or directory at `path`, running or stopped. @throws PathNotFound */
  getArchive(path: string): Promise<Readable>;
  /**
   * Has the main process run `script` ahead of the one that it is started with; it need not have been done when this resolves. Errors
   * are those of `start`. A process whose start never follows ends when this one does.
   */
  runAhead(script: string): Promise<void>;
  /** Starts the main process: a POSIX shell that reads `script` from its standard input. Where it is running already, only the script is sent. */
  start(script: string): Promise<void>;
  /**
   * Whatever the main process has written since its start, from the first byte on, then live until it ends. May be called
   * again and gives the same bytes and times again. A slow reader never holds the build back.
   */
  output(signal: AbortSignal): AsyncIterable<OutputChunk>;
  /** Whether the main process has been started, and whether it has ended. */
  state(): Promise<"created" | "running" | "exited">;
  /** Resolves when the main process has ended. */
  exited(): Promise<{ readonly exitCode: number; readonly outOfMemory: boolean; readonly finishedAt: number }>;
  /** Makes the volume `name`, with a copy of what the directory of a layered volume holds; the main process has ended. */
  copyVolume(path: string, name: string): Promise<void>;
  /** Ends the main process and all its children at once (KILL). Idempotent. */
  kill(): Promise<void>;
}

/** What `provision` throws when one of the volumes below a layered one is gone, or layers are beyond the engine. */
export class VolumeUnavailable extends Error {
  override readonly name = "VolumeUnavailable";
}

/** What `getArchive` throws for a path that isn't there. */
export class PathNotFound extends Error {
  override readonly name = "PathNotFound";
}
