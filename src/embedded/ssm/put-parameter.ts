import {
  HierarchyTypeMismatchException,
  InvalidAllowedPatternException,
  ParameterAlreadyExists,
  PoliciesLimitExceededException,
  UnsupportedParameterType,
} from "../../../generated/ssm/errors.ts";
import type { Operations } from "../../../generated/ssm/operations.ts";
import type { ParameterTier, PutParameterRequest } from "../../../generated/ssm/types.ts";
import type { Clock } from "../../common/clock.ts";
import { ValidationException } from "../../protocol/validation-exception.ts";
import { requireNewName } from "./parameter-name.ts";
import type { ParameterRecord, ParameterStore } from "./parameter-store.ts";

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;

/** The key of SecureString parameters that name none. */
const DEFAULT_KEY = "alias/aws/ssm";

export function putParameter(deps: { store: ParameterStore; clock: Clock }): Operations["PutParameter"] {
  return (input, context) => {
    requireNewName(input.Name);
    refuseWhatIsNotDone(input);
    const existing = deps.store.get(context, input.Name);
    if (existing !== undefined && input.Overwrite !== true) {
      throw new ParameterAlreadyExists(
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    const type = input.Type ?? existing?.type;
    if (type === undefined) throw new ValidationException("A parameter type is required when you create a parameter.");
    if (existing !== undefined && existing.type !== type) {
      throw new HierarchyTypeMismatchException(
        `The parameter type can't be changed from ${existing.type} to ${type}: delete the parameter and create it again.`,
      );
    }
    if (input.Tags !== undefined && input.Tags.length > 0 && input.Overwrite === true) {
      throw new ValidationException(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    if (input.KeyId !== undefined && type !== "SecureString")
      throw new ValidationException("KeyId can be given for parameters of the type SecureString only.");
    // API reference, PutParameter: no reference to another parameter in a value.
    if (/\{\{.*\}\}/s.test(input.Value))
      throw new ValidationException(`Parameter value can't nest another parameter. Do not use "{{}}" in the value.`);
    const tier = toTier(input, existing);
    const version = (existing?.version ?? 0) + 1;
    deps.store.put(
      context,
      {
        name: input.Name,
        type,
        tier,
        dataType: input.DataType ?? "text",
        keyId: type === "SecureString" ? (input.KeyId ?? existing?.keyId ?? DEFAULT_KEY) : undefined,
        description: input.Description ?? existing?.description,
        tags: existing?.tags ?? Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        version,
        modified: deps.clock.now(),
      },
      input.Value,
    );
    return { Version: version, Tier: tier };
  };
}

function refuseWhatIsNotDone(input: PutParameterRequest): void {
  if (input.Value === "") {
    throw new ValidationException(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  }
  if (input.AllowedPattern !== undefined && input.AllowedPattern !== "")
    throw new InvalidAllowedPatternException("AllowedPattern is not supported by codebuild-local.");
  if (input.Policies !== undefined && !/^\s*(\[\s*\]|\{\s*\})?\s*$/.test(input.Policies))
    throw new PoliciesLimitExceededException("Policies are not supported by codebuild-local.");
  if (input.DataType === "aws:ec2:image" || input.DataType === "aws:ssm:integration")
    throw new UnsupportedParameterType(`The data type ${input.DataType} is not supported by codebuild-local.`);
  if (input.DataType !== undefined && input.DataType !== "text") {
    throw new ValidationException(
      `The following data type is not supported: ${input.DataType} (Data type names are all lowercase.)`,
    );
  }
}

/** @throws ValidationException for a value that is too long for its tier, and for a way back from the advanced tier */
function toTier(input: PutParameterRequest, existing: ParameterRecord | undefined): ParameterTier {
  const bytes = Buffer.byteLength(input.Value);
  const asked = input.Tier ?? existing?.tier ?? "Standard";
  if (asked === "Standard" && existing?.tier === "Advanced") {
    throw new ValidationException(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  }
  const tier =
    asked === "Intelligent-Tiering"
      ? bytes > STANDARD_BYTES || existing?.tier === "Advanced"
        ? "Advanced"
        : "Standard"
      : asked;
  if (tier === "Standard" && bytes > STANDARD_BYTES) {
    throw new ValidationException(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (bytes > ADVANCED_BYTES) {
    throw new ValidationException(
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED_BYTES} characters.`,
    );
  }
  return tier;
}
