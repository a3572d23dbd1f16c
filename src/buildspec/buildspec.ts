import type { BatchSection } from "./batch.ts";

/** A checked buildspec: what the text says, defaults filled in. */
export interface Buildspec {
  readonly version: "0.1" | "0.2";
  readonly env: BuildspecEnv;
  /** The Linux user that runs all commands, but for phases that name their own. */
  readonly runAs: string | undefined;
  readonly phases: Readonly<Partial<Record<BuildspecPhaseName, BuildspecPhase>>>;
  /** Versions by runtime, as written, in the buildspec's order: `18`, `3.x`, `latest`, `$VARIABLE`. */
  readonly runtimeVersions: ReadonlyMap<string, string>;
  readonly artifacts: BuildspecArtifacts | undefined;
  readonly cache: BuildspecCache | undefined;
  /** What a batch build of it runs; nothing to a build that is none. */
  readonly batch: BatchSection | undefined;
  /** What was read and has no effect, one sentence each with its line, for the build's log. */
  readonly warnings: readonly string[];
}

export type BuildspecPhaseName = "install" | "pre_build" | "build" | "post_build";

export interface BuildspecEnv {
  readonly shell: "bash" | "/bin/sh";
  /** Literal values: no expansion. */
  readonly variables: ReadonlyMap<string, string>;
  /** Names of parameters in Parameter Store. */
  readonly parameterStore: ReadonlyMap<string, string>;
  /** References `secret-id:json-key:version-stage:version-id` into Secrets Manager. */
  readonly secretsManager: ReadonlyMap<string, string>;
  /** Names of shell variables whose values at the end are told in the build's record; each once, none that can't be. */
  readonly exportedVariables: readonly string[];
  /** Whether git in the build is given the credentials of the build's sources. */
  readonly gitCredentialHelper: boolean;
}

export interface BuildspecPhase {
  /** The Linux user that runs the phase's commands. */
  readonly runAs?: string | undefined;
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  /** RETRY ends the build as ABORT does. */
  readonly onFailure: "ABORT" | "CONTINUE" | undefined;
  /** A build that failed in this phase is started again. */
  readonly retry?: RetryRule;
}

export interface RetryRule {
  /** At most so many times, 0 to 100. */
  readonly count: number;
  /** A regular expression, valid here, that something in the failure must match. */
  readonly pattern: string;
}

export interface BuildspecArtifacts extends ArtifactsSection {
  /** In the buildspec's order, each identifier once. */
  readonly secondary: readonly SecondaryArtifactsSection[];
}

/** One artifact. Paths, name and prefix are shell text. */
export interface ArtifactsSection {
  readonly files: readonly string[];
  readonly baseDirectory: string | undefined;
  readonly discardPaths: boolean;
  readonly excludePaths: readonly string[];
  /** Used only where the project or the override says `overrideArtifactName`. */
  readonly name: string | undefined;
  /** Links within the source stay links in a zip. */
  readonly enableSymlinks: boolean;
  /** Takes the place of the artifact's path where its namespace is the build's id. */
  readonly s3Prefix: string | undefined;
}

export interface SecondaryArtifactsSection extends ArtifactsSection {
  /** The `artifactIdentifier` of the project's secondary artifact that is meant. */
  readonly identifier: string;
}

export interface BuildspecCache {
  /** Files and directories, from the source directory or absolute; patterns as those of artifacts. */
  readonly paths: readonly string[];
  /** Shell text, as are the fallback keys. */
  readonly key: string | undefined;
  /** Beginnings of keys, at most five, in the order in which they are tried. Empty without a key. */
  readonly fallbackKeys: readonly string[];
  /** The only one of both that is done; `undefined`: both are. */
  readonly action: "restore" | "save" | undefined;
}
