import type { AstShape } from "./smithy-ast.ts";
import { unitId } from "./smithy-ast.ts";

const scalars = [
  "String",
  "Blob",
  "Boolean",
  "Byte",
  "Short",
  "Integer",
  "Long",
  "Float",
  "Double",
  "BigInteger",
  "BigDecimal",
  "Timestamp",
  "Document",
];

const types: Readonly<Record<string, string>> = { BigInteger: "bigInteger", BigDecimal: "bigDecimal" };

/** The shapes that every model may use without defining them. */
export const prelude: Readonly<Record<string, AstShape>> = Object.fromEntries<AstShape>([
  [unitId, { type: "structure", members: {} }],
  ...scalars.map((name): [string, AstShape] => [`smithy.api#${name}`, { type: types[name] ?? name.toLowerCase() }]),
  ...["Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double"].map((name): [string, AstShape] => [
    `smithy.api#Primitive${name}`,
    { type: name.toLowerCase() },
  ]),
]);
