import { readFileSync } from "node:fs";
import { deepEqual } from "../../src/protocol/constraints/deep-equal.ts";
import { readCbor } from "../../src/protocol/rpc-v2-cbor/read-cbor.ts";
import type { Shape } from "../../src/protocol/schema.ts";
import type { SmithyAst } from "../../codegen/smithy-ast.ts";
import { type GeneratedServer, openGeneratedServer, type Response } from "./generated-server.ts";
import { casesFolder, type Suite } from "./suites.ts";
import { parseExactJson, type TestCase } from "./test-case.ts";
import { fromTestParams } from "./test-values.ts";

export interface SuiteResult {
  readonly suite: string;
  /** Cases that apply to a server. */
  readonly all: number;
  readonly passed: number;
  readonly failed: readonly { readonly id: string; readonly why: string }[];
  readonly leftOut: readonly { readonly id: string; readonly why: string }[];
}

/** Generates the suite's server and puts every case for a server to it. */
export async function runSuite(suite: Suite): Promise<SuiteResult> {
  const modelText = readFileSync(`${casesFolder}${suite.name}.model.json`, "utf8");
  const exactModel = parseExactJson(modelText) as SmithyAst;
  const cases = JSON.parse(readFileSync(`${casesFolder}${suite.name}.cases.json`, "utf8")) as TestCase[];
  const forServers = cases.filter(({ appliesTo }) => appliesTo !== "client");
  await using server = await openGeneratedServer(suite, JSON.parse(modelText) as SmithyAst);
  const failed: { id: string; why: string }[] = [];
  const leftOut: { id: string; why: string }[] = [];
  let passed = 0;
  for (const testCase of forServers) {
    const reason = suite.leftOut[testCase.id];
    if (reason !== undefined) {
      leftOut.push({ id: testCase.id, why: reason });
      continue;
    }
    server.faults.length = 0;
    const ignored = testCase.kind === "response" ? suite.ignoredHeaders?.[testCase.id]?.header : undefined;
    const why = await runCase(server, withoutHeader(withExactParams(testCase, exactModel), ignored));
    const fault = server.faults.map((error) => ` (${String(error)})`).join("");
    if (why === undefined && fault === "") passed += 1;
    else failed.push({ id: `${testCase.kind} ${testCase.id}`, why: `${why ?? "an operation faulted"}${fault}` });
  }
  return { suite: suite.name, all: forServers.length, passed, failed, leftOut };
}

/** The flattened cases rounded one long; the model's own test trait has all of its digits. */
function withExactParams(testCase: TestCase, model: SmithyAst): TestCase {
  if (testCase.kind !== "response") return testCase;
  const operation = Object.entries(model.shapes).find(([id]) => id.endsWith(`#${testCase.operation}`))?.[1];
  const tests = operation?.traits?.["smithy.test#httpResponseTests"] as { id: string; params?: unknown }[] | undefined;
  const params = tests?.find(({ id }) => id === testCase.id)?.params;
  return params === undefined ? testCase : { ...testCase, params };
}

function withoutHeader(testCase: TestCase, ignored: string | undefined): TestCase {
  if (ignored === undefined) return testCase;
  const headers = Object.entries(testCase.headers ?? {}).filter(([name]) => name !== ignored);
  return { ...testCase, headers: Object.fromEntries(headers) };
}

/** Returns what is wrong, if anything is. */
function runCase(server: GeneratedServer, testCase: TestCase): Promise<string | undefined> {
  if (testCase.kind === "request") return runRequest(server, testCase);
  if (testCase.kind === "malformedRequest") return runMalformed(server, testCase);
  return runResponse(server, testCase);
}

