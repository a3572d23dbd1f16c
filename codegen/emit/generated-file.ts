import { byCodeUnit } from "../smithy-ast.ts";

const header = "// Generated from model/ by codegen (npm run codegen). Do not edit.\n";

/** The text of one generated TypeScript file: imports are collected while lines are printed. */
export class GeneratedFile {
  readonly #lines: string[] = [];
  readonly #imports = new Map<string, Map<string, "type" | "value">>();
  readonly #namespaces = new Map<string, string>();

  print(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** Imports a name and returns it. */
  import(name: string, from: string): string {
    return this.#add(name, from, "value");
  }

  /** Imports a type and returns its name. */
  importType(name: string, from: string): string {
    return this.#add(name, from, "type");
  }

  /** Imports all types of a file under one name. */
  importTypes(name: string, from: string): string {
    this.#namespaces.set(from, name);
    return name;
  }

  toString(): string {
    const imports = [...this.#imports].map(([from, names]): [string, string] => {
      const onlyTypes = [...names.values()].every((kind) => kind === "type");
      const list = [...names].sort(([a], [b]) => byCodeUnit(a, b));
      const words = list.map(([name, kind]) => (kind === "type" && !onlyTypes ? `type ${name}` : name));
      return [from, `import ${onlyTypes ? "type " : ""}{ ${words.join(", ")} } from ${JSON.stringify(from)};`];
    });
    for (const [from, name] of this.#namespaces) {
      imports.push([from, `import type * as ${name} from ${JSON.stringify(from)};`]);
    }
    imports.sort(([a], [b]) => byCodeUnit(a, b));
    const head = imports.map(([, line]) => line);
    return `${[header.trimEnd(), ...head, "", ...this.#lines].join("\n").trimEnd()}\n`;
  }

  #add(name: string, from: string, kind: "type" | "value"): string {
    const names = this.#imports.get(from) ?? new Map<string, "type" | "value">();
    if (names.get(name) !== "value") names.set(name, kind);
    this.#imports.set(from, names);
    return name;
  }
}

/** A property name, quoted where it must be. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : JSON.stringify(name);
}
