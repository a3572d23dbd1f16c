// Generated from model/ by codegen (npm run codegen). Do not edit.
import { ModeledError } from "../../src/protocol/modeled-error.ts";

export class HierarchyLevelLimitExceededException extends ModeledError {
  override readonly name = "HierarchyLevelLimitExceededException";
  override readonly $fault = "client";
}

export class HierarchyTypeMismatchException extends ModeledError {
  override readonly name = "HierarchyTypeMismatchException";
  override readonly $fault = "client";
}

export class IncompatiblePolicyException extends ModeledError {
  override readonly name = "IncompatiblePolicyException";
  override readonly $fault = "client";
}

export class InternalServerError extends ModeledError {
  override readonly name = "InternalServerError";
  override readonly $fault = "server";
}

export class InvalidAllowedPatternException extends ModeledError {
  override readonly name = "InvalidAllowedPatternException";
  override readonly $fault = "client";
}

export class InvalidFilterKey extends ModeledError {
  override readonly name = "InvalidFilterKey";
  override readonly $fault = "client";
}

export class InvalidFilterOption extends ModeledError {
  override readonly name = "InvalidFilterOption";
  override readonly $fault = "client";
}

export class InvalidFilterValue extends ModeledError {
  override readonly name = "InvalidFilterValue";
  override readonly $fault = "client";
}

export class InvalidKeyId extends ModeledError {
  override readonly name = "InvalidKeyId";
  override readonly $fault = "client";
}

export class InvalidNextToken extends ModeledError {
  override readonly name = "InvalidNextToken";
  override readonly $fault = "client";
}

export class InvalidPolicyAttributeException extends ModeledError {
  override readonly name = "InvalidPolicyAttributeException";
  override readonly $fault = "client";
}

export class InvalidPolicyTypeException extends ModeledError {
  override readonly name = "InvalidPolicyTypeException";
  override readonly $fault = "client";
}

export class ParameterAlreadyExists extends ModeledError {
  override readonly name = "ParameterAlreadyExists";
  override readonly $fault = "client";
}

export class ParameterLimitExceeded extends ModeledError {
  override readonly name = "ParameterLimitExceeded";
  override readonly $fault = "client";
}

export class ParameterMaxVersionLimitExceeded extends ModeledError {
  override readonly name = "ParameterMaxVersionLimitExceeded";
  override readonly $fault = "client";
}

export class ParameterNotFound extends ModeledError {
  override readonly name = "ParameterNotFound";
  override readonly $fault = "client";
}

export class ParameterPatternMismatchException extends ModeledError {
  override readonly name = "ParameterPatternMismatchException";
  override readonly $fault = "client";
}

export class ParameterVersionNotFound extends ModeledError {
  override readonly name = "ParameterVersionNotFound";
  override readonly $fault = "client";
}

export class PoliciesLimitExceededException extends ModeledError {
  override readonly name = "PoliciesLimitExceededException";
  override readonly $fault = "client";
}

export class TooManyUpdates extends ModeledError {
  override readonly name = "TooManyUpdates";
  override readonly $fault = "client";
}

export class UnsupportedParameterType extends ModeledError {
  override readonly name = "UnsupportedParameterType";
  override readonly $fault = "client";
}
