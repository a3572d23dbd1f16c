import { Ajv, _, type AnySchemaObject } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { Constraints, MemberIR, ServiceIR, ShapeIR } from "../ir.ts";
import type { ServiceSettings } from "../settings.ts";
import { GeneratedFile } from "./generated-file.ts";

/**
 * A function for each input that has constraints, compiled by Ajv so that nothing is compiled at start. They look at
 * decoded values; whether a value has the right type is the decoder's business.
 */
export function emitValidators(service: ServiceIR, settings: ServiceSettings): string {
  const shapes = new Map(service.shapes.map((shape) => [shape.name, shape]));
  const wholePatterns = settings.validation === "coral";
  const constrained = constrainedStructures(service.shapes, shapes);
  const ajv = createCompiler();
  for (const name of constrained) {
    const shape = shapes.get(name);
    if (shape) ajv.addSchema({ $id: name, ...structureSchema(shape, shapes, constrained, wholePatterns) });
  }
  const inputs = service.operations.flatMap(({ input }) =>
    input !== undefined && constrained.has(input) ? [input] : [],
  );
  const wanted = [...new Set(inputs)].sort();
  const exported = Object.fromEntries(wanted.map((name) => [name, name]));
  // Ajv writes nothing at all for no schemas.
  const code = wanted.length === 0 ? "" : standaloneCode.default(ajv, exported);
  const file = new GeneratedFile();
  const entries: string[] = [];
  const addErrors = file.import("addErrors", `${settings.runtime}/constraints/add-errors.ts`);
  const body = compact(withoutAjv(code, file, settings), addErrors).replaceAll(
    /^export const (\w+) = (\w+);\n/gm,
    (_line, input, name) => {
      entries.push(`  ${String(input)}: ${String(name)},`);
      return "";
    },
  );
  file.print(body, "export const validators = {", ...entries.sort(), "};");
  return file.toString();
}

/** The types of `validators.js`. */
export function emitValidatorTypes(settings: ServiceSettings): string {
  const file = new GeneratedFile();
  const type = file.importType("Validators", `${settings.runtime}/constraints/validator.ts`);
  file.print(`export declare const validators: ${type};`);
  return file.toString();
}

function createCompiler(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    inlineRefs: false,
    strict: false,
    code: { source: true, esm: true, lines: true },
  });
  // A blob is a Uint8Array, for which JSON Schema has no length.
  for (const [keyword, operator] of [
    ["minBytes", "<"],
    ["maxBytes", ">"],
  ] as const) {
    ajv.addKeyword({
      keyword,
      type: "object",
      schemaType: "number",
      error: { message: keyword },
      code(context) {
        const { data, schemaCode } = context;
        context.fail(operator === "<" ? _`${data}.length < ${schemaCode}` : _`${data}.length > ${schemaCode}`);
      },
    });
  }
  return ajv;
}

/** Names of the structures and unions reachable from an input that hold a constraint, at any depth. */
function constrainedStructures(shapes: readonly ShapeIR[], byName: ReadonlyMap<string, ShapeIR>): Set<string> {
  const found = new Set<string>();
  const holds = (member: MemberIR): boolean => {
    const target = byName.get(member.target);
    return (
      member.required ||
      Object.keys(member.constraints).length > 0 ||
      target?.kind === "enum" ||
      target?.kind === "intEnum" ||
      (target?.kind === "list" && holds(target.member)) ||
      (target?.kind === "map" && (holds(target.key) || holds(target.value))) ||
      found.has(member.target)
    );
  };
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const shape of shapes) {
      if (!shape.reach.input || (shape.kind !== "structure" && shape.kind !== "union")) continue;
      if (shape.members.some(holds)) found.add(shape.name);
    }
  }
  return found;
}

