import { ModelError } from "../model-error.ts";
import type { AstMember, AstShape, SmithyAst, Traits } from "../smithy-ast.ts";

/**
 * What botocore does not say, stated once per model in `model/overlay.json`: members to add, traits to set or (with
 * `null`) to drop, on shapes and on members, and patterns to anchor. A shape or member that the model does not have is an error, so that the
 * overlay cannot outlive what it speaks of; a trait value that is an object is merged into what is there.
 */
export interface Overlay {
  readonly [shapeName: string]: {
    readonly traits?: Traits;
    readonly addMembers?: Readonly<Record<string, AstMember>>;
    readonly memberTraits?: Readonly<Record<string, Traits>>;
    /** Puts `^` and `$` around the shape's pattern. */
    readonly anchorPattern?: true;
  };
}

export function applyOverlay(model: SmithyAst, overlay: Overlay, namespace: string): SmithyAst {
  const shapes: Record<string, AstShape> = { ...model.shapes };
  for (const [name, change] of Object.entries(overlay)) {
    const id = `${namespace}#${name}`;
    const shape = shapes[id];
    if (shape === undefined) throw new ModelError(`the overlay speaks of ${id}, which the model does not have`);
    const members: Record<string, AstMember> = { ...shape.members };
    for (const [memberName, member] of Object.entries(change.addMembers ?? {})) {
      if (members[memberName] !== undefined)
        throw new ModelError(`the overlay adds ${id}$${memberName}, which is there`);
      members[memberName] = member;
    }
    for (const [memberName, traits] of Object.entries(change.memberTraits ?? {})) {
      const member = members[memberName];
      if (member === undefined) throw new ModelError(`the overlay speaks of ${id}$${memberName}, which is not there`);
      members[memberName] = { ...member, traits: merge(member.traits, traits) };
    }
    const traits = change.anchorPattern ? anchored(id, shape.traits) : shape.traits;
    shapes[id] = {
      ...shape,
      ...((traits ?? change.traits) && { traits: merge(traits, change.traits) }),
      ...(Object.keys(members).length > 0 && { members }),
    };
  }
  return { ...model, shapes };
}

function anchored(id: string, traits: Traits = {}): Traits {
  const pattern = traits["smithy.api#pattern"];
  if (typeof pattern !== "string" || pattern.startsWith("^") || pattern.endsWith("$")) {
    throw new ModelError(`the overlay anchors the pattern of ${id}, which has none or is anchored`);
  }
  return { ...traits, "smithy.api#pattern": `^${pattern}$` };
}

function merge(traits: Traits = {}, changes: Traits = {}): Traits {
  const merged: Record<string, unknown> = { ...traits };
  for (const [id, value] of Object.entries(changes)) {
    const old = merged[id];
    if (value === null) delete merged[id];
    else if (isRecord(old) && isRecord(value)) merged[id] = { ...old, ...value };
    else merged[id] = value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
