import { describe, expect, test } from "vitest";
import { schema as codebuild } from "../../../generated/codebuild/schema.ts";
import { validators as codebuildValidators } from "../../../generated/codebuild/validators.js";
import { schema as logs } from "../../../generated/logs/schema.ts";
import { validators as logsValidators } from "../../../generated/logs/validators.js";
import { wordAsCoral } from "./coral-wording.ts";
import { wordAsSmithy } from "./smithy-wording.ts";
import { constraintFailures, type Validators } from "./validator.ts";
import type { AnySchema } from "../schema.ts";
import type { ConstraintFailure } from "./constraint-failure.ts";

function failures(schema: AnySchema, validators: Validators, name: string, input: unknown): ConstraintFailure[] {
  const validator = validators[name];
  if (validator === undefined) throw new Error(`${name} has no constraints`);
  return constraintFailures(schema.shape(name), input, validator);
}

const inCodeBuild = (name: string, input: unknown): string =>
  wordAsCoral(failures(codebuild, codebuildValidators, name, input)).message;
const inLogs = (name: string, input: unknown): string =>
  wordAsCoral(failures(logs, logsValidators, name, input)).message;

describe("AWS's wording", () => {
  test("counts list elements from 1", () => {
    const input = { name: "my-report", type: "TEST", exportConfig: {}, tags: [{ key: "ok" }, { key: "" }] };
    expect(inCodeBuild("CreateReportGroupInput", input)).toBe(
      "1 validation error detected: Value '' at 'tags.2.member.key' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1",
    );
  });

  test("tells of a constrained element at its list, with all constraints of the element", () => {
    expect(inCodeBuild("BatchGetBuildsInput", { ids: ["a", "", ""] })).toBe(
      "1 validation error detected: Value '[a, , ]' at 'ids' failed to satisfy constraint: " +
        "Member must satisfy constraint: [Member must have length greater than or equal to 1]",
    );
  });

  test("tells of the length of a list with the list's text", () => {
    expect(inCodeBuild("BatchGetBuildsInput", { ids: [] })).toBe(
      "1 validation error detected: Value '[]' at 'ids' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1",
    );
  });

  test("does not print sensitive values", () => {
    const input = { token: "", serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN" };
    expect(inCodeBuild("ImportSourceCredentialsInput", input)).toBe(
      "1 validation error detected: Value at 'token' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1",
    );
  });

  test("tells of bounds of numbers one at a time", () => {
    expect(inCodeBuild("StartBuildInput", { projectName: "p", timeoutInMinutesOverride: 4 })).toBe(
      "1 validation error detected: Value '4' at 'timeoutInMinutesOverride' failed to satisfy constraint: " +
        "Member must have value greater than or equal to 5",
    );
  });

  test("tells of keys and values of a map at the map", () => {
    const tags = { "": "ok", key: "§" };
    expect(inLogs("CreateLogGroupRequest", { logGroupName: "g", tags })).toBe(
      "2 validation errors detected: Value '{=ok, key=§}' at 'tags' failed to satisfy constraint: " +
        "Map keys must satisfy constraint: [Member must have length less than or equal to 128, " +
        "Member must have length greater than or equal to 1, " +
        "Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$]; " +
        "Value '{=ok, key=§}' at 'tags' failed to satisfy constraint: " +
        "Map value must satisfy constraint: [Member must have length less than or equal to 256, " +
        "Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$]",
    );
  });

  test("matches a pattern against the whole value, and prints it as the model has it", () => {
    expect(inLogs("CreateLogStreamRequest", { logGroupName: "g", logStreamName: "a:b" })).toBe(
      "1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: " +
        "Member must satisfy regular expression pattern: [^:*]*",
    );
  });

  test("stops at ten failures, and stays small whatever is sent", () => {
    const tags = Array.from({ length: 200_000 }, () => ({ key: "" }));
    const message = inCodeBuild("CreateReportGroupInput", {
      name: "my-report",
      type: "TEST",
      exportConfig: {},
      tags: tags.slice(0, 20),
    });
    expect(message).toMatch(/^10 validation errors detected: /);
    const found = failures(codebuild, codebuildValidators, "CreateReportGroupInput", { tags });
    expect(found.length).toBeLessThanOrEqual(200);
  });
});

describe("Smithy's wording of the same failures", () => {
  test("has JSON pointers and no values", () => {
    const found = failures(codebuild, codebuildValidators, "CreateReportGroupInput", {
      name: "x",
      type: "SOME",
      exportConfig: {},
    });
    expect(wordAsSmithy(found)).toEqual({
      message:
        "2 validation errors at 2 paths detected. First failure: Value with length 1 at '/name' failed to satisfy " +
        "constraint: Member must have length between 2 and 128, inclusive",
      fieldList: [
        {
          path: "/name",
          message:
            "Value with length 1 at '/name' failed to satisfy constraint: Member must have length between 2 and 128, inclusive",
        },
        {
          path: "/type",
          message:
            "Value at '/type' failed to satisfy constraint: Member must satisfy enum value set: [CODE_COVERAGE, TEST]",
        },
      ],
    });
  });
});
