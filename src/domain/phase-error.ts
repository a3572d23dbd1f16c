/**
 * A build outcome, not a fault of ours: it ends the running phase with this status and context, as facts A.9 of CodeBuild's
 * documented phase contexts have it.
 */
export class PhaseError extends Error {
  override readonly name = "PhaseError";
  /** `statusCode` of the phase context, such as `YAML_FILE_ERROR`, `CLIENT_ERROR`. */
  readonly code: string;
  readonly status: "FAILED" | "FAULT" | "TIMED_OUT" | "STOPPED";

  constructor(code: string, message: string, options: ErrorOptions & { readonly status?: PhaseError["status"] } = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status ?? "FAILED";
  }
}
