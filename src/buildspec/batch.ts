/** The `batch` section: what a batch build runs. Its values are those of the text; whether a project allows them is for the batch to find out. */
export interface BatchSection {
  /** Whether the first failure stops the builds that run. */
  readonly fastFail: boolean;
  readonly builds: BatchBuilds;
}

export type BatchBuilds =
  /** All at once. At least one; identifiers are unique. */
  | { readonly kind: "list"; readonly tasks: readonly BatchTask[] }
  /** Each after those that it depends on, which are all there, and without a circle. */
  | { readonly kind: "graph"; readonly tasks: readonly BatchGraphTask[] }
  | BatchMatrix
  /** One task as so many builds, each with its share of the tests. */
  | { readonly kind: "fanout"; readonly parallelism: number; readonly ignoreFailure: boolean };

export interface BatchTask {
  /** Letters, digits and underscores. */
  readonly identifier: string;
  /** A path in the source, or text; `undefined` for the buildspec that this is. */
  readonly buildspec: string | undefined;
  readonly debugSession: boolean;
  /** Whether the batch can succeed although this task failed. */
  readonly ignoreFailure: boolean;
  readonly env: BatchEnv;
}

export interface BatchGraphTask extends BatchTask {
  /** Identifiers of other tasks, each once. */
  readonly dependOn: readonly string[];
}

/** One build for each combination of one value from every list; at least one list is not empty. */
export interface BatchMatrix {
  readonly kind: "matrix";
  readonly ignoreFailure: boolean;
  /** The same for all builds. */
  readonly env: BatchEnv;
  readonly buildspecs: readonly string[];
  readonly computeTypes: readonly string[];
  readonly images: readonly string[];
  /** Values by variable; no list is empty. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/** What a task overrides of the project's environment. At most one of compute type and fleet. */
export interface BatchEnv {
  readonly computeType: string | undefined;
  readonly fleet: string | undefined;
  readonly image: string | undefined;
  readonly privilegedMode: boolean | undefined;
  readonly type: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}
