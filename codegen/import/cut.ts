import { loadService } from "../load.ts";
import type { AstShape, SmithyAst } from "../smithy-ast.ts";

/** The model with one service, the named operations of it (all when absent), and what they reach, mixins merged in. */
export function cutModel(model: SmithyAst, serviceId: string, operations?: readonly string[]): SmithyAst {
  const { service, operationIds, shapes } = loadService(model, serviceId, operations);
  const kept: Record<string, AstShape> = {
    [serviceId]: { ...service, operations: operationIds.map((target) => ({ target })) },
  };
  for (const [id, shape] of shapes) if (model.shapes[id] !== undefined) kept[id] = shape;
  return { ...model, shapes: kept };
}
