// Generated from model/ by codegen (npm run codegen). Do not edit.
import { ModeledError } from "../../src/protocol/modeled-error.ts";

export class DataAlreadyAcceptedException extends ModeledError {
  override readonly name = "DataAlreadyAcceptedException";
  override readonly $fault = "client";

  constructor(message: string, members: { expectedSequenceToken?: string | undefined } = {}) {
    super(message, members);
  }
}

export class InvalidParameterException extends ModeledError {
  override readonly name = "InvalidParameterException";
  override readonly $fault = "client";
}

export class InvalidSequenceTokenException extends ModeledError {
  override readonly name = "InvalidSequenceTokenException";
  override readonly $fault = "client";

  constructor(message: string, members: { expectedSequenceToken?: string | undefined } = {}) {
    super(message, members);
  }
}

export class LimitExceededException extends ModeledError {
  override readonly name = "LimitExceededException";
  override readonly $fault = "client";
}

export class OperationAbortedException extends ModeledError {
  override readonly name = "OperationAbortedException";
  override readonly $fault = "client";
}

export class ResourceAlreadyExistsException extends ModeledError {
  override readonly name = "ResourceAlreadyExistsException";
  override readonly $fault = "client";
}

export class ResourceNotFoundException extends ModeledError {
  override readonly name = "ResourceNotFoundException";
  override readonly $fault = "client";
}

export class ServiceUnavailableException extends ModeledError {
  override readonly name = "ServiceUnavailableException";
  override readonly $fault = "server";
}

export class UnrecognizedClientException extends ModeledError {
  override readonly name = "UnrecognizedClientException";
  override readonly $fault = "client";
}

export class ValidationException extends ModeledError {
  override readonly name = "ValidationException";
  override readonly $fault = "client";
}
