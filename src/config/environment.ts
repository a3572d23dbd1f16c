import type { Environment } from "./config.ts";

/** The process's environment, as it is at the call: the one place that reads it. */
export function readEnvironment(): Environment {
  return process.env;
}
