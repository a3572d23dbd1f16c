import { InvalidFilterValue } from "../../../generated/ssm/errors.ts";
import type { Operations } from "../../../generated/ssm/operations.ts";
import type { ParameterMetadata } from "../../../generated/ssm/types.ts";
import { toPartition } from "../../domain/arns.ts";
import { toPredicate } from "./parameter-filters.ts";
import { toParameterArn } from "./parameter-name.ts";
import { takePage } from "./parameter-page.ts";
import type { ParameterRecord, ParameterScope, ParameterStore } from "./parameter-store.ts";

const PAGE = 50;

export function describeParameters(deps: { store: ParameterStore }): Operations["DescribeParameters"] {
  return (input, context) => {
    if (input.Filters !== undefined && input.Filters.length > 0 && (input.ParameterFilters ?? []).length > 0)
      throw new InvalidFilterValue("You can use either Filters or ParameterFilters in a single request.");
    const matches = toPredicate([
      ...(input.ParameterFilters ?? []),
      ...(input.Filters ?? []).map(({ Key, Values }) => ({
        Key,
        Values,
        Option: Key === "Name" ? "BeginsWith" : "Equals",
      })),
    ]);
    // Nobody shares parameters with a local account.
    if (input.Shared === true) return { Parameters: [] };
    const { items, nextToken } = takePage(
      (after) => deps.store.list(context, { prefix: "", after }),
      matches,
      input.NextToken,
      input.MaxResults ?? PAGE,
    );
    return { Parameters: items.map((record) => toMetadata(context, record)), ...nextToken };
  };
}

function toMetadata(scope: ParameterScope, record: ParameterRecord): ParameterMetadata {
  return {
    Name: record.name,
    ARN: toParameterArn(scope, record.name),
    Type: record.type,
    ...(record.keyId === undefined ? {} : { KeyId: record.keyId }),
    LastModifiedDate: new Date(record.modified),
    LastModifiedUser: `arn:${toPartition(scope.region)}:iam::${scope.account}:root`,
    ...(record.description === undefined ? {} : { Description: record.description }),
    Version: record.version,
    Tier: record.tier,
    Policies: [],
    DataType: record.dataType,
  };
}
