import type { Member, Shape } from "../schema.ts";
import type { Constraint, ConstraintFailure, PathStep } from "./constraint-failure.ts";

/** A function that Ajv compiled when the service was generated. */
export interface Validator {
  (input: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/** Inputs without a constraint have none. */
export type Validators = Readonly<Record<string, Validator>>;

/** Ajv's error object, as far as it is used. */
export interface ValidatorError {
  /** JSON pointer from the input. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
}

const constraintOf: Readonly<Record<string, Constraint>> = {
  required: { kind: "required" },
  minLength: { kind: "length", bound: "min" },
  minItems: { kind: "length", bound: "min" },
  minProperties: { kind: "length", bound: "min" },
  minBytes: { kind: "length", bound: "min" },
  maxLength: { kind: "length", bound: "max" },
  maxItems: { kind: "length", bound: "max" },
  maxProperties: { kind: "length", bound: "max" },
  maxBytes: { kind: "length", bound: "max" },
  minimum: { kind: "range", bound: "min" },
  maximum: { kind: "range", bound: "max" },
  pattern: { kind: "pattern" },
  enum: { kind: "enum" },
  uniqueItems: { kind: "unique" },
};

/**
 * The constraints that a decoded input violates, in the order of the model (a list's elements and a map's entries in
 * theirs).
 */
export function constraintFailures(shape: Shape, input: unknown, validator: Validator): ConstraintFailure[] {
  if (validator(input)) return [];
  const located = (validator.errors ?? [])
    // Ajv reports the key and then once more that there was a bad key.
    .filter(({ keyword }) => keyword !== "propertyNames")
    .map((error) => locate(shape, input, error));
  return located.sort((a, b) => comparePlaces(a.place, b.place)).map(({ failure }) => failure);
}

interface Located {
  readonly failure: ConstraintFailure;
  /** Positions from the input down. */
  readonly place: readonly number[];
}

function locate(root: Shape, input: unknown, error: ValidatorError): Located {
  const constraint = constraintOf[error.keyword];
  if (constraint === undefined) throw new TypeError(`the validator uses ${error.keyword}, which has no wording`);
  const names = error.instancePath.split("/").slice(1).map(unescapePointer);
  if (error.keyword === "required") names.push(String(error.params["missingProperty"]));

  const path: PathStep[] = [];
  const place: number[] = [];
  let shape = root;
  let member: Member | undefined;
  let value = input;
  let collection: ConstraintFailure["collection"];
  for (const name of names) {
    const holder: unknown = value;
    if (shape.kind === "list" && Array.isArray(holder)) {
      const index = Number(name);
      path.push({ kind: "index", index });
      place.push(index);
      collection = member && { member, value: holder };
      member = shape.member;
      value = holder[index];
    } else if (shape.kind === "map") {
      path.push({ kind: "key", name });
      place.push(Object.keys(holder as object).indexOf(name));
      collection = member && { member, value: holder };
      member = shape.member;
      value = (holder as Record<string, unknown>)[name];
    } else if (shape.kind === "structure" || shape.kind === "union") {
      member = shape.byName.get(name);
      path.push({ kind: "member", name });
      place.push(member?.index ?? -1);
      collection = undefined;
      value = (holder as Record<string, unknown>)[name];
    }
    if (member === undefined) throw new TypeError(`the schema has nothing at ${error.instancePath}`);
    shape = member.shape;
  }
  if (member === undefined) throw new TypeError("the validator speaks of the input as a whole");

  const { propertyName } = error;
  if (propertyName === undefined || shape.kind !== "map") {
    return { failure: { path, value, isKey: false, constraint, member, collection }, place };
  }
  place.push(Object.keys(value as object).indexOf(propertyName));
  const inMap = { member, value };
  return {
    failure: { path, value: propertyName, isKey: true, constraint, member: shape.key, collection: inMap },
    place,
  };
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function unescapePointer(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
