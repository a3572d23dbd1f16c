import type { Member } from "../schema.ts";

/** The name of a structure's member or a map's key, or the index of a list's element. */
export type PathStep =
  { readonly kind: "member" | "key"; readonly name: string } | { readonly kind: "index"; readonly index: number };

export type Constraint =
  | { readonly kind: "required" }
  | { readonly kind: "length"; readonly bound: "min" | "max" }
  | { readonly kind: "range"; readonly bound: "min" | "max" }
  | { readonly kind: "pattern" }
  | { readonly kind: "enum" }
  | { readonly kind: "unique" };

/** One violated constraint of an input, before it is worded. */
export interface ConstraintFailure {
  /** From the input to the value; for a map's key, to the map. */
  readonly path: readonly PathStep[];
  readonly value: unknown;
  /** Whether `value` is a map's key. */
  readonly isKey: boolean;
  readonly constraint: Constraint;
  /** The member that has the constraint: it knows the bounds, the pattern and the enum. */
  readonly member: Member;
  /** The list or map that holds the value, if one does. */
  readonly collection: { readonly member: Member; readonly value: unknown } | undefined;
}

/** A failure list, and its message in the wording of the service. */
export interface WordedFailures {
  readonly message: string;
  /** Smithy's wording also lists the failures one by one. */
  readonly fieldList?: readonly { readonly path: string; readonly message: string }[];
}
