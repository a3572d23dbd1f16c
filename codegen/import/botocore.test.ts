import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { SmithyAst } from "../smithy-ast.ts";
import { fromBotocore, type BotocorePaginators, type BotocoreService } from "./botocore.ts";
import { type BotocorePackage, downloadBotocore } from "./botocore-package.ts";
import { normalise } from "./normalise.ts";
import { applyOverlay, type Overlay } from "./overlay.ts";

const namespace = "com.amazonaws.codebuild";
const published = fileURLToPath(new URL("../../../shared/model/codebuild-2016-10-06.2025-10-23.json", import.meta.url));
const overlayPath = fileURLToPath(new URL("../../model/overlay.json", import.meta.url));

/** The botocore of the day on which AWS published the model, or why it is not to be had. */
function botocoreOfThatDay(): BotocorePackage | string {
  if (!existsSync(published)) return "AWS's own model is not beside the project";
  try {
    return downloadBotocore("1.40.58");
  } catch (error) {
    return `pip gives no botocore 1.40.58: ${String(error)}`;
  }
}

describe("the converted model of botocore 1.40.58", () => {
  let converted: SmithyAst;
  let overlay: Overlay;
  let skip: string | undefined;
  let raw: { readonly service: BotocoreService; readonly paginators: BotocorePaginators };

  beforeAll(() => {
    const found = botocoreOfThatDay();
    if (typeof found === "string") {
      skip = found;
      console.log(`skipped: ${found}`);
      return;
    }
    using botocore = found;
    raw = botocore.read("codebuild");
    converted = fromBotocore(raw.service, raw.paginators, namespace);
    overlay = (JSON.parse(readFileSync(overlayPath, "utf8")) as { codebuild: Overlay }).codebuild;
  }, 120_000);

  test("is AWS's own model of that day, with the overlay, texts and rules aside", ({ skip: leave }) => {
    leave(skip !== undefined, skip);
    const own = JSON.parse(readFileSync(published, "utf8")) as SmithyAst;
    expect(normalise(applyOverlay(converted, overlay, namespace))).toEqual(normalise(own));
  });

  test("differs from it without the overlay exactly where the overlay speaks", ({ skip: leave }) => {
    leave(skip !== undefined, skip);
    const own = normalise(JSON.parse(readFileSync(published, "utf8")) as SmithyAst).shapes;
    const bare = normalise(converted).shapes;
    const ids = [...new Set([...Object.keys(own), ...Object.keys(bare)])];
    const differing = ids.filter((id) => JSON.stringify(own[id]) !== JSON.stringify(bare[id]));
    expect(differing.sort()).toEqual(
      Object.keys(overlay)
        .map((name) => `${namespace}#${name}`)
        .sort(),
    );
  });
});

describe("a model of botocore", () => {
  const metadata = {
    apiVersion: "2020-01-01",
    endpointPrefix: "thing",
    protocol: "json",
    jsonVersion: "1.1",
    serviceFullName: "AWS Thing",
    serviceId: "Thing",
    targetPrefix: "Thing_1",
  };

  test("keeps what a structure's members and an operation's outputs are", () => {
    const model = fromBotocore(
      {
        metadata: { ...metadata, protocols: ["smithy-rpc-v2-cbor", "json"] },
        operations: { Do: { name: "Do", input: { shape: "DoInput" }, errors: [{ shape: "Broken" }] } },
        shapes: {
          DoInput: { type: "structure", required: ["a"], members: { a: { shape: "Kind" }, b: { shape: "Size" } } },
          Kind: { type: "string", enum: ["x-y", "2"] },
          Size: { type: "integer", min: 1, max: 3 },
          Broken: { type: "structure", members: {}, exception: true, fault: true },
        },
      },
      { pagination: {} },
      "n",
    );
    expect(normalise(model).shapes).toEqual({
      "n#Broken": { type: "structure", members: {}, traits: { "smithy.api#error": "server" } },
      "n#Do": {
        type: "operation",
        input: { target: "n#DoInput" },
        output: { target: "smithy.api#Unit" },
        errors: [{ target: "n#Broken" }],
      },
      "n#DoInput": {
        type: "structure",
        members: { a: { target: "n#Kind", traits: { "smithy.api#required": {} } }, b: { target: "n#Size" } },
        traits: { "smithy.api#input": {} },
      },
      "n#Kind": {
        type: "enum",
        members: {
          x_y: { target: "smithy.api#Unit", traits: { "smithy.api#enumValue": "x-y" } },
          _2: { target: "smithy.api#Unit", traits: { "smithy.api#enumValue": "2" } },
        },
      },
      "n#Size": { type: "integer", traits: { "smithy.api#range": { min: 1, max: 3 } } },
      "n#Thing_1": {
        type: "service",
        version: "2020-01-01",
        operations: [{ target: "n#Do" }],
        traits: {
          "aws.api#service": { arnNamespace: "thing", endpointPrefix: "thing", sdkId: "Thing" },
          "aws.auth#sigv4": { name: "thing" },
          "aws.protocols#awsJson1_1": {},
          "smithy.api#title": "AWS Thing",
          "smithy.protocols#rpcv2Cbor": {},
        },
      },
    });
  });

  test("is refused by name when it has a type or a protocol that is not known", () => {
    const shapes = { Odd: { type: "quaternion" } };
    const convert = (changes: Partial<BotocoreService>): unknown =>
      fromBotocore({ metadata, operations: {}, shapes: {}, ...changes }, { pagination: {} }, "n");
    expect(() => convert({ shapes })).toThrow("botocore shape Odd has the unknown type quaternion");
    expect(() => convert({ metadata: { ...metadata, protocol: "ec2" } })).toThrow(
      "botocore protocol ec2 of Thing is not known",
    );
  });
});

describe("an overlay", () => {
  const model: SmithyAst = {
    smithy: "2.0",
    shapes: { "n#A": { type: "string", traits: { "smithy.api#pattern": "[a-z]+" } }, "n#B": { type: "structure" } },
  };

  test("cannot outlive what it speaks of", () => {
    expect(() => applyOverlay(model, { C: {} }, "n")).toThrow("n#C, which the model does not have");
    expect(() => applyOverlay(model, { B: { memberTraits: { x: {} } } }, "n")).toThrow("n#B$x, which is not there");
    expect(() => applyOverlay(model, { B: { anchorPattern: true } }, "n")).toThrow("n#B, which has none");
  });

  test("anchors patterns, and sets and drops traits", () => {
    const changed = applyOverlay(model, { A: { anchorPattern: true, traits: { "smithy.api#sensitive": {} } } }, "n");
    expect(changed.shapes["n#A"]?.traits).toEqual({ "smithy.api#pattern": "^[a-z]+$", "smithy.api#sensitive": {} });
    const dropped = applyOverlay(model, { A: { traits: { "smithy.api#pattern": null } } }, "n");
    expect(dropped.shapes["n#A"]?.traits).toEqual({});
  });
});
