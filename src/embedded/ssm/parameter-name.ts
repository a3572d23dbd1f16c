import { HierarchyLevelLimitExceededException } from "../../../generated/ssm/errors.ts";
import { toPartition } from "../../domain/arns.ts";
import { AccessDeniedException } from "../../protocol/access-denied-exception.ts";
import { ValidationException } from "../../protocol/validation-exception.ts";
import type { ParameterScope } from "./parameter-store.ts";

/** A parameter as a request names it: `name`, `name:3`, or either of them as an ARN. */
export interface ParameterReference {
  readonly name: string;
  /** The version's number or label, without the colon. */
  readonly selector: string | undefined;
}

const MOST_LEVELS = 15;
const LONGEST_NAME = 1011;

const RULES =
  "If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";

/** @throws AccessDeniedException, ValidationException, HierarchyLevelLimitExceededException in AWS's words where PutParameter refuses the name */
export function requireNewName(name: string): void {
  const first = name.replace(/^\//, "");
  if (/^aws/i.test(first)) throw new AccessDeniedException(`No access to reserved parameter name: ${first}.`);
  if (/^ssm/i.test(first) || !/^\/?[\w.-]+(\/[\w.-]+)*$/.test(name))
    throw new ValidationException(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${RULES}`);
  if (name.includes("/") && !name.startsWith("/"))
    throw new ValidationException("Parameter name must be a fully qualified name.");
  if (name.length > LONGEST_NAME)
    throw new ValidationException(`Parameter name: must not have more than ${LONGEST_NAME} characters.`);
  if (name.split("/").length - (name.startsWith("/") ? 1 : 0) > MOST_LEVELS) {
    throw new HierarchyLevelLimitExceededException(
      `Parameter name must not exceed ${MOST_LEVELS} levels. The name ${name} has more.`,
    );
  }
}

/** `undefined` for the ARN of something else, or of another account or region: what they have is not there for this one. */
export function parseReference(scope: ParameterScope, text: string): ParameterReference | undefined {
  let rest = text;
  if (text.startsWith("arn:")) {
    const prefix = toParameterArn(scope, "");
    if (!text.startsWith(prefix)) return undefined;
    const name = text.slice(prefix.length);
    // The ARNs of `/a` and of `a` are the same: a name of one level is meant without its slash unless it has none.
    rest = name.includes("/") ? `/${name}` : name;
  }
  const colon = rest.indexOf(":");
  return colon < 0
    ? { name: rest, selector: undefined }
    : { name: rest.slice(0, colon), selector: rest.slice(colon + 1) };
}

export function toParameterArn(scope: ParameterScope, name: string): string {
  return `arn:${toPartition(scope.region)}:ssm:${scope.region}:${scope.account}:parameter/${name.replace(/^\//, "")}`;
}
