import type { Constraints, MemberIR, ServiceIR, ShapeIR } from "../ir.ts";
import type { ServiceSettings } from "../settings.ts";
import { GeneratedFile, propertyKey } from "./generated-file.ts";

/** The tables that the codecs walk, and the service's description. */
export function emitSchema(service: ServiceIR, settings: ServiceSettings): string {
  const file = new GeneratedFile();
  const shapes = new Map(service.shapes.map((shape) => [shape.name, shape]));
  const member = (m: MemberIR, owner: ShapeIR): string => memberTable(m, shapes, owner.reach.input);
  const defineSchema = file.import("defineSchema", `${settings.runtime}/schema.ts`);
  const structures = file.importType("Structures", "./types.ts");

  file.print(`export const schema = ${defineSchema}<${structures}>({`);
  const section = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) file.print(`  ${title}: {`, ...lines.map((line) => `    ${line},`), "  },");
  };
  for (const [kind, title] of [
    ["structure", "structures"],
    ["union", "unions"],
  ] as const) {
    const lines = service.shapes.flatMap((shape) =>
      shape.kind === kind
        ? [`${shape.name}: { ${shape.members.map((m) => `${propertyKey(m.name)}: ${member(m, shape)}`).join(", ")} }`]
        : [],
    );
    if (lines.length === 0 && kind === "structure") file.print("  structures: {},");
    section(
      title,
      lines.map((line) => line.replace("{  }", "{}")),
    );
  }
  section(
    "lists",
    service.shapes.flatMap((s) => (s.kind === "list" ? [`${s.name}: ${member(s.member, s)}`] : [])),
  );
  section(
    "maps",
    service.shapes.flatMap((s) =>
      s.kind === "map" ? [`${s.name}: [${member(s.key, s)}, ${member(s.value, s)}]`] : [],
    ),
  );
  section(
    "enums",
    service.shapes.flatMap((shape) =>
      shape.kind === "enum" ? [`${shape.name}: ${file.import(`${shape.name}Values`, "./types.ts")}`] : [],
    ),
  );
  section(
    "internal",
    service.shapes.flatMap((shape) => {
      const internal = shape.kind === "enum" ? shape.values.filter((value) => value.internal) : [];
      return internal.length > 0 ? [`${shape.name}: ${JSON.stringify(internal.map(({ value }) => value))}`] : [];
    }),
  );
  section(
    "intEnums",
    service.shapes.flatMap((s) => (s.kind === "intEnum" ? [`${s.name}: [${s.values.join(", ")}]`] : [])),
  );
  const sparse = service.shapes.flatMap((s) => ("sparse" in s && s.sparse ? [JSON.stringify(s.name)] : []));
  if (sparse.length > 0) file.print(`  sparse: [${sparse.join(", ")}],`);
  section(
    "errors",
    service.shapes.flatMap((shape) =>
      shape.kind === "structure" && shape.error
        ? [`${shape.name}: [${JSON.stringify(shape.id)}, ${String(shape.error.status)}]`]
        : [],
    ),
  );
  file.print("});", "", ...serviceLines(service, settings, file));
  return file.toString();
}

function serviceLines(service: ServiceIR, settings: ServiceSettings, file: GeneratedFile): string[] {
  const type = file.importType("ServiceDefinition", `${settings.runtime}/service-definition.ts`);
  const constraintError = service.shapes.find((shape) => shape.name === settings.constraintError);
  const name = (structure: string | undefined): string => JSON.stringify(structure ?? null);
  return [
    `export const service: ${type} = {`,
    `  name: ${JSON.stringify(service.name)},`,
    `  namespace: ${JSON.stringify(service.namespace)},`,
    `  protocols: ${JSON.stringify(service.protocols)},`,
    `  validation: ${JSON.stringify(settings.validation)},`,
    `  constraintError: ${JSON.stringify(constraintError?.id ?? `smithy.framework#${settings.constraintError}`)},`,
    "  schema,",
    "  operations: {",
    ...service.operations.map((o) => `    ${o.name}: [${name(o.input)}, ${name(o.output)}],`),
    "  },",
    "};",
  ];
}

/** A member of a shape without a table of its own names the shape's kind. */
function memberTable(member: MemberIR, shapes: ReadonlyMap<string, ShapeIR>, isInput: boolean): string {
  const shape = shapes.get(member.target);
  if (shape === undefined) throw new TypeError(`no shape ${member.target}`);
  const inTables = ["structure", "union", "list", "map", "enum", "intEnum"].includes(shape.kind);
  const reference = JSON.stringify(inTables ? `#${shape.name}` : shape.kind);
  const traits = [
    ...(member.default !== undefined ? [`default: ${JSON.stringify(member.default)}`] : []),
    ...(member.timestampFormat !== undefined && member.timestampFormat !== "epoch-seconds"
      ? [`format: ${JSON.stringify(member.timestampFormat)}`]
      : []),
    ...(member.sensitive ? ["sensitive: true"] : []),
    ...(isInput ? constraintTraits(member.constraints) : []),
  ];
  return traits.length === 0 ? reference : `[${reference}, { ${traits.join(", ")} }]`;
}

/** Outputs are never checked, so only the members of inputs carry constraints. */
function constraintTraits({ length, range, pattern }: Constraints): string[] {
  const bounds = ({ min, max }: { min?: number; max?: number }): string => JSON.stringify([min ?? null, max ?? null]);
  return [
    ...(length ? [`length: ${bounds(length)}`] : []),
    ...(range ? [`range: ${bounds(range)}`] : []),
    ...(pattern !== undefined ? [`pattern: ${JSON.stringify(pattern)}`] : []),
  ];
}
