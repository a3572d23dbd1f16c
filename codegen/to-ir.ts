import {
  SCALAR_KINDS,
  type Constraints,
  type MemberIR,
  type OperationIR,
  type ScalarKind,
  type ServiceIR,
  type ShapeIR,
  type StructureIR,
} from "./ir.ts";
import type { LoadedService } from "./load.ts";
import { ModelError } from "./model-error.ts";
import type { AstMember, AstReference, AstShape, Traits } from "./smithy-ast.ts";
import { byCodeUnit, localName, namespaceOf, unitId } from "./smithy-ast.ts";

const knownProtocols = ["aws.protocols#awsJson1_1", "smithy.protocols#rpcv2Cbor"];

/** Derives the one description that the emitters read. */
export function toServiceIR(loaded: LoadedService): ServiceIR {
  const names = shapeNames(loaded);
  const nameOf = (id: string): string => names.get(id) ?? localName(id);
  const reach = reachability(loaded);
  const protocols = Object.keys(loaded.service.traits ?? {}).filter((trait) => knownProtocols.includes(trait));
  if (protocols.length === 0) throw new ModelError(`${loaded.id} speaks none of ${knownProtocols.join(", ")}`);

  const shapes: ShapeIR[] = [];
  for (const [id, shape] of loaded.shapes) {
    if (shape.type === "operation") continue;
    const base = { id, name: nameOf(id), reach: { input: reach.input.has(id), output: reach.output.has(id) } };
    shapes.push(toShapeIR(base, shape, (name, member) => toMemberIR(loaded, nameOf, name, member)));
  }
  return {
    id: loaded.id,
    name: localName(loaded.id),
    namespace: namespaceOf(loaded.id),
    version: loaded.service.version ?? "",
    protocols: protocols.sort(byCodeUnit),
    operations: loaded.operationIds
      .map((id) => toOperationIR(loaded, id, nameOf))
      .sort((a, b) => byCodeUnit(a.name, b.name)),
    shapes: shapes.sort((a, b) => byCodeUnit(a.name, b.name)),
  };
}

/** Local names, but for those that the service renames; two shapes of one name cannot both be generated. */
function shapeNames(loaded: LoadedService): Map<string, string> {
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const [id, shape] of loaded.shapes) {
    if (shape.type === "operation") continue;
    const name = loaded.service.rename?.[id] ?? localName(id);
    const owner = owners.get(name);
    const isPrelude = id.startsWith("smithy.api#");
    if (owner !== undefined && !isPrelude && !owner.startsWith("smithy.api#")) {
      throw new ModelError(`${id} and ${owner} have the same name`);
    }
    names.set(id, isPrelude ? `smithy.api.${name}` : name);
    if (!isPrelude) owners.set(name, id);
  }
  return names;
}

function toOperationIR(loaded: LoadedService, id: string, nameOf: (id: string) => string): OperationIR {
  const operation = loaded.shapes.get(id);
  if (operation?.type !== "operation") throw new ModelError(`${id} is not an operation`);
  const structure = (reference: AstReference | undefined): string | undefined =>
    reference === undefined || reference.target === unitId ? undefined : nameOf(reference.target);
  const input = structure(operation.input);
  const output = structure(operation.output);
  const paginated = operation.traits?.["smithy.api#paginated"];
  const pagination = paginated === undefined ? undefined : toPagination(id, paginated);
  const errors = [...(operation.errors ?? []), ...(loaded.service.errors ?? [])].map((error) => nameOf(error.target));
  return {
    name: localName(id),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    errors: [...new Set(errors)].sort(byCodeUnit),
    ...(pagination && { pagination }),
  };
}

function toPagination(id: string, trait: unknown): NonNullable<OperationIR["pagination"]> {
  const { inputToken, outputToken, items, pageSize } = record(id, trait);
  if (typeof inputToken !== "string" || typeof outputToken !== "string") {
    throw new ModelError(`${id} is paginated without token members`);
  }
  return {
    inputToken,
    outputToken,
    ...(typeof items === "string" && { items }),
    ...(typeof pageSize === "string" && { pageSize }),
  };
}

