import { ModeledError } from "./modeled-error.ts";

/**
 * The error of a violated constraint where the model has none: for constraints that the service checks and its model does
 * not state. Answered by services whose `--constraint-error` is of this name.
 */
export class ValidationException extends ModeledError {
  override readonly name = "ValidationException";
  override readonly $fault = "client";
}
