// Generated from model/ by codegen (npm run codegen). Do not edit.
import { ModeledError } from "../../src/protocol/modeled-error.ts";

export class AccountLimitExceededException extends ModeledError {
  override readonly name = "AccountLimitExceededException";
  override readonly $fault = "client";
}

export class AccountSuspendedException extends ModeledError {
  override readonly name = "AccountSuspendedException";
  override readonly $fault = "client";
}

export class InvalidInputException extends ModeledError {
  override readonly name = "InvalidInputException";
  override readonly $fault = "client";
}

export class OAuthProviderException extends ModeledError {
  override readonly name = "OAuthProviderException";
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
