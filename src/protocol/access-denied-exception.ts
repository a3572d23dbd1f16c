import { ModeledError } from "./modeled-error.ts";

/** A refusal that every AWS service knows and no model has (API references, common errors). */
export class AccessDeniedException extends ModeledError {
  /** As it is answered. */
  static readonly id = "com.amazon.coral.service#AccessDeniedException";
  override readonly name = "AccessDeniedException";
  override readonly $fault = "client";
}
