import type { Answer } from "./exchange.ts";
import type { EncodedJson } from "./operation.ts";
import type { Shape } from "./schema.ts";

/** How one protocol writes its answers. */
export interface WireProtocol {
  /** An output; `shape` is absent where the model says `Unit`. */
  output(requestId: string, shape: Shape | undefined, value: unknown): Answer;
  encodedOutput(requestId: string, shape: Shape | undefined, value: EncodedJson<unknown>): Answer;
  /** An error that the model defines. `id` is absolute. */
  modeledError(requestId: string, status: number, id: string, shape: Shape, members: object): Answer;
  /** An error of the service framework itself. */
  frameworkError(requestId: string, error: FrameworkError): Answer;
}

/** An error that no model has. */
export interface FrameworkError {
  readonly status: number;
  /** Absolute shape id. */
  readonly id: string;
  readonly message?: string | undefined;
}

const coral = "com.amazon.coral.service#";

export function unknownOperation(status: number, message?: string): FrameworkError {
  return { status, id: `${coral}UnknownOperationException`, message };
}

/** A body that cannot be read. */
export function serializationException(message?: string): FrameworkError {
  return { status: 400, id: `${coral}SerializationException`, message };
}

/** Our fault, told without detail. */
export function internalFailure(): FrameworkError {
  const message = "The request processing has failed because of an unknown error, exception or failure.";
  return { status: 500, id: `${coral}InternalFailure`, message };
}

/** 501 is not retried by any SDK. */
export function notImplementedFailure(operation: string): FrameworkError {
  return { status: 501, id: `${coral}InternalFailure`, message: `${operation} is not implemented.` };
}
