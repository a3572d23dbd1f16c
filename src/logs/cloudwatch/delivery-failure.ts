/**
 * What a failed request to the service means for the one who sent it:
 * - `missing`: the log group or stream is not there;
 * - `exists`: what was to be made is there already;
 * - `denied`: the credentials may not;
 * - `throttled`: it was not done, and may be sent again later;
 * - `unanswered`: it may be sent again later, but may have been done (a lost connection, a server's error);
 * - `refused`: it will never be done.
 */
export type DeliveryFailure = "missing" | "exists" | "denied" | "throttled" | "unanswered" | "refused";

const BY_NAME: Readonly<Record<string, DeliveryFailure>> = {
  ResourceNotFoundException: "missing",
  ResourceAlreadyExistsException: "exists",
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  ThrottlingException: "throttled",
  Throttling: "throttled",
  TooManyRequestsException: "throttled",
  RequestLimitExceeded: "throttled",
  LimitExceededException: "refused",
  // Two requests at once that change the same group.
  OperationAbortedException: "throttled",
  AbortError: "unanswered",
  TimeoutError: "unanswered",
};

/** @param error as thrown by an SDK client */
export function toDeliveryFailure(error: unknown): DeliveryFailure {
  if (!(error instanceof Error)) return "refused";
  const known = BY_NAME[error.name];
  if (known !== undefined) return known;
  const status = statusOf(error);
  if (status === 429) return "throttled";
  // An answer of 200 that cannot be read was cut off.
  if (status !== undefined) return status >= 500 || status < 300 ? "unanswered" : "refused";
  // Node's errors of the network and of DNS have a code such as ECONNRESET.
  return "code" in error && typeof error.code === "string" && /^E[A-Z_]+$/.test(error.code) ? "unanswered" : "refused";
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}