function toShapeIR(
  base: Pick<StructureIR, "id" | "name" | "reach">,
  shape: AstShape,
  toMember: (name: string, member: AstMember) => MemberIR,
): ShapeIR {
  const member = (name: string, reference: AstMember | undefined): MemberIR => {
    if (reference === undefined) throw new ModelError(`${base.id} has no ${name}`);
    return toMember(name, reference);
  };
  const members = (): MemberIR[] => Object.entries(shape.members ?? {}).map(([name, m]) => toMember(name, m));
  const sparse = shape.traits?.["smithy.api#sparse"] !== undefined;
  switch (shape.type) {
    case "structure": {
      const error = errorOf(base.id, shape.traits);
      return { ...base, kind: "structure", members: members(), ...(error && { error }) };
    }
    case "union":
      return { ...base, kind: "union", members: members() };
    case "list":
      return { ...base, kind: "list", sparse, member: member("member", shape.member) };
    case "map":
      return { ...base, kind: "map", sparse, key: member("key", shape.key), value: member("value", shape.value) };
    case "enum":
      return {
        ...base,
        kind: "enum",
        values: Object.entries(shape.members ?? {}).map(([name, { traits }]) => {
          const value = traits?.["smithy.api#enumValue"] ?? name;
          if (typeof value !== "string") throw new ModelError(`${base.id}$${name} is not a string`);
          return { value, internal: traits?.["smithy.api#internal"] !== undefined };
        }),
      };
    case "intEnum":
      return {
        ...base,
        kind: "intEnum",
        values: Object.entries(shape.members ?? {}).map(([name, { traits }]) => {
          const value = traits?.["smithy.api#enumValue"];
          if (typeof value !== "number") throw new ModelError(`${base.id}$${name} is not a number`);
          return value;
        }),
      };
    default:
      return { ...base, kind: scalarKind(base.id, shape.type) };
  }
}

function scalarKind(id: string, type: string): ScalarKind {
  const kind = SCALAR_KINDS.find((known) => known === type);
  if (kind === undefined) throw new ModelError(`${id} has the unknown kind ${type}`);
  return kind;
}

function errorOf(id: string, traits: Traits | undefined): StructureIR["error"] {
  const fault = traits?.["smithy.api#error"];
  if (fault === undefined) return undefined;
  if (fault !== "client" && fault !== "server") throw new ModelError(`${id} is an error of neither client nor server`);
  const status = traits?.["smithy.api#httpError"];
  return { fault, status: typeof status === "number" ? status : fault === "client" ? 400 : 500 };
}

function toMemberIR(loaded: LoadedService, nameOf: (id: string) => string, name: string, member: AstMember): MemberIR {
  const target = loaded.shapes.get(member.target);
  const traits: Traits = member.traits ?? {};
  const both: Traits = { ...target?.traits, ...traits };
  const format = both["smithy.api#timestampFormat"];
  const value = traits["smithy.api#default"];
  return {
    name,
    target: nameOf(member.target),
    required: traits["smithy.api#required"] !== undefined,
    ...(value !== undefined && value !== null && { default: value }),
    constraints: constraintsOf(member.target, both),
    sensitive: both["smithy.api#sensitive"] !== undefined,
    ...(isTimestampFormat(format) && { timestampFormat: format }),
  };
}

function isTimestampFormat(value: unknown): value is NonNullable<MemberIR["timestampFormat"]> {
  return value === "epoch-seconds" || value === "date-time" || value === "http-date";
}

function constraintsOf(id: string, traits: Traits): Constraints {
  const pattern = traits["smithy.api#pattern"];
  const length = boundsOf(id, traits["smithy.api#length"]);
  const range = boundsOf(id, traits["smithy.api#range"]);
  return {
    ...(length && { length }),
    ...(range && { range }),
    ...(typeof pattern === "string" && { pattern }),
    ...(traits["smithy.api#uniqueItems"] !== undefined && { uniqueItems: true as const }),
  };
}

function boundsOf(id: string, trait: unknown): { min?: number; max?: number } | undefined {
  if (trait === undefined) return undefined;
  const { min, max } = record(id, trait);
  return { ...(min !== undefined && { min: Number(min) }), ...(max !== undefined && { max: Number(max) }) };
}

function record(id: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new ModelError(`a trait of ${id} is not an object`);
  return { ...value };
}

/** Which shapes an input, and which an output or an error, can hold. */
function reachability(loaded: LoadedService): { input: Set<string>; output: Set<string> } {
  const input = new Set<string>();
  const output = new Set<string>();
  const walk = (id: string, seen: Set<string>): void => {
    const shape = loaded.shapes.get(id);
    if (shape === undefined || seen.has(id)) return;
    seen.add(id);
    if (shape.type === "enum" || shape.type === "intEnum") return;
    const parts = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
    for (const part of parts) if (part) walk(part.target, seen);
  };
  for (const id of loaded.operationIds) {
    const operation = loaded.shapes.get(id);
    if (operation?.input) walk(operation.input.target, input);
    if (operation?.output) walk(operation.output.target, output);
    for (const error of operation?.errors ?? []) walk(error.target, output);
  }
  for (const error of loaded.service.errors ?? []) walk(error.target, output);
  return { input, output };
}
