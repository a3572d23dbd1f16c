import { loadService } from "./load.ts";
import type { ServiceSettings } from "./settings.ts";
import type { SmithyAst } from "./smithy-ast.ts";

/** A repeated group that itself ends in a repetition: V8 may need time exponential in the length of the value. */
const nestedQuantifier = /\((?:[^()\\]|\\.)*[+*]\)[+*{]/;

/** Tells of patterns that a hostile value could make slow. */
export function warnOfSlowPatterns(model: SmithyAst, settings: ServiceSettings): void {
  const { shapes } = loadService(model, settings.service, settings.operations);
  for (const [id, shape] of shapes) {
    const members = Object.entries(shape.members ?? {}).map(([name, member]) => [`${id}$${name}`, member] as const);
    for (const [where, { traits }] of [[id, shape] as const, ...members]) {
      const pattern = traits?.["smithy.api#pattern"];
      if (typeof pattern !== "string" || !nestedQuantifier.test(pattern)) continue;
      console.warn(`codegen: ${where} has a pattern with nested quantifiers, which can be slow: ${pattern}`);
    }
  }
}
