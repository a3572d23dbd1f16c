import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { SuiteResult } from "./run-suite.ts";
import { casesAreThere, casesFolder } from "./suites.ts";

const expected: Readonly<Record<string, { all: number; passed: number; leftOut: number }>> = {
  "awsJson1_1.JsonProtocol": { all: 102, passed: 99, leftOut: 3 },
  "awsJson1_1.converted.JsonValidation": { all: 123, passed: 122, leftOut: 1 },
  "awsJson1_1.converted.JsonMalformed": { all: 190, passed: 190, leftOut: 0 },
  "rpcv2Cbor.RpcV2Protocol": { all: 64, passed: 64, leftOut: 0 },
  "rpcv2Cbor.NonQueryCompatibleRpcV2Protocol": { all: 1, passed: 1, leftOut: 0 },
};

describe("servers generated from Smithy's conformance models", () => {
  test("pass every case for a server but those named", { timeout: 60_000 }, async (context) => {
    if (!casesAreThere) return context.skip(`the official cases are not at ${casesFolder}`);
    // A process of its own: the generated files lie outside the project, where vitest does not transform.
    const runner = fileURLToPath(new URL("main.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [runner, "--json"]).catch(
      (error: unknown) => error as { stdout: string },
    );
    const results = JSON.parse(stdout) as SuiteResult[];
    expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    const counts = results.map(({ suite, all, passed, leftOut }) => [suite, { all, passed, leftOut: leftOut.length }]);
    expect(Object.fromEntries(counts)).toEqual(expected);
  });
});
