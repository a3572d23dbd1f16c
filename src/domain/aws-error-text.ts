/**
 * The text of a failed call to an AWS service as CodeBuild's agent shows it in phase contexts: `Code: message`, the status and
 * the ids of the answer, on two lines; `RequestError: …` where no answer came.
 *
 * @param error as the AWS SDK for JavaScript throws it.
 */
export function toAwsErrorText(error: unknown): string {
  if (!(error instanceof Error)) return `RequestError: send request failed\ncaused by: ${String(error)}`;
  const answer = "$metadata" in error ? error.$metadata : undefined;
  if (!isAnswer(answer) || answer.httpStatusCode === undefined)
    return `RequestError: send request failed\ncaused by: ${innermost(error)}`;
  const ids = `request id: ${answer.requestId ?? ""}, host id: ${answer.extendedRequestId ?? ""}`;
  // A HEAD request's error has no body, so that the SDK has nothing to name it by.
  const name = error.name === "Error" || error.name === "" ? "UnknownError" : error.name;
  return `${name}: ${error.message}\n\tstatus code: ${answer.httpStatusCode}, ${ids}`;
}

interface Answer {
  readonly httpStatusCode?: number | undefined;
  readonly requestId?: string | undefined;
  readonly extendedRequestId?: string | undefined;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null;
}

/** Node joins the failures of several addresses in an error without a message. */
function innermost(error: Error): string {
  if (error instanceof AggregateError) {
    const texts = error.errors.map((inner: unknown) => (inner instanceof Error ? inner.message : String(inner)));
    if (texts.length > 0) return texts.join("; ");
  }
  return error.message === "" ? error.name : error.message;
}
