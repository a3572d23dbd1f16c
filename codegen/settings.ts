import { parseArgs } from "node:util";
import { ModelError } from "./model-error.ts";

/** How one service is generated. */
export interface ServiceSettings {
  /** The absolute shape id. */
  readonly service: string;
  /** The operations wanted; all when absent. */
  readonly operations?: readonly string[];
  /**
   * `coral`: as AWS's older service framework does it. Enum values match whatever their case and underscores, fractions
   * of integers are cut off, a pattern must match the whole value, and messages are worded as that framework words them.
   * `smithy`: exact, in the wording of Smithy's own servers.
   */
  readonly validation: "coral" | "smithy";
  /** The name of the error that a violated constraint is answered with. */
  readonly constraintError: string;
  /** Where the emitted code finds `src/protocol`. */
  readonly runtime: string;
}

/**
 * Reads the arguments that `smithy-build.json` gives to the generator; the Smithy CLI allows its `run` plugin no
 * settings but these.
 */
export function parseSettings(args: readonly string[]): Omit<ServiceSettings, "service"> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stdin: { type: "boolean" },
      validation: { type: "string" },
      "constraint-error": { type: "string" },
      operation: { type: "string", multiple: true },
    },
  });
  const { validation, operation, "constraint-error": constraintError } = values;
  if (validation !== "coral" && validation !== "smithy") {
    throw new ModelError("--validation must be coral or smithy");
  }
  if (constraintError === undefined) throw new ModelError("--constraint-error is missing");
  return { ...(operation && { operations: operation }), validation, constraintError, runtime: "../../src/protocol" };
}
