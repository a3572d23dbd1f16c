/**
 * One plain-JSON description of a service. Every emitter reads only this. Shapes and operations are sorted by name;
 * members keep the model's order.
 */
export interface ServiceIR {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  /** Trait ids of the protocols, sorted. */
  readonly protocols: readonly string[];
  readonly operations: readonly OperationIR[];
  readonly shapes: readonly ShapeIR[];
}

export interface OperationIR {
  readonly name: string;
  /** Names of structures; absent where the model says `Unit`. */
  readonly input?: string;
  readonly output?: string;
  readonly errors: readonly string[];
  readonly pagination?: {
    readonly inputToken: string;
    readonly outputToken: string;
    readonly items?: string;
    readonly pageSize?: string;
  };
}

export const SCALAR_KINDS = [
  "string",
  "blob",
  "boolean",
  "byte",
  "short",
  "integer",
  "long",
  "float",
  "double",
  "timestamp",
  "document",
] as const;

export type ScalarKind = (typeof SCALAR_KINDS)[number];

export type ShapeIR = StructureIR | UnionIR | ListIR | MapIR | EnumIR | IntEnumIR | ScalarIR;

interface ShapeBase {
  readonly id: string;
  /** Unique in the service. */
  readonly name: string;
  readonly reach: { readonly input: boolean; readonly output: boolean };
}

export interface StructureIR extends ShapeBase {
  readonly kind: "structure";
  readonly members: readonly MemberIR[];
  readonly error?: { readonly fault: "client" | "server"; readonly status: number };
}

export interface UnionIR extends ShapeBase {
  readonly kind: "union";
  readonly members: readonly MemberIR[];
}

export interface ListIR extends ShapeBase {
  readonly kind: "list";
  readonly sparse: boolean;
  readonly member: MemberIR;
}

export interface MapIR extends ShapeBase {
  readonly kind: "map";
  readonly sparse: boolean;
  readonly key: MemberIR;
  readonly value: MemberIR;
}

export interface EnumIR extends ShapeBase {
  readonly kind: "enum";
  readonly values: readonly { readonly value: string; readonly internal: boolean }[];
}

export interface IntEnumIR extends ShapeBase {
  readonly kind: "intEnum";
  readonly values: readonly number[];
}

export interface ScalarIR extends ShapeBase {
  readonly kind: ScalarKind;
}

export interface MemberIR {
  readonly name: string;
  /** The name of the target shape. */
  readonly target: string;
  readonly required: boolean;
  /** As the model writes it: a blob is base64, a timestamp epoch seconds or text. */
  readonly default?: unknown;
  /** The member's own constraints over those of its target. */
  readonly constraints: Constraints;
  readonly sensitive: boolean;
  readonly timestampFormat?: "epoch-seconds" | "date-time" | "http-date";
}

export interface Constraints {
  readonly length?: { readonly min?: number; readonly max?: number };
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly pattern?: string;
  readonly uniqueItems?: true;
}
