import type { AnySchema } from "./schema.ts";

/** What the generator tells the runtime about a service. */
export interface ServiceDefinition {
  /** The name of the service's shape: the prefix of `X-Amz-Target`, and the service of an RPC v2 CBOR path. */
  readonly name: string;
  readonly namespace: string;
  /** Trait ids. */
  readonly protocols: readonly string[];
  /** `coral`: lenient enums and integers, whole-value patterns, AWS's wording. `smithy`: exact, Smithy's wording. */
  readonly validation: "coral" | "smithy";
  /** The absolute id of the error that a violated constraint is answered with. */
  readonly constraintError: string;
  readonly schema: AnySchema;
  /** Input and output structure of each operation; null is `Unit`. */
  readonly operations: Readonly<Record<string, readonly [input: string | null, output: string | null]>>;
}
