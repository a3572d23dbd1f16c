import type { ServiceIR } from "../ir.ts";

/** Counted up when the same model gives other code. */
const generatorVersion = 1;

/** What was generated from what. `digest` is of the normalised model, cut to what was generated. */
export function emitManifest(service: ServiceIR, digest: string): string {
  const manifest = {
    service: service.id,
    version: service.version,
    protocols: service.protocols,
    operations: service.operations.length,
    shapes: service.shapes.length,
    modelDigest: `sha256:${digest}`,
    generatorVersion,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
