import { describe, expect, test } from "vitest";

import { PhaseError } from "../domain/phase-error.ts";
import { parseRuntimeCatalog } from "./runtime-catalog.ts";
import { selectRuntimes } from "./select-runtimes.ts";

/** In the form of the curated images' own. */
const CATALOG = `version: 0.1
runtimes:
  android:
    versions:
      28: {requires: {java: ["corretto8"]}, commands: [android 28]}
      29: {requires: {java: ["corretto8", "corretto11"]}, commands: [android 29]}
  java:
    versions:
      corretto17: {commands: [java 17]}
      corretto8: {commands: [java 8]}
      corretto11: {commands: [java 11]}
  python:
    versions:
      3.9: {commands: [python 3.9, "echo $VERSION"]}
      3.10:
        commands:
          - python 3.10
      2.7: {commands: [python 2.7]}
      default: {commands: ['pyenv install $VERSION', 'echo "\${VERSION} $VERSIONS"']}
  nodejs:
    versions:
      20: {commands: [node 20]}
      18: {commands: [node 18]}
`;

function select(wanted: Readonly<Record<string, string>>, text = CATALOG) {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  try {
    return {
      lines,
      commands: selectRuntimes(parseRuntimeCatalog(text, "/catalog"), new Map(Object.entries(wanted)), say),
    };
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    return { lines, error: `${error.code}: ${error.message}` };
  }
}

describe("a version", () => {
  test.each([
    ["python", "3.9", "3.9", ["python 3.9", "echo $VERSION"]],
    ["python", "3.10", "3.10", ["python 3.10"]],
    ["nodejs", "18", "18", ["node 18"]],
    ["python", "latest", "3.10", ["python 3.10"]],
    ["java", "latest", "corretto17", ["java 17"]],
    ["python", "3.x", "3.10", ["python 3.10"]],
    ["python", "2.x", "2.7", ["python 2.7"]],
    ["nodejs", "18.x", "18", ["node 18"]],
  ])("of %s, %s, is %s", (runtime, asked, version, commands) => {
    const selecting = `Selecting '${runtime}' runtime version '${version}' based on manual selections...`;
    const resolved = version === asked ? [] : [`Resolved '${runtime}' runtime alias '${asked}' to '${version}'.`];
    expect(select({ [runtime]: asked })).toEqual({ lines: [...resolved, selecting], commands });
  });

  test("that the image can install though it has it not is put into the commands for it", () => {
    expect(select({ python: "3.11.4" }).commands).toEqual(["pyenv install 3.11.4", 'echo "3.11.4 $VERSIONS"']);
  });

  test.each(["3.11; reboot", "$(reboot)", "`reboot`", "-x", "4.x", "x", "", "'", "3\n4"])(
    "that can be none (%j) is not put into commands",
    (version) => {
      expect(select({ python: version }).error).toMatch(
        /^YAML_FILE_ERROR: Unknown runtime version named '.*' of python\. This build image has the following versions: 2\.7, 3\.9, 3\.10$/,
      );
    },
  );
});

test("unknown versions and runtimes are refused in CodeBuild's words, after the lines of all that was chosen", () => {
  expect(select({ nodejs: "15", java: "corretto8" })).toEqual({
    lines: [
      "Selecting 'nodejs' runtime version '15' based on manual selections...",
      "Selecting 'java' runtime version 'corretto8' based on manual selections...",
    ],
    error:
      "YAML_FILE_ERROR: Unknown runtime version named '15' of nodejs. This build image has the following versions: 18, 20",
  });
  expect(select({ docker: "20" })).toEqual({
    lines: ["Selecting 'docker' runtime version '20' based on manual selections..."],
    error:
      "YAML_FILE_ERROR: Unknown runtime named 'docker'. This build image has the following runtimes: android, java, nodejs, python",
  });
});

describe("a runtime that requires another", () => {
  test("brings it along, before itself", () => {
    expect(select({ android: "28" })).toEqual({
      lines: [
        "Selecting 'android' runtime version '28' based on manual selections...",
        "Selecting 'java' runtime version 'corretto8' based on dependencies of 'android'...",
      ],
      commands: ["java 8", "android 28"],
    });
  });

  test("leaves one that goes with it as it was chosen, once", () => {
    expect(select({ android: "29", java: "corretto11" }).commands).toEqual(["android 29", "java 11"]);
  });

  test("fails the build when another was chosen, and CodeBuild's words say why", () => {
    expect(select({ android: "latest", java: "corretto17" })).toEqual({
      lines: [
        "Resolved 'android' runtime alias 'latest' to '29'.",
        "Selecting 'android' runtime version '29' based on manual selections...",
        "Selecting 'java' runtime version 'corretto17' based on manual selections...",
        "Runtime 'android' version '29' has a dependency on runtime 'java', but 'java' version 'corretto17' has already been manually selected. Not attempting to override.",
      ],
      error:
        "YAML_FILE_ERROR: Runtime 'android' version '29' has a dependency on runtime 'java' version 'corretto8' or 'corretto11', not 'corretto17'",
    });
  });

  test("in a circle ends all the same", () => {
    const circle =
      "runtimes: {a: {versions: {1: {requires: {b: 1}, commands: [a]}}}, b: {versions: {1: {requires: {a: 1}, commands: [b]}}}}";
    expect(select({ a: "1" }, circle).commands).toEqual(["b", "a"]);
  });
});

test.each([
  ["runtimes: [a", "did not find expected ',' or ']' at line 0"],
  ["runtimes: [a]", "Expected runtimes to be a map: found a list instead at line 1"],
  ["runtimes: {a: {versions: {1: {commands: [{a: b}]}}}}", "Expected Commands[0] to be of string type"],
])("a file of an image that says something else (%s) is no fault of the buildspec's", (text, reason) => {
  expect(select({ a: "1" }, text).error).toContain(
    `CLIENT_ERROR: The file /catalog of the build image can't be read: ${reason}`,
  );
});

test.each(["", "a", "[]", "runtimes:", "runtimes: {}"])("a file without runtimes (%j) has none", (text) => {
  expect(select({ a: "1" }, text).error).toBe(
    "YAML_FILE_ERROR: Unknown runtime named 'a'. This build image has the following runtimes: ",
  );
});
