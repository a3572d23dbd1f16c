// Generated from model/ by codegen (npm run codegen). Do not edit.
import { ModeledError } from "../../src/protocol/modeled-error.ts";

export class DecryptionFailure extends ModeledError {
  override readonly name = "DecryptionFailure";
  override readonly $fault = "client";
}

export class EncryptionFailure extends ModeledError {
  override readonly name = "EncryptionFailure";
  override readonly $fault = "client";
}

export class InternalServiceError extends ModeledError {
  override readonly name = "InternalServiceError";
  override readonly $fault = "server";
}

export class InvalidNextTokenException extends ModeledError {
  override readonly name = "InvalidNextTokenException";
  override readonly $fault = "client";
}

export class InvalidParameterException extends ModeledError {
  override readonly name = "InvalidParameterException";
  override readonly $fault = "client";
}

export class InvalidRequestException extends ModeledError {
  override readonly name = "InvalidRequestException";
  override readonly $fault = "client";
}

export class LimitExceededException extends ModeledError {
  override readonly name = "LimitExceededException";
  override readonly $fault = "client";
}

export class MalformedPolicyDocumentException extends ModeledError {
  override readonly name = "MalformedPolicyDocumentException";
  override readonly $fault = "client";
}

export class PreconditionNotMetException extends ModeledError {
  override readonly name = "PreconditionNotMetException";
  override readonly $fault = "client";
}

export class ResourceExistsException extends ModeledError {
  override readonly name = "ResourceExistsException";
  override readonly $fault = "client";
}

export class ResourceNotFoundException extends ModeledError {
  override readonly name = "ResourceNotFoundException";
  override readonly $fault = "client";
}