function structureSchema(
  shape: ShapeIR,
  shapes: ReadonlyMap<string, ShapeIR>,
  constrained: ReadonlySet<string>,
  wholePatterns: boolean,
): AnySchemaObject {
  if (shape.kind !== "structure" && shape.kind !== "union") return {};
  const toSchema = (member: MemberIR): AnySchemaObject => {
    const target = shapes.get(member.target);
    const { constraints } = member;
    switch (target?.kind) {
      case "structure":
      case "union":
        return constrained.has(target.name) ? { $ref: target.name } : {};
      case "list":
        return {
          ...lengthKeywords(constraints, "minItems", "maxItems"),
          ...(constraints.uniqueItems && { uniqueItems: true }),
          ...unlessEmpty("items", toSchema(target.member)),
        };
      case "map":
        return {
          ...lengthKeywords(constraints, "minProperties", "maxProperties"),
          ...unlessEmpty("propertyNames", toSchema(target.key)),
          ...unlessEmpty("additionalProperties", toSchema(target.value)),
        };
      case "enum":
        return { enum: target.values.map(({ value }) => value) };
      case "intEnum":
        return { enum: target.values };
      case "blob":
        return lengthKeywords(constraints, "minBytes", "maxBytes");
      default:
        return {
          ...lengthKeywords(constraints, "minLength", "maxLength"),
          ...(constraints.range?.min !== undefined && { minimum: constraints.range.min }),
          ...(constraints.range?.max !== undefined && { maximum: constraints.range.max }),
          ...(constraints.pattern !== undefined && { pattern: patternOf(constraints.pattern, wholePatterns) }),
        };
    }
  };
  const required = shape.members.filter((member) => member.required).map(({ name }) => name);
  const properties = shape.members
    .map((member) => [member.name, toSchema(member)] as const)
    .filter(([, schema]) => Object.keys(schema).length > 0);
  return {
    ...(required.length > 0 && { required }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}

function unlessEmpty(keyword: string, schema: AnySchemaObject): AnySchemaObject {
  return Object.keys(schema).length > 0 ? { [keyword]: schema } : {};
}

/** A bound that every value satisfies is left out. */
function lengthKeywords({ length }: Constraints, min: string, max: string): AnySchemaObject {
  return {
    ...(length?.min !== undefined && length.min > 0 && { [min]: length.min }),
    ...(length?.max !== undefined && { [max]: length.max }),
  };
}

function patternOf(pattern: string, whole: boolean): string {
  return whole && !(pattern.startsWith("^") && pattern.endsWith("$")) ? `^(?:${pattern})$` : pattern;
}

/** Ajv's standalone code asks for two of its own modules by `require`, even as an ES module: ours stand in for them. */
function withoutAjv(code: string, file: GeneratedFile, settings: ServiceSettings): string {
  const helpers = `${settings.runtime}/constraints`;
  const text = code
    .replace(/^"use strict";/, "")
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', () =>
      file.import("codePointLength", `${helpers}/code-point-length.ts`),
    )
    .replaceAll('require("ajv/dist/runtime/equal").default', () =>
      file.import("deepEqual", `${helpers}/deep-equal.ts`),
    );
  if (text.includes("require(")) throw new TypeError("Ajv's code asks for a module that is not known");
  return text.trim();
}

/**
 * Leaves out what nothing reads: paths into the schemas, parameters other than a missing property's name, and the
 * schemas that only they led to. Errors are collected by a function that knows when it is enough.
 */
function compact(code: string, addErrors: string): string {
  const short = code
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, "")
    .replaceAll(/,params:\{(?!missingProperty)(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g, "")
    .replaceAll(/\/\*# sourceURL="[^"]*" \*\/;\n/g, "")
    .replaceAll(
      /const err\d+ = (\{.*\});\nif\(vErrors === null\)\{\s*vErrors = \[err\d+\];\s*\}\s*else \{\s*vErrors\.push\(err\d+\);\s*\}\nerrors\+\+;/g,
      (_match, error) => `vErrors = ${addErrors}(vErrors, [${String(error)}]); errors++;`,
    )
    .replaceAll(
      /vErrors = vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\);/g,
      (_match, validate) => `vErrors = ${addErrors}(vErrors, ${String(validate)}.errors);`,
    );
  if (/vErrors\.(?:push|concat)/.test(short)) throw new TypeError("Ajv collects errors in a way that is not known");
  return short.replaceAll(/^const (schema\d+) = .*;\n/gm, (line, name) =>
    new RegExp(`\\b${String(name)}\\b`).test(short.replace(line, "")) ? line : "",
  );
}
