import { loadService } from "../load.ts";
import type { AstShape, SmithyAst } from "../smithy-ast.ts";

/** The model with one service, the named operations of it (all when absent), and what they reach. */
export function cutModel(model: SmithyAst, serviceId: string, operations?: readonly string[]): SmithyAst {
  const { service, operationIds, shapes } = loadService(model, serviceId, operations);
  const kept: Record<string, AstShape> = {
    [serviceId]: { ...service, operations: operationIds.map((target) => ({ target })) },
  };
  for (const id of shapes.keys()) {
    const shape = model.shapes[id];
    if (shape !== undefined) kept[id] = shape;
  }
  return { ...model, shapes: kept };
}
