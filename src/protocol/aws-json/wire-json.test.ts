import { describe, expect, test } from "vitest";
import { schema } from "../../../generated/codebuild/schema.ts";
import type { Build } from "../../../generated/codebuild/types.ts";
import { defineSchema } from "../schema.ts";
import { SerializationError } from "../serialization-error.ts";
import { decodeJson, fromWireJson, parseJsonObject, toWireJson } from "./wire-json.ts";

const build = schema.shape("Build");

describe("a record", () => {
  test("comes back from its JSON with its dates to the millisecond", () => {
    const record: Build = {
      id: "p:1",
      startTime: new Date("2026-11-21T09:20:00.123Z"),
      phases: [{ phaseType: "SUBMITTED", startTime: new Date(0), durationInSeconds: 0 }],
      environment: { type: "LINUX_CONTAINER", image: "i", computeType: "BUILD_GENERAL1_SMALL" },
      buildComplete: true,
    };
    const text = toWireJson(build, record);
    expect(text).toContain('"startTime":1795252800.123,');
    expect(fromWireJson(build, text)).toEqual(record);
  });

  test("is given the model's defaults, and loses what the model does not have", () => {
    const text = toWireJson(build, { id: "p:1", projectName: undefined, internal: 1 } as Build);
    expect(JSON.parse(text)).toEqual({ id: "p:1", buildComplete: false });
  });

  test("with a date that is none is not written", () => {
    expect(() => toWireJson(build, { startTime: new Date(NaN) })).toThrow("a timestamp is not a date");
  });

  test("keeps lone surrogates and NULs", () => {
    const id = "\ud83d\u0000";
    expect(fromWireJson(build, toWireJson(build, { id })).id).toBe(id);
  });
});

describe("an input", () => {
  const project = schema.shape("CreateProjectInput");

  test.each<[unknown, string]>([
    [{ name: 1 }, "NUMBER_VALUE cannot be converted to String"],
    [{ name: 1.5 }, "DECIMAL_VALUE cannot be converted to String"],
    [{ name: true }, "TRUE_VALUE cannot be converted to String"],
    [{ name: [] }, "Unrecognized collection type class java.lang.String"],
    [{ name: {} }, "Start of structure or map found where not expected"],
    [{ timeoutInMinutes: "5" }, "STRING_VALUE cannot be converted to Integer"],
    [{ timeoutInMinutes: false }, "FALSE_VALUE cannot be converted to Integer"],
    [{ timeoutInMinutes: 2 ** 31 }, "NUMBER_VALUE cannot be converted to Integer"],
    [{ timeoutInMinutes: 1e308 }, "NUMBER_VALUE cannot be converted to Integer"],
    [{ badgeEnabled: "true" }, "Unexpected token received from parser"],
    [{ badgeEnabled: 1 }, "NUMBER_VALUE cannot be converted to Boolean"],
    [{ tags: "x" }, "Unexpected field type"],
    [{ tags: {} }, "Start of structure or map found where not expected"],
    [{ tags: [null] }, "A list must not hold null"],
    [{ source: "x" }, "Unexpected field type"],
  ])("%j is refused as AWS words it", (raw, message) => {
    expect(() => decodeJson(project, raw, true)).toThrow(new SerializationError(message));
  });

  test("loses unknown members and nulls, and is given defaults", () => {
    const shape = schema.shape("DeleteReportGroupInput");
    expect(decodeJson(shape, { arn: "a", extra: { deep: [1] }, deleteReports: null }, true)).toEqual({
      arn: "a",
      deleteReports: false,
    });
  });

  test("cannot reach a prototype", () => {
    const raw = parseJsonObject(Buffer.from('{"__proto__":{"polluted":1},"constructor":2,"name":"x"}'));
    const input = decodeJson(project, raw, true) as object;
    expect(Object.entries(input)).toEqual([["name", "x"]]);
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  test("that nests without end is refused", () => {
    const recursive = defineSchema<{ Node: { node?: object } }>({ structures: { Node: { node: "#Node" } } });
    const text = `${'{"node":'.repeat(50_000)}{}${"}".repeat(50_000)}`;
    expect(() => decodeJson(recursive.shape("Node"), JSON.parse(text), true)).toThrow(SerializationError);
  });
});
