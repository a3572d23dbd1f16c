import { createHash } from "node:crypto";
import { emitErrors } from "./emit/errors.ts";
import { emitManifest } from "./emit/manifest.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitRouter } from "./emit/router.ts";
import { emitSchema } from "./emit/schema.ts";
import { emitTypes } from "./emit/types.ts";
import { emitValidators, emitValidatorTypes } from "./emit/validators.ts";
import { cutModel } from "./import/cut.ts";
import { normalise } from "./import/normalise.ts";
import { loadService } from "./load.ts";
import type { ServiceSettings } from "./settings.ts";
import type { SmithyAst } from "./smithy-ast.ts";
import { toServiceIR } from "./to-ir.ts";

/** All files of one generated service, by name. The same model and settings always give the same bytes. */
export function generate(model: SmithyAst, settings: ServiceSettings): ReadonlyMap<string, string> {
  const cut = normalise(cutModel(model, settings.service, settings.operations));
  const service = toServiceIR(loadService(cut, settings.service));
  const digest = createHash("sha256").update(JSON.stringify(cut)).digest("hex");
  return new Map([
    ["errors.ts", emitErrors(service, settings)],
    ["manifest.json", emitManifest(service, digest)],
    ["operations.ts", emitOperations(service, settings)],
    ["router.ts", emitRouter(settings)],
    ["schema.ts", emitSchema(service, settings)],
    ["types.ts", emitTypes(service)],
    ["validators.d.ts", emitValidatorTypes(settings)],
    ["validators.js", emitValidators(service, settings)],
  ]);
}
