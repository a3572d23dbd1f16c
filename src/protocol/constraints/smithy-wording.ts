import { codePointLength } from "./code-point-length.ts";
import type { Bounds, Shape } from "../schema.ts";
import type { ConstraintFailure, PathStep, WordedFailures } from "./constraint-failure.ts";

/** The wording of Smithy's own servers: paths are JSON pointers, and no value is ever told but a length. */
export function wordAsSmithy(failures: readonly ConstraintFailure[]): WordedFailures {
  const fieldList = failures.map((failure) => ({ path: pointer(failure.path), message: part(failure) }));
  const [first] = fieldList;
  const paths = new Set(fieldList.map(({ path }) => path)).size;
  const message =
    fieldList.length === 1
      ? `1 validation error detected. ${first?.message ?? ""}`
      : `${String(fieldList.length)} validation errors at ${String(paths)} path${paths === 1 ? "" : "s"} detected. ` +
        `First failure: ${first?.message ?? ""}`;
  return { message, fieldList };
}

function part(failure: ConstraintFailure): string {
  const { constraint, value, member, path } = failure;
  const length = constraint.kind === "length" ? ` with length ${String(lengthOf(member.shape, value))}` : "";
  return `Value${length} at '${pointer(path)}' failed to satisfy constraint: Member must ${requirement(failure)}`;
}

function requirement({ constraint, member }: ConstraintFailure): string {
  const { length, range, pattern } = member.constraints;
  switch (constraint.kind) {
    case "required":
      return "not be null";
    case "length":
      return `have length ${between(length)}`;
    case "range":
      return `be ${between(range)}`;
    case "pattern":
      return `satisfy regular expression pattern: ${pattern ?? ""}`;
    case "enum":
      return `satisfy enum value set: [${publicValues(member.shape).join(", ")}]`;
    case "unique":
      return "have unique values";
  }
}

function between([min, max]: Bounds = [null, null]): string {
  if (min !== null && max !== null) return `between ${String(min)} and ${String(max)}, inclusive`;
  return min === null ? `less than or equal to ${String(max)}` : `greater than or equal to ${String(min)}`;
}

function publicValues(shape: Shape): string[] {
  return shape.kind === "enum" ? shape.values.filter((value) => !shape.internal.includes(value)).sort() : [];
}

/** Strings are measured in code points. */
function lengthOf(shape: Shape, value: unknown): number {
  if (typeof value === "string") return codePointLength(value);
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length;
  return shape.kind === "map" ? Object.keys(value as object).length : 0;
}

function pointer(path: readonly PathStep[]): string {
  return path.map((step) => `/${step.kind === "index" ? String(step.index) : escapePointer(step.name)}`).join("");
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
