/** A checked buildspec: what the text says, defaults filled in. */
export interface Buildspec {
  readonly version: "0.1" | "0.2";
  readonly env: BuildspecEnv;
  readonly phases: Readonly<Partial<Record<BuildspecPhaseName, BuildspecPhase>>>;
  readonly artifacts: BuildspecArtifacts | undefined;
  /** What was read and has no effect, one sentence each with its line, for the build's log. */
  readonly warnings: readonly string[];
}

export type BuildspecPhaseName = "install" | "pre_build" | "build" | "post_build";

export interface BuildspecEnv {
  readonly shell: "bash" | "/bin/sh";
  /** Literal values: no expansion. */
  readonly variables: ReadonlyMap<string, string>;
  /** Names of shell variables whose values at the end are told in the build's record; each once, none that can't be. */
  readonly exportedVariables: readonly string[];
}

export interface BuildspecPhase {
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  readonly onFailure: "ABORT" | "CONTINUE" | undefined;
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
