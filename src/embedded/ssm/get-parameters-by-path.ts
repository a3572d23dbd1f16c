import { InvalidFilterKey } from "../../../generated/ssm/errors.ts";
import type { Operations } from "../../../generated/ssm/operations.ts";
import { ValidationException } from "../../protocol/validation-exception.ts";
import { isBelow, toPredicate } from "./parameter-filters.ts";
import { takePage } from "./parameter-page.ts";
import type { ParameterStore } from "./parameter-store.ts";
import { readNewest } from "./read-parameter.ts";

const LARGEST_PAGE = 10;

export function getParametersByPath(deps: { store: ParameterStore }): Operations["GetParametersByPath"] {
  return (input, context) => {
    if (!/^\/([\w.-]+(\/[\w.-]+)*\/?)?$/.test(input.Path)) {
      throw new ValidationException(
        `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`,
      );
    }
    const filters = input.ParameterFilters ?? [];
    const foreign = filters.find(({ Key }) => Key !== "Type" && Key !== "KeyId");
    if (foreign !== undefined) {
      throw new InvalidFilterKey(
        `The following filter key is not valid: ${foreign.Key}. Valid filter keys include: [Type, KeyId].`,
      );
    }
    const matches = toPredicate(filters);
    const path = input.Path.endsWith("/") ? input.Path : `${input.Path}/`;
    const { items, nextToken } = takePage(
      (after) => deps.store.list(context, { prefix: path === "/" ? "" : path, after }),
      (record) => isBelow(record.name, path, input.Recursive ?? false) && matches(record),
      input.NextToken,
      input.MaxResults ?? LARGEST_PAGE,
    );
    return {
      Parameters: items.map((record) => readNewest(deps.store, context, record, input.WithDecryption ?? false)),
      ...nextToken,
    };
  };
}
