import type { ServiceIR } from "../ir.ts";
import type { ServiceSettings } from "../settings.ts";
import { GeneratedFile } from "./generated-file.ts";

/** The type of every operation, and of the handlers that implement them all. */
export function emitOperations(service: ServiceIR, settings: ServiceSettings): string {
  const file = new GeneratedFile();
  const operation = file.importType("Operation", `${settings.runtime}/operation.ts`);
  const notImplemented = file.importType("NotImplemented", `${settings.runtime}/not-implemented.ts`);
  const nameOf = (structure: string | undefined): string | undefined =>
    structure === undefined ? undefined : `${file.importTypes("types", "./types.ts")}.${structure}`;
  file.print("export interface Operations {");
  for (const { name, input, output } of service.operations) {
    const types = `${nameOf(input) ?? "Record<string, never>"}, ${nameOf(output) ?? "void"}`;
    file.print(`  ${name}: ${operation}<${types}>;`);
  }
  file.print(
    "}",
    "",
    "/** Total: an operation that is neither implemented nor marked is a type error. */",
    `export type Handlers = { readonly [Name in keyof Operations]: Operations[Name] | ${notImplemented} };`,
  );
  return file.toString();
}
