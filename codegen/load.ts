import { SCALAR_KINDS } from "./ir.ts";
import { ModelError } from "./model-error.ts";
import { prelude } from "./prelude.ts";
import type { AstMember, AstReference, AstShape, SmithyAst, Traits } from "./smithy-ast.ts";
import { unitId } from "./smithy-ast.ts";

/** A service's closure: every target resolves, every kind is known, and mixins are merged in. */
export interface LoadedService {
  readonly id: string;
  readonly service: AstShape;
  /** Sorted by id, without duplicates. */
  readonly operationIds: readonly string[];
  readonly shapes: ReadonlyMap<string, AstShape>;
}

const knownTypes = new Set<string>([
  "structure",
  "union",
  "list",
  "map",
  "enum",
  "intEnum",
  "operation",
  ...SCALAR_KINDS,
]);

/** Reads the closure of a service, or of the named `operations` of it. */
export function loadService(model: SmithyAst, serviceId: string, operations?: readonly string[]): LoadedService {
  const service = model.shapes[serviceId];
  if (service?.type !== "service") throw new ModelError(`the model has no service ${serviceId}`);
  const shapes = new Map<string, AstShape>();
  const reach = (target: string, from: string): void => {
    if (shapes.has(target) || target === unitId) return;
    const found = model.shapes[target] ?? prelude[target];
    if (found === undefined) throw new ModelError(`${from} targets ${target}, which the model does not have`);
    if (!knownTypes.has(found.type)) throw new ModelError(`${target} has the unknown kind ${found.type}`);
    const shape = withEnumTrait(withMixins(model, target, found));
    shapes.set(target, shape);
    for (const reference of referencesOf(shape)) reach(reference.target, target);
  };

  const all = [...new Set(serviceOperations(model, serviceId, service))].sort();
  const operationIds = operations === undefined ? all : all.filter((id) => operations.includes(localPart(id)));
  for (const name of operations ?? []) {
    if (!all.some((id) => localPart(id) === name)) throw new ModelError(`${serviceId} has no operation ${name}`);
  }
  for (const id of operationIds) reach(id, serviceId);
  for (const error of service.errors ?? []) reach(error.target, serviceId);
  return { id: serviceId, service, operationIds, shapes };
}

/** The service's own operations and those of its resources. */
function serviceOperations(model: SmithyAst, ownerId: string, owner: AstShape): string[] {
  const found = (owner.operations ?? []).map((operation) => operation.target);
  for (const { target } of owner.resources ?? []) {
    const resource = model.shapes[target];
    if (resource?.type !== "resource") throw new ModelError(`${ownerId} names the resource ${target}, which is none`);
    const lifecycle: Readonly<Record<string, unknown>> = { ...resource };
    for (const key of ["create", "put", "read", "update", "delete", "list"]) {
      const reference = lifecycle[key];
      if (isReference(reference)) found.push(reference.target);
    }
    const collection = lifecycle["collectionOperations"];
    if (Array.isArray(collection)) found.push(...collection.filter(isReference).map((reference) => reference.target));
    found.push(...serviceOperations(model, target, resource));
  }
  return found;
}

function isReference(value: unknown): value is AstReference {
  return typeof value === "object" && value !== null && "target" in value && typeof value.target === "string";
}

function referencesOf(shape: AstShape): AstReference[] {
  return [
    ...(shape.type === "enum" || shape.type === "intEnum" ? [] : Object.values(shape.members ?? {})),
    ...[shape.member, shape.key, shape.value, shape.input, shape.output].filter((reference) => reference !== undefined),
    ...(shape.errors ?? []),
  ];
}

/** Members and traits of the mixins come first, the shape's own members last; its own traits win. */
function withMixins(model: SmithyAst, id: string, shape: AstShape): AstShape {
  if (shape.mixins === undefined) return shape;
  const members: Record<string, AstMember> = {};
  let traits: Traits = {};
  const add = (from: AstShape): void => {
    for (const [name, member] of Object.entries(from.members ?? {})) {
      const inherited = members[name];
      members[name] = inherited ? { ...member, traits: { ...inherited.traits, ...member.traits } } : member;
    }
  };
  for (const { target } of shape.mixins) {
    const mixin = model.shapes[target];
    if (mixin === undefined) throw new ModelError(`${id} mixes in ${target}, which the model does not have`);
    const merged = withMixins(model, target, mixin);
    add(merged);
    const { "smithy.api#mixin": marker, ...inherited } = merged.traits ?? {};
    const local = isRecord(marker) && Array.isArray(marker["localTraits"]) ? marker["localTraits"] : [];
    traits = {
      ...traits,
      ...Object.fromEntries(Object.entries(inherited).filter(([trait]) => !local.includes(trait))),
    };
  }
  add(shape);
  const { mixins: _, ...rest } = shape;
  return { ...rest, members, traits: { ...traits, ...shape.traits } };
}

/** A string with the older `enum` trait is an enum; its `internal` tag is the trait of that name. */
function withEnumTrait(shape: AstShape): AstShape {
  const definitions = shape.traits?.["smithy.api#enum"];
  if (shape.type !== "string" || !Array.isArray(definitions)) return shape;
  const members: Record<string, AstMember> = {};
  for (const [index, definition] of definitions.filter(isRecord).entries()) {
    const { value, name, tags } = definition;
    members[typeof name === "string" ? name : `value${String(index)}`] = {
      target: unitId,
      traits: {
        "smithy.api#enumValue": value,
        ...(Array.isArray(tags) && tags.includes("internal") && { "smithy.api#internal": {} }),
      },
    };
  }
  const { "smithy.api#enum": _, ...traits } = shape.traits ?? {};
  return { ...shape, type: "enum", members, traits };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function localPart(id: string): string {
  return id.slice(id.indexOf("#") + 1);
}
