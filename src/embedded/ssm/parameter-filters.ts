import { InvalidFilterKey, InvalidFilterOption, InvalidFilterValue } from "../../../generated/ssm/errors.ts";
import type { ParameterStringFilter } from "../../../generated/ssm/types.ts";
import type { ParameterRecord } from "./parameter-store.ts";

type Predicate = (record: ParameterRecord) => boolean;

/**
 * Whether a record matches all filters (API reference, ParameterStringFilter).
 * @throws InvalidFilterKey, InvalidFilterOption, InvalidFilterValue
 */
export function toPredicate(filters: readonly ParameterStringFilter[]): Predicate {
  const predicates = filters.map(toFilter);
  return (record) => predicates.every((predicate) => predicate(record));
}

/** @param path with its last slash */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  if (path === "/" && !name.startsWith("/")) return recursive || !name.includes("/");
  return name.startsWith(path) && (recursive || !name.includes("/", path.length));
}

function toFilter({ Key: key, Option: option, Values: values }: ParameterStringFilter): Predicate {
  if (key.startsWith("tag:")) {
    const tag = key.slice("tag:".length);
    requireOption(key, option, ["Equals"]);
    return ({ tags }) => tags[tag] !== undefined && (values === undefined || values.includes(tags[tag]));
  }
  if (values === undefined)
    throw new InvalidFilterValue("The following filter values are missing : null for filter key " + key);
  switch (key) {
    case "Path": {
      requireOption(key, option, ["Recursive", "OneLevel"]);
      return ({ name }) =>
        values.some((path) => isBelow(name, path.endsWith("/") ? path : `${path}/`, option === "Recursive"));
    }
    case "Name":
      requireOption(key, option, ["Equals", "BeginsWith", "Contains"]);
      return ({ name }) => values.some((value) => matchesName(name, value, option));
    case "Type":
      return textFilter(key, option, values, ({ type }) => type);
    case "Tier":
      return textFilter(key, option, values, ({ tier }) => tier);
    case "DataType":
      return textFilter(key, option, values, ({ dataType }) => dataType);
    case "KeyId":
      return textFilter(key, option, values, ({ keyId }) => keyId);
    default:
      throw new InvalidFilterKey(
        key === "Label"
          ? "The filter key Label is not supported by codebuild-local, which keeps no labels."
          : `The following filter key is not valid: ${key}.`,
      );
  }
}

function textFilter(
  key: string,
  option: string | undefined,
  values: readonly string[],
  of: (record: ParameterRecord) => string | undefined,
): Predicate {
  requireOption(key, option, ["Equals", "BeginsWith"]);
  return (record) => {
    const text = of(record);
    return (
      text !== undefined && values.some((value) => (option === "BeginsWith" ? text.startsWith(value) : text === value))
    );
  };
}

function matchesName(name: string, value: string, option: string | undefined): boolean {
  if (option === "Contains") return name.includes(value);
  // A name may be asked for with and without its first slash.
  const bare = (text: string): string => text.replace(/^\//, "");
  return option === "BeginsWith"
    ? name.startsWith(value) || (!value.startsWith("/") && bare(name).startsWith(value))
    : bare(name) === bare(value);
}

function requireOption(key: string, option: string | undefined, valid: readonly string[]): void {
  if (option !== undefined && !valid.includes(option)) {
    throw new InvalidFilterOption(
      `The following filter option is not valid: ${option}. Valid options for ${key} include: [${valid.join(", ")}]`,
    );
  }
}