async function runRequest(server: GeneratedServer, testCase: TestCase): Promise<string | undefined> {
  let seen: unknown;
  server.handler = (input) => {
    seen = input;
    return {};
  };
  const body = testCase.body === undefined ? undefined : Buffer.from(testCase.body, isCbor(server) ? "base64" : "utf8");
  const response = await server.send(testCase.method ?? "POST", testCase.uri ?? "/", testCase.headers ?? {}, body);
  if (response.status !== 200) return `answered ${String(response.status)}: ${response.body.toString()}`;
  const shape = shapeOf(server, testCase.operation, 0);
  const expected = shape ? fromTestParams(shape, testCase.params ?? {}) : {};
  return deepEqual(seen, expected) ? undefined : `the operation saw ${show(seen)} instead of ${show(expected)}`;
}

async function runResponse(server: GeneratedServer, testCase: TestCase): Promise<string | undefined> {
  const { service } = server;
  server.handler = () => {
    if (testCase.error === undefined) {
      const shape = shapeOf(server, testCase.operation, 1);
      return shape && fromTestParams(shape, testCase.params ?? {});
    }
    const name = testCase.error.slice(testCase.error.indexOf("#") + 1);
    const params = fromTestParams(service.schema.shape(name), testCase.params ?? {}) as Record<string, unknown>;
    const { message, Message = message ?? "", ...members } = params;
    if (typeof Message !== "string") throw new TypeError("the message of a case is text");
    throw server.error(name, Message, members);
  };
  const response = isCbor(server)
    ? await server.send(
        "POST",
        `/service/${service.name}/operation/${testCase.operation}`,
        { "smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor" },
        Buffer.from([0xa0]),
      )
    : await server.send(
        "POST",
        "/",
        {
          "X-Amz-Target": `${service.name}.${testCase.operation}`,
          "Content-Type": "application/x-amz-json-1.1",
        },
        Buffer.from("{}"),
      );
  return wrongHead(response, testCase) ?? wrongBody(response, testCase, isCbor(server));
}

function wrongHead(response: Response, { code, headers = {}, forbidHeaders = [] }: TestCase): string | undefined {
  if (response.status !== code) return `status ${String(response.status)}, not ${String(code)}`;
  for (const [name, value] of Object.entries(headers)) {
    const got = response.headers[name.toLowerCase()];
    if (got !== value) return `${name} is ${String(got)}, not ${value}`;
  }
  const forbidden = forbidHeaders.find((name) => response.headers[name.toLowerCase()] !== undefined);
  return forbidden === undefined ? undefined : `${forbidden} is sent`;
}

function wrongBody(response: Response, { body }: TestCase, cbor: boolean): string | undefined {
  if (body === undefined) return undefined;
  if (body === "") return response.body.length === 0 ? undefined : `the body is ${response.body.toString()}`;
  const [got, expected] = cbor
    ? [readCbor(response.body), readCbor(Buffer.from(body, "base64"))]
    : [parseExactJson(response.body.toString()), parseExactJson(body)];
  return deepEqual(got, expected) ? undefined : `the body is ${show(got)} instead of ${show(expected)}`;
}

async function runMalformed(server: GeneratedServer, testCase: TestCase): Promise<string | undefined> {
  const { request, response: expected } = testCase;
  if (request === undefined || expected === undefined) return "the case has no request or no response";
  server.handler = () => ({});
  const response = await server.send(request.method, request.uri, request.headers, Buffer.from(request.body));
  if (response.status !== expected.code) return `status ${String(response.status)}: ${response.body.toString()}`;
  const { __type, ...rest } = JSON.parse(response.body.toString()) as Record<string, unknown>;
  if (__type !== expected.errorType) return `the error is ${String(__type)}, not ${expected.errorType}`;
  if (expected.body === undefined || deepEqual(rest, expected.body)) return undefined;
  return `the body is ${show(rest)} instead of ${show(expected.body)}`;
}

function shapeOf({ service }: GeneratedServer, operation: string, place: 0 | 1): Shape | undefined {
  const name = service.operations[operation]?.[place];
  return name ? service.schema.shape(name) : undefined;
}

function isCbor({ service }: GeneratedServer): boolean {
  return service.protocols.includes("smithy.protocols#rpcv2Cbor");
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}
