import type { Bounds, Member, Shape } from "../schema.ts";
import type { ConstraintFailure, PathStep, WordedFailures } from "./constraint-failure.ts";

/** Kinesis tells no more than this; what the other services do was not seen. */
const most = 10;

/**
 * The wording of AWS's older service framework (158 lines of it in LocalStack's records of real answers):
 * `2 validation errors detected: Value 'x' at 'name' failed to satisfy constraint: …; …`. List indexes start at 1, values
 * of sensitive members are left out, and what is wrong with an element or a key is told of the list or map that holds it.
 * A value of the wrong length is not told that it does not match a pattern either.
 */
export function wordAsCoral(failures: readonly ConstraintFailure[]): WordedFailures {
  const parts = new Set<string>();
  const wrongLengths = failures.filter(({ constraint }) => constraint.kind === "length");
  for (const failure of failures) {
    if (parts.size === most) break;
    const isTold = wrongLengths.some(({ path, value }) => value === failure.value && samePath(path, failure.path));
    if (failure.constraint.kind === "pattern" && isTold) continue;
    parts.add(part(failure));
  }
  const count = `${String(parts.size)} validation error${parts.size === 1 ? "" : "s"} detected`;
  return { message: `${count}: ${[...parts].join("; ")}` };
}

function samePath(a: readonly PathStep[], b: readonly PathStep[]): boolean {
  return a.map(step).join(".") === b.map(step).join(".");
}

function part(failure: ConstraintFailure): string {
  const { path, value, isKey, constraint, member, collection } = failure;
  if (collection === undefined || constraint.kind === "required") {
    return `${valueAt(member, value, path)} failed to satisfy constraint: ${ownConstraint(failure)}`;
  }
  const holder = isKey ? path : path.slice(0, -1);
  const subject = collection.member.shape.kind === "list" ? "Member" : isKey ? "Map keys" : "Map value";
  const all = allConstraints(member).join(", ");
  return `${valueAt(collection.member, collection.value, holder)} failed to satisfy constraint: ${subject} must satisfy constraint: [${all}]`;
}

function ownConstraint({ constraint, member }: ConstraintFailure): string {
  const { length, range } = member.constraints;
  switch (constraint.kind) {
    case "required":
      return "Member must not be null";
    case "length":
      return bound("length", length, constraint.bound);
    case "range":
      return bound("value", range, constraint.bound);
    case "pattern":
      return patternText(member);
    case "enum":
      return enumText(member.shape);
    case "unique":
      return "Member must have unique values";
  }
}

/** Upper bound, lower bound, pattern: the order in which the records have them. */
function allConstraints(member: Member): string[] {
  const { length, range, pattern } = member.constraints;
  return [
    ...(["max", "min"] as const).flatMap((side) => [
      ...(has(length, side) ? [bound("length", length, side)] : []),
      ...(has(range, side) ? [bound("value", range, side)] : []),
    ]),
    ...(pattern === undefined ? [] : [patternText(member)]),
    ...(member.shape.kind === "enum" ? [enumText(member.shape)] : []),
  ];
}

function has(bounds: Bounds | undefined, side: "min" | "max"): boolean {
  return bounds !== undefined && bounds[side === "min" ? 0 : 1] !== null;
}

function bound(what: "length" | "value", bounds: Bounds | undefined, side: "min" | "max"): string {
  const limit = bounds?.[side === "min" ? 0 : 1];
  return `Member must have ${what} ${side === "min" ? "greater" : "less"} than or equal to ${String(limit)}`;
}

function patternText(member: Member): string {
  return `Member must satisfy regular expression pattern: ${member.constraints.pattern ?? ""}`;
}

function enumText(shape: Shape): string {
  const values = shape.kind === "enum" ? shape.values.filter((value) => !shape.internal.includes(value)) : [];
  return `Member must satisfy enum value set: [${values.join(", ")}]`;
}

function valueAt(member: Member, value: unknown, path: readonly PathStep[]): string {
  const place = `at '${path.map(step).join(".")}'`;
  if (value === undefined || value === null) return `Value null ${place}`;
  return holdsSensitive(member, new Set()) ? `Value ${place}` : `Value '${text(member.shape, value)}' ${place}`;
}

function step(part: PathStep): string {
  if (part.kind === "index") return `${String(part.index + 1)}.member`;
  return part.kind === "key" ? `${part.name}.member` : part.name.charAt(0).toLowerCase() + part.name.slice(1);
}

function holdsSensitive({ shape, sensitive }: Member, seen: Set<Shape>): boolean {
  if (sensitive) return true;
  if (seen.has(shape)) return false;
  seen.add(shape);
  if (shape.kind === "list" || shape.kind === "map") return holdsSensitive(shape.member, seen);
  if (shape.kind !== "structure" && shape.kind !== "union") return false;
  return shape.members.some((member) => holdsSensitive(member, seen));
}

/** As Java prints values: `[a, b]`, `{k=v}`, `Name(member=value)`. */
function text(shape: Shape, value: unknown): string {
  if (shape.kind === "list" && Array.isArray(value)) {
    return `[${value.map((item) => text(shape.member.shape, item)).join(", ")}]`;
  }
  if (shape.kind === "map") {
    const entries = Object.entries(value as object);
    return `{${entries.map(([key, item]) => `${key}=${text(shape.member.shape, item)}`).join(", ")}}`;
  }
  if (shape.kind === "structure" || shape.kind === "union") {
    const record = value as Readonly<Record<string, unknown>>;
    const set = shape.members.filter(({ name }) => record[name] !== undefined);
    return `${shape.name}(${set.map((m) => `${m.name}=${text(m.shape, record[m.name])}`).join(", ")})`;
  }
  return String(value);
}
