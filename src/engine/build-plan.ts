/** A phase that runs commands in the container. DOWNLOAD_SOURCE does where the image is switched to runtimes, at its end. */
export type CommandPhase = "DOWNLOAD_SOURCE" | "INSTALL" | "PRE_BUILD" | "BUILD" | "POST_BUILD";

/** What the container's main process does, decided beforehand so that it needs nobody while it runs. */
export interface BuildPlan {
  /** The shell that runs the commands: a path or a name found on PATH in the container. */
  readonly shell: "/bin/sh" | "bash";
  /** Version 0.1: every command in a fresh shell, in the source directory. */
  readonly freshShellPerCommand: boolean;
  /** Absolute path in the container, where the first command starts. */
  readonly sourceDirectory: string;
  /** Absolute path of the directory that holds all sources: what a phase's user is given. */
  readonly sourceRoot: string;
  /** Exported before the first command. Values are literal. */
  readonly environment: ReadonlyMap<string, string>;
  /** DOWNLOAD_SOURCE where it has commands, then the other four, in order; those without commands are passed through as empty. */
  readonly phases: readonly PlannedPhase[];
  /** Shell texts that are expanded in the build's own shell after the last phase (as in a here-document), such as an artifact name. */
  readonly expansions: ReadonlyMap<string, string>;
  /** `undefined`: breakpoints do nothing. */
  readonly debugSession: DebugSessionPlan | undefined;
}

/** How breakpoints pause the build. */
export interface DebugSessionPlan {
  /** The command that enters the container. */
  readonly entry: string;
  /** After how many seconds the build goes on although nobody has resumed it; `undefined`: it waits for that. */
  readonly seconds: number | undefined;
}

export interface PlannedPhase {
  readonly phase: CommandPhase;
  /** The user that runs its commands; without it root. */
  readonly runAs?: string;
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  /** The next phase after this one failed; `END` leaves the rest out. After success the next in order follows. */
  readonly afterFailure: CommandPhase | "END";
}
