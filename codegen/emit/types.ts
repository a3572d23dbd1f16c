import type { MemberIR, ServiceIR, ShapeIR } from "../ir.ts";
import { GeneratedFile, propertyKey } from "./generated-file.ts";

/** The TypeScript type of every structure, union and enum (errors are classes, elsewhere), and the values of every enum. */
export function emitTypes(service: ServiceIR): string {
  const file = new GeneratedFile();
  const shapes = new Map(service.shapes.map((shape) => [shape.name, shape]));
  for (const shape of service.shapes) {
    if (shape.kind === "enum") {
      const values = shape.values.map(({ value }) => JSON.stringify(value)).join(", ");
      file.print(`export const ${shape.name}Values = [${values}] as const;`);
      file.print(`export type ${shape.name} = (typeof ${shape.name}Values)[number];`, "");
    } else if (shape.kind === "structure") {
      if (shape.error) continue;
      file.print(...interfaceOf(shape.name, shape.members, shapes), "");
    } else if (shape.kind === "union") {
      file.print(`export type ${shape.name} =`, ...shape.members.map((member) => unionArm(member, shapes)), "");
    }
  }
  const structures = service.shapes.filter((s) => s.kind === "union" || (s.kind === "structure" && !s.error));
  file.print("/** Every structure and union by its name. */", "export interface Structures {");
  for (const { name } of structures) file.print(`  ${name}: ${name};`);
  file.print("}");
  return file.toString();
}

function interfaceOf(name: string, members: readonly MemberIR[], shapes: ReadonlyMap<string, ShapeIR>): string[] {
  // An interface without members would take anything.
  if (members.length === 0) return [`export type ${name} = Record<string, never>;`];
  return [`export interface ${name} {`, ...members.map((member) => `  ${property(member, shapes)}`), "}"];
}

function property(member: MemberIR, shapes: ReadonlyMap<string, ShapeIR>): string {
  const type = typeOf(member.target, shapes);
  const key = propertyKey(member.name);
  return member.required ? `${key}: ${type};` : `${key}?: ${type} | undefined;`;
}

function unionArm(member: MemberIR, shapes: ReadonlyMap<string, ShapeIR>): string {
  return `  | { ${propertyKey(member.name)}: ${typeOf(member.target, shapes)} }`;
}

/** The type of a member's values. Lists and maps are written out, `prefix` goes before the names of the others. */
export function typeOf(name: string, shapes: ReadonlyMap<string, ShapeIR>, prefix = ""): string {
  const shape = shapes.get(name);
  switch (shape?.kind) {
    case undefined:
      throw new TypeError(`no shape ${name}`);
    case "structure":
    case "union":
    case "enum":
      return `${prefix}${name}`;
    case "list": {
      const member = `${typeOf(shape.member.target, shapes, prefix)}${shape.sparse ? " | null" : ""}`;
      return member.includes(" ") ? `readonly (${member})[]` : `readonly ${member}[]`;
    }
    case "map": {
      const value = `${typeOf(shape.value.target, shapes, prefix)}${shape.sparse ? " | null" : ""}`;
      return `{ readonly [key: string]: ${value} }`;
    }
    case "intEnum":
      return shape.values.join(" | ");
    case "string":
      return "string";
    case "blob":
      return "Uint8Array";
    case "boolean":
      return "boolean";
    case "timestamp":
      return "Date";
    case "document":
      return "unknown";
    default:
      return "number";
  }
}
