import { InvalidInputException, ResourceNotFoundException } from "../../../generated/codebuild/errors.ts";
import { toOwnBuildArn } from "../../domain/arns.ts";
import type { RequestContext } from "../../protocol/operation.ts";

/**
 * The ARN of the build that is meant, by id or ARN.
 *
 * @throws InvalidInputException for what is no id of a build, ResourceNotFoundException for another owner's ARN
 */
export function requireBuildArn(context: RequestContext, idOrArn: string): string {
  if (!idOrArn.includes(":")) throw new InvalidInputException("Invalid build ID provided");
  return toOwnBuildArn(context, idOrArn) ?? throwBuildNotFound(idOrArn);
}

export function throwBuildNotFound(idOrArn: string): never {
  throw new ResourceNotFoundException(`Build ${idOrArn} does not exist`);
}
