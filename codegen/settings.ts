import { ModelError } from "./model-error.ts";

/** What `smithy-build.json` says about one generated service. */
export interface ServiceSettings {
  /** The name of the projection, and of the folder under `generated/`. */
  readonly name: string;
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

/** Checks a plugin's settings; unknown keys are refused by name. */
export function parseServiceSettings(name: string, service: string, raw: unknown): ServiceSettings {
  if (typeof raw !== "object" || raw === null) throw new ModelError(`the settings of ${name} are not an object`);
  const { operations, validation, constraintError, ...unknown } = raw as Record<string, unknown>;
  for (const key of Object.keys(unknown)) throw new ModelError(`the settings of ${name} have the unknown key ${key}`);
  if (operations !== undefined && !isStrings(operations)) {
    throw new ModelError(`operations of ${name} are not a list of names`);
  }
  if (validation !== "coral" && validation !== "smithy") {
    throw new ModelError(`validation of ${name} is neither coral nor smithy`);
  }
  if (typeof constraintError !== "string") throw new ModelError(`${name} has no constraintError`);
  return {
    name,
    service,
    ...(operations && { operations }),
    validation,
    constraintError,
    runtime: "../../src/protocol",
  };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
