import type { ServiceIR } from "../ir.ts";
import type { ServiceSettings } from "../settings.ts";
import { GeneratedFile, propertyKey } from "./generated-file.ts";
import { typeOf } from "./types.ts";

/** One class for each error of the model. */
export function emitErrors(service: ServiceIR, settings: ServiceSettings): string {
  const file = new GeneratedFile();
  const shapes = new Map(service.shapes.map((shape) => [shape.name, shape]));
  for (const shape of service.shapes) {
    if (shape.kind !== "structure" || shape.error === undefined) continue;
    const base = file.import("ModeledError", `${settings.runtime}/modeled-error.ts`);
    const others = shape.members.filter((member) => member.name.toLowerCase() !== "message");
    const lines: string[] = [];
    if (others.length > 0) {
      const types = others.map((member) => {
        const type = typeOf(member.target, shapes, "types.");
        if (type.includes("types.")) file.importTypes("types", "./types.ts");
        return `${propertyKey(member.name)}?: ${type} | undefined`;
      });
      lines.push(
        "",
        `  constructor(message: string, members: { ${types.join("; ")} } = {}) {`,
        "    super(message, members);",
        "  }",
      );
    }
    file.print(
      `export class ${shape.name} extends ${base} {`,
      `  override readonly name = ${JSON.stringify(shape.name)};`,
      `  override readonly $fault = ${JSON.stringify(shape.error.fault)};`,
      ...lines,
      "}",
      "",
    );
  }
  return file.toString();
}
