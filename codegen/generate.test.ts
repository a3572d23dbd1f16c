import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { apiChanges } from "./api-changes.ts";
import { generate } from "./generate.ts";
import { loadService } from "./load.ts";
import type { ServiceSettings } from "./settings.ts";
import { parseSettings } from "./settings.ts";
import { readSmithyBuild, readSources } from "./smithy-build.ts";
import type { AstShape, SmithyAst } from "./smithy-ast.ts";
import { toServiceIR } from "./to-ir.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const build = readSmithyBuild(root);
const model = readSources(root, build);

const settings: ServiceSettings = {
  service: "n#S",
  validation: "smithy",
  constraintError: "ValidationException",
  runtime: "../../src/protocol",
};

function tiny(shapes: Readonly<Record<string, AstShape>>): SmithyAst {
  const service: AstShape = {
    type: "service",
    version: "1",
    operations: [{ target: "n#Do" }],
    traits: { "aws.protocols#awsJson1_1": {} },
  };
  return {
    smithy: "2.0",
    shapes: { "n#S": service, "n#Do": { type: "operation", input: { target: "n#In" } }, ...shapes },
  };
}

describe("the generated files", () => {
  test.each(build.projections.map(({ name }) => name))("of %s are those that are committed", (name) => {
    const projection = build.projections.find((candidate) => candidate.name === name);
    if (projection === undefined) throw new Error(`no projection ${name}`);
    for (const [file, content] of generate(model, projection.settings)) {
      expect(readFileSync(`${root}generated/${name}/${file}`, "utf8"), file).toBe(content);
    }
  });

  test("are the same whatever order the model's shapes come in", () => {
    const reversed = { ...model, shapes: Object.fromEntries(Object.entries(model.shapes).reverse()) };
    for (const { settings: each } of build.projections) {
      expect([...generate(reversed, each)]).toEqual([...generate(model, each)]);
    }
  });

  test("name every operation that the model has", () => {
    const codebuild = build.projections.find(({ name }) => name === "codebuild");
    const manifest = codebuild && generate(model, codebuild.settings).get("manifest.json");
    expect(JSON.parse(manifest ?? "")).toMatchObject({
      operations: 59,
      protocols: ["aws.protocols#awsJson1_1", "smithy.protocols#rpcv2Cbor"],
    });
  });
});

describe("a model that cannot be generated", () => {
  test("is refused when a target is missing", () => {
    const broken = tiny({ "n#In": { type: "structure", members: { a: { target: "n#Gone" } } } });
    expect(() => generate(broken, settings)).toThrow("n#In targets n#Gone, which the model does not have");
  });

  test("is refused when a shape is of a kind that is not known", () => {
    const broken = tiny({
      "n#In": { type: "structure", members: { a: { target: "n#Odd" } } },
      "n#Odd": { type: "tuple" },
    });
    expect(() => generate(broken, settings)).toThrow("n#Odd has the unknown kind tuple");
  });

  test("is refused when the service or a wanted operation is not there", () => {
    expect(() => generate(tiny({ "n#In": { type: "structure" } }), { ...settings, service: "n#T" })).toThrow(
      "the model has no service n#T",
    );
    expect(() => generate(tiny({ "n#In": { type: "structure" } }), { ...settings, operations: ["Undo"] })).toThrow(
      "n#S has no operation Undo",
    );
  });

  test("is refused when it speaks no protocol that we do", () => {
    const silent = tiny({ "n#In": { type: "structure" } });
    const shapes = { ...silent.shapes, "n#S": { ...silent.shapes["n#S"], type: "service", traits: {} } };
    expect(() => generate({ ...silent, shapes }, settings)).toThrow("n#S speaks none of");
  });
});

describe("settings", () => {
  test("are read from the plugin's arguments and refused when they are not known", () => {
    expect(parseSettings(["--stdin", "--validation", "coral", "--constraint-error", "E", "--operation", "A"])).toEqual({
      operations: ["A"],
      validation: "coral",
      constraintError: "E",
      runtime: "../../src/protocol",
    });
    expect(() => parseSettings(["--validation", "loose", "--constraint-error", "E"])).toThrow("coral or smithy");
    expect(() => parseSettings(["--validation", "coral"])).toThrow("--constraint-error is missing");
    expect(() => parseSettings(["--volume", "11"])).toThrow();
  });
});

describe("the changes between two models", () => {
  const before = tiny({
    "n#In": {
      type: "structure",
      members: { a: { target: "n#Name" }, gone: { target: "smithy.api#String" }, kind: { target: "n#Kind" } },
    },
    "n#Name": { type: "string", traits: { "smithy.api#length": { min: 1 } } },
    "n#Kind": { type: "enum", members: { X: { target: "smithy.api#Unit", traits: { "smithy.api#enumValue": "X" } } } },
  });
  const after = tiny({
    "n#In": {
      type: "structure",
      members: {
        a: { target: "n#Name", traits: { "smithy.api#required": {} } },
        b: { target: "smithy.api#Integer" },
        kind: { target: "n#Kind" },
      },
    },
    "n#Name": { type: "string", traits: { "smithy.api#length": { min: 2, max: 9 } } },
    "n#Kind": { type: "enum", members: { Y: { target: "smithy.api#Unit", traits: { "smithy.api#enumValue": "Y" } } } },
  });
  const ir = (ast: SmithyAst): ReturnType<typeof toServiceIR> => toServiceIR(loadService(ast, "n#S"));

  test("are told one by one", () => {
    expect(apiChanges(ir(before), ir(after))).toEqual([
      "- enum value Kind.X",
      "+ enum value Kind.Y",
      "~ member In.a: Name, length 1.. → Name, required, length 2..9",
      "+ member In.b: smithy.api.Integer",
      "- member In.gone",
    ]);
  });

  test("are none between a model and itself", () => {
    expect(apiChanges(ir(before), ir(before))).toEqual([]);
  });
});
