/** The status of the engine's answer; `undefined` when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : undefined;
}

/** The engine's own words, without what the client library puts around them. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const body = "json" in error ? error.json : undefined;
  if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string")
    return body.message;
  return error.message.replace(/^\(HTTP code \d+\) .*? - /s, "").trim();
}

/** What the Docker command line prints for the error: of the engine, or of having reached none. */
export function toReason(error: unknown, host: string): string {
  if (statusOf(error) !== undefined) return `Error response from daemon: ${messageOf(error)}`;
  return `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running? (${messageOf(error)})`;
}

/** A fault of this program, not of the engine or of the way to it: those have a status or a system's code. */
export function isOwnFault(error: unknown): boolean {
  return (
    (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) && !("code" in error)
  );
}
