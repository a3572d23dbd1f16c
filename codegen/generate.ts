import { emitErrors } from "./emit/errors.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitSchema } from "./emit/schema.ts";
import { emitTypes } from "./emit/types.ts";
import { normalise } from "./import/normalise.ts";
import { loadService } from "./load.ts";
import type { ServiceSettings } from "./settings.ts";
import type { SmithyAst } from "./smithy-ast.ts";
import { toServiceIR } from "./to-ir.ts";

/** All files of one generated service, by name. The same model and settings always give the same bytes. */
export function generate(model: SmithyAst, settings: ServiceSettings): ReadonlyMap<string, string> {
  const loaded = loadService(normalise(model), settings.service, settings.operations);
  const service = toServiceIR(loaded);
  return new Map([
    ["errors.ts", emitErrors(service, settings)],
    ["operations.ts", emitOperations(service, settings)],
    ["schema.ts", emitSchema(service, settings)],
    ["types.ts", emitTypes(service)],
  ]);
}
