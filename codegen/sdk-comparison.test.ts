import * as sdk from "@aws-sdk/client-codebuild";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ServiceIR } from "./ir.ts";
import { loadService } from "./load.ts";
import { readSmithyBuild, readSources } from "./smithy-build.ts";
import { toServiceIR } from "./to-ir.ts";

// The SDK's own runtime schemas: [3, namespace, name, traits, member names, member schemas, required members first]
// for a structure, -3 for an error, [9, namespace, name, traits, input, output] for an operation.
type SdkSchema = readonly [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

/** Every operation, structure, member, required member and enum value that the SDK knows. */
function sdkFacts(): Set<string> {
  const facts = new Set<string>();
  for (const [exported, value] of Object.entries(sdk as Readonly<Record<string, unknown>>)) {
    if (exported.endsWith("$") && isSchema(value)) addSchema(value, facts);
    else if (isEnum(value)) for (const member of Object.values(value)) facts.add(`enum value ${exported}.${member}`);
  }
  return facts;
}

function addSchema([kind, , name, , ...rest]: SdkSchema, facts: Set<string>): void {
  if (kind === 9) {
    facts.add(`operation ${name}`);
  } else if (Math.abs(kind) === 3 && name !== "CodeBuildServiceException") {
    facts.add(`structure ${name}`);
    const [names = [], , required = 0] = rest as [string[]?, unknown?, number?];
    for (const [index, member] of names.entries()) {
      facts.add(`member ${name}.${member}${index < required ? " (required)" : ""}`);
    }
  }
}

function modelFacts(service: ServiceIR): Set<string> {
  const facts = new Set(service.operations.map(({ name }) => `operation ${name}`));
  for (const shape of service.shapes) {
    if (shape.kind === "enum") for (const { value } of shape.values) facts.add(`enum value ${shape.name}.${value}`);
    if (shape.kind !== "structure") continue;
    facts.add(`structure ${shape.name}`);
    for (const { name, required } of shape.members) {
      facts.add(`member ${shape.name}.${name}${required ? " (required)" : ""}`);
    }
  }
  return facts;
}

function isSchema(value: unknown): value is SdkSchema {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[2] === "string";
}

function isEnum(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const values: unknown[] = Object.values(value);
  return values.length > 0 && values.every((member) => typeof member === "string");
}

test("the model and the installed AWS SDK know the same operations, structures, members and enum values", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const model = readSources(root, readSmithyBuild(root));
  const ours = modelFacts(toServiceIR(loadService(model, "com.amazonaws.codebuild#CodeBuild_20161006")));
  const theirs = sdkFacts();
  expect({
    onlyInTheModel: [...ours].filter((fact) => !theirs.has(fact)),
    onlyInTheSdk: [...theirs].filter((fact) => !ours.has(fact)),
  }).toEqual({ onlyInTheModel: [], onlyInTheSdk: [] });
  expect(ours.size).toBeGreaterThan(1000);
});
