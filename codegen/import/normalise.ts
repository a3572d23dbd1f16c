import type { AstMember, AstReference, AstShape, SmithyAst, Traits } from "../smithy-ast.ts";
import { byCodeUnit } from "../smithy-ast.ts";

/** Traits that say nothing about the wire: texts, endpoint rules, and cases for testing clients. */
const droppedTraits = new Set([
  "smithy.api#documentation",
  "smithy.api#externalDocumentation",
  "smithy.api#examples",
  "smithy.api#suppress",
  "smithy.rules#clientContextParams",
  "smithy.rules#contextParam",
  "smithy.rules#endpointBdd",
  "smithy.rules#endpointRuleSet",
  "smithy.rules#endpointTests",
  "smithy.rules#operationContextParams",
  "smithy.rules#staticContextParams",
  "smithy.test#smokeTests",
]);

/**
 * The form in which models are committed and digested: shapes, operations, errors and traits by id, no texts, no
 * metadata (it holds suppressions only). Members keep the order that the model gives them.
 */
export function normalise(model: SmithyAst): SmithyAst {
  const shapes: Record<string, AstShape> = {};
  for (const id of Object.keys(model.shapes).sort(byCodeUnit)) {
    const shape = model.shapes[id];
    if (shape !== undefined) shapes[id] = normaliseShape(shape);
  }
  return { smithy: "2.0", shapes };
}

function normaliseShape(shape: AstShape): AstShape {
  const { traits, members, member, key, value, operations, resources, errors, ...rest } = shape;
  return {
    ...rest,
    ...(operations && operations.length > 0 && { operations: sorted(operations) }),
    ...(resources && resources.length > 0 && { resources: sorted(resources) }),
    ...(errors && errors.length > 0 && { errors: sorted(errors) }),
    ...(members && {
      members: Object.fromEntries(Object.entries(members).map(([name, m]) => [name, normaliseMember(m)])),
    }),
    ...(member && { member: normaliseMember(member) }),
    ...(key && { key: normaliseMember(key) }),
    ...(value && { value: normaliseMember(value) }),
    ...keptTraits(traits),
  };
}

function normaliseMember(member: AstMember): AstMember {
  return { target: member.target, ...keptTraits(member.traits) };
}

function keptTraits(traits: Traits | undefined): { traits?: Traits } {
  const kept = Object.entries(traits ?? {})
    .filter(([id]) => !droppedTraits.has(id))
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([id, value]): [string, unknown] => [id, sortKeys(value)]);
  return kept.length === 0 ? {} : { traits: Object.fromEntries(kept) };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

function sorted(references: readonly AstReference[]): AstReference[] {
  return [...references].sort((a, b) => byCodeUnit(a.target, b.target)).map(({ target }) => ({ target }));
}
