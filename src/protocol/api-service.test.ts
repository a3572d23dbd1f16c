import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  ListBuildsCommand,
  ListProjectsCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import fc from "fast-check";
import Koa from "koa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { InvalidInputException, ResourceNotFoundException } from "../../generated/codebuild/errors.ts";
import type { Handlers, Operations } from "../../generated/codebuild/operations.ts";
import { createApi, createRouter } from "../../generated/codebuild/router.ts";
import { service } from "../../generated/codebuild/schema.ts";
import type { CreateProjectInput } from "../../generated/codebuild/types.ts";
import { answerUnknown } from "./answer-error.ts";
import { notImplemented } from "./not-implemented.ts";
import { EncodedJson } from "./operation.ts";
import { readCbor } from "./rpc-v2-cbor/read-cbor.ts";
import { writeAnswer } from "./write-answer.ts";

const json = "application/x-amz-json-1.1";
const started = new Date("2026-11-21T09:20:00.123Z");
const faults: unknown[] = [];
let created: CreateProjectInput | undefined;
let server: Server;
let url: string;

const implemented: Partial<Operations> = {
  BatchGetBuilds: () =>
    new EncodedJson([
      Buffer.from('{"builds":['),
      Buffer.from(`{"id":"p:1","startTime":${String(started.getTime() / 1000)},"buildComplete":true}`),
      Buffer.from("]}"),
    ]),
  CreateProject: (input) => {
    created = input;
    return Promise.resolve({ project: { name: input.name, created: started } });
  },
  DeleteProject: () => {
    throw new Error("the disk is on fire");
  },
  ListProjects: () => ({ projects: ["a", "ä🚀"], secret: "not in the model" }),
  StartBuild: ({ projectName }) => {
    throw new ResourceNotFoundException(`Project cannot be found: ${projectName}`);
  },
  ListBuilds: () => Promise.reject(new InvalidInputException("")),
};

function handlers(): Handlers {
  const all = Object.keys(service.operations).map((name) => [name, notImplemented]);
  return { ...(Object.fromEntries(all) as Handlers), ...implemented };
}

async function readBody({ req }: Koa.Context): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(req as AsyncIterable<Buffer>));
}

beforeAll(async () => {
  const app = new Koa();
  const contextOf = (): { requestId: string; account: string; region: string; host: string } => ({
    requestId: crypto.randomUUID(),
    account: "000000000000",
    region: "us-east-1",
    host: "localhost",
  });
  app.use(createRouter(handlers(), { readBody, contextOf, onFault: (error) => faults.push(error) }));
  app.use(async (ctx) => {
    ctx.respond = false;
    writeAnswer(ctx.res, answerUnknown(ctx.req, await readBody(ctx), crypto.randomUUID()));
  });
  const callback = app.callback();
  server = createServer((...exchange) => void callback(...exchange));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  faults.length = 0;
  created = undefined;
});

const project = {
  name: "xy",
  source: { type: "NO_SOURCE" },
  artifacts: { type: "NO_ARTIFACTS" },
  environment: { type: "LINUX_CONTAINER", image: "i", computeType: "BUILD_GENERAL1_SMALL" },
  serviceRole: "r",
} as const;

describe.each([
  ["JSON", undefined],
  ["CBOR", AwsSmithyRpcV2CborProtocol],
])("the AWS SDK over %s", (_name, protocol) => {
  const clientOf = (): CodeBuildClient =>
    new CodeBuildClient({
      endpoint: url,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
      ...(protocol && { protocol }),
    });

  test("gets outputs with the members that the model has, and the request id", async () => {
    const { $metadata, ...output } = await clientOf().send(new ListProjectsCommand({}));
    expect(output).toEqual({ projects: ["a", "ä🚀"] });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("gets an output that is kept as JSON, with its dates", async () => {
    const { builds } = await clientOf().send(new BatchGetBuildsCommand({ ids: ["p:1"] }));
    expect(builds).toMatchObject([{ id: "p:1", startTime: started, buildComplete: true }]);
  });

  test("gets modelled errors as their classes", async () => {
    await expect(clientOf().send(new StartBuildCommand({ projectName: "gone" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Project cannot be found: gone",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("gets an error without a message from an operation that gave none", async () => {
    await expect(clientOf().send(new ListBuildsCommand({}))).rejects.toMatchObject({ name: "InvalidInputException" });
  });

  test("gets violated constraints as the service's declared error, in the order of the model", async () => {
    const source = {} as { type: "NO_SOURCE" };
    await expect(
      clientOf().send(new CreateProjectCommand({ ...project, serviceRole: "", source, name: "x" })),
    ).rejects.toMatchObject({
      name: "InvalidInputException",
      message:
        "3 validation errors detected: " +
        "Value 'x' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
        "Value null at 'source.type' failed to satisfy constraint: Member must not be null; " +
        "Value '' at 'serviceRole' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  test("may spell enum values in any case and write integers with a fraction, as AWS takes them", async () => {
    const lenient = {
      ...project,
      artifacts: { type: "no_artifacts" as "NO_ARTIFACTS" },
      environment: { ...project.environment, type: "linuxContainer" as "LINUX_CONTAINER" },
      timeoutInMinutes: 6.7,
    };
    const output = await clientOf().send(new CreateProjectCommand(lenient));
    expect(output.project?.created).toEqual(started);
    expect(created).toEqual({ ...project, timeoutInMinutes: 6 });
  });

  test("is refused an enum value that is not known", async () => {
    const artifacts = { type: "FLOPPY" as "S3" };
    await expect(clientOf().send(new CreateProjectCommand({ ...project, artifacts }))).rejects.toMatchObject({
      name: "InvalidInputException",
      message:
        "1 validation error detected: Value 'FLOPPY' at 'artifacts.type' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [CODEPIPELINE, S3, NO_ARTIFACTS]",
    });
  });

  test("is told nothing of a fault of ours", async () => {
    await expect(clientOf().send(new DeleteProjectCommand({ name: "xy" }))).rejects.toMatchObject({
      name: "InternalFailure",
      message: expect.not.stringContaining("fire") as string,
      $metadata: { httpStatusCode: 500 },
    });
    expect(faults).toEqual([new Error("the disk is on fire")]);
  });
});

interface Raw {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask({ method = "POST", path = "/", body, headers = {} }: Raw): Promise<{
  status: number;
  type: string | null;
  text: string;
  bytes: Uint8Array;
  headers: Headers;
}> {
  const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get("content-type");
  return { status: response.status, type, text: new TextDecoder().decode(bytes), bytes, headers: response.headers };
}

const target = (operation: string): { "x-amz-target": string } => ({
  "x-amz-target": `CodeBuild_20161006.${operation}`,
});
const undetermined =
  "<AccessDeniedException><Message>Unable to determine service/operation name to be authorized</Message></AccessDeniedException>";

describe("a JSON request", () => {
  test.each<[string, Raw, number, string]>([
    ["that is not POST", { method: "GET", headers: target("ListProjects") }, 403, undetermined],
    ["without a body", { headers: target("ListProjects") }, 200, '{"projects":["a","ä🚀"]}'],
    [
      "without a body and of no operation",
      { headers: target("Nothing") },
      400,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      "of a foreign type, without a target",
      { body: "{}", headers: { "content-type": "text/plain" } },
      403,
      undetermined,
    ],
    [
      "of a foreign type",
      { body: "{}", headers: { "content-type": "text/plain", ...target("ListProjects") } },
      404,
      "<UnknownOperationException/>",
    ],
    [
      "of the wrong JSON type",
      { body: "{}", headers: { "content-type": "application/json", ...target("ListProjects") } },
      404,
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
    ],
    [
      "of an operation that is not implemented",
      { body: "{}", headers: { "content-type": json, ...target("BatchGetFleets") } },
      501,
      '{"__type":"InternalFailure","message":"BatchGetFleets is not implemented."}',
    ],
    [
      "of no operation",
      { body: "{}", headers: { "content-type": json } },
      400,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      "that names what an object inherits",
      { body: "{}", headers: { "content-type": json, ...target("constructor") } },
      400,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      "with a wrong member",
      { body: '{"projectName":{}}', headers: { "content-type": json, ...target("StartBuild") } },
      400,
      '{"__type":"SerializationException","Message":"Start of structure or map found where not expected"}',
    ],
  ])("%s is answered as AWS does", async (_name, request, status, text) => {
    const answer = await ask(request);
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each(["{", "[]", "null", "10", '"x"', "{} trailing", "\ufeff{}", "\xff"])(
    "whose body is %j is a SerializationException without a message",
    async (body) => {
      const bytes = body === "\xff" ? new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) : body;
      const answer = await ask({ body: bytes, headers: { "content-type": json, ...target("ListProjects") } });
      expect([answer.status, answer.type, answer.text]).toEqual([400, json, '{"__type":"SerializationException"}']);
    },
  );

  test("may have parameters in its content type and any case in it", async () => {
    const headers = { "content-type": "Application/X-Amz-JSON-1.1; charset=utf-8", ...target("ListProjects") };
    expect((await ask({ body: "{}", headers })).status).toBe(200);
  });
});

describe("a CBOR request", () => {
  const path = "/service/CodeBuild_20161006/operation/ListProjects";
  const cbor = { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" };
  const empty = new Uint8Array([0xa0]);

  test.each<[string, Raw]>([
    ["without a body", { path, headers: { "smithy-protocol": "rpc-v2-cbor" } }],
    ["with a path before its own", { path: `/stage/x${path}?a=b`, body: empty, headers: cbor }],
    [
      "with the service's namespace",
      { path: path.replace("/Code", "/com.amazonaws.codebuild.Code"), body: empty, headers: cbor },
    ],
  ])("%s is served", async (_name, request) => {
    const answer = await ask(request);
    expect(answer.status).toBe(200);
    expect({ ...(readCbor(answer.bytes) as object) }).toEqual({ projects: ["a", "ä🚀"] });
  });

  test.each<[string, Raw, number, string]>([
    ["with a target as well", { path, body: empty, headers: { ...cbor, ...target("ListProjects") } }, 404, "Unknown"],
    ["that is not POST", { path, method: "GET", headers: cbor }, 405, "Unknown"],
    ["of another version", { path, body: empty, headers: { ...cbor, "smithy-protocol": "rpc-v9" } }, 404, "Unknown"],
    ["of no operation", { path: `${path}x`, body: empty, headers: cbor }, 404, "Unknown"],
    ["of another service", { path: path.replace("Code", "Cold"), body: empty, headers: cbor }, 404, "Unknown"],
    ["to a path of no service", { body: empty, headers: cbor }, 404, "Unknown"],
    ["of another type", { path, body: "{}", headers: { ...cbor, "content-type": json } }, 400, "Serialization"],
    ["that is not CBOR", { path, body: new Uint8Array([0xa1, 0x65]), headers: cbor }, 400, "Serialization"],
    ["that is no map", { path, body: new Uint8Array([0x80]), headers: cbor }, 400, "Serialization"],
  ])("%s is refused in CBOR", async (_name, request, status, kind) => {
    const answer = await ask(request);
    expect([answer.status, answer.type, answer.headers.get("smithy-protocol")]).toEqual([
      status,
      "application/cbor",
      "rpc-v2-cbor",
    ]);
    expect(readCbor(answer.bytes)).toMatchObject({
      __type: expect.stringMatching(`^com\\.amazon\\.coral\\.service#${kind}`) as string,
      message: expect.any(String) as string,
    });
  });

  test("has a modelled error with its absolute shape id", async () => {
    const body = new Uint8Array([0xa1, 0x6b, ...Buffer.from("projectName"), 0x61, 0x78]);
    const answer = await ask({ path: path.replace("ListProjects", "StartBuild"), body, headers: cbor });
    expect(readCbor(answer.bytes)).toMatchObject({ __type: "com.amazonaws.codebuild#ResourceNotFoundException" });
  });
});

describe("whatever JSON is sent", () => {
  const api = createApi(
    Object.fromEntries(Object.keys(service.operations).map((name) => [name, () => ({})])) as unknown as Handlers,
    (error) => faults.push(error),
  );
  const names = Object.values(service.operations).flatMap(([input]) => memberNames(input));
  const context = { requestId: "r", host: "localhost", account: "000000000000", region: "us-east-1" };

  test.each(Object.keys(service.operations))("%s takes it or refuses it, and never faults", (operation) => {
    const members = memberNames(service.operations[operation]?.[0]);
    const key = fc.constantFrom(...members, ...names, "__proto__", "constructor", "type", "name");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, -1, 1.5, 1e308, 2 ** 63, "", "x", "\u0000", "\ud83d", "x".repeat(300)),
        fc.dictionary(key, tie("value")),
        fc.array(tie("value")),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (input) => {
        const head = { method: "POST", url: "/", headers: { "content-type": json, ...target(operation) } };
        const answer = api.answer(head, Buffer.from(JSON.stringify(input)), context);
        expect(faults).toEqual([]);
        if (answer instanceof Promise) throw new Error("no operation is asynchronous here");
        const { __type } = JSON.parse(answer.body.toString()) as { __type?: string };
        expect([undefined, "InvalidInputException", "SerializationException"]).toContain(__type);
        expect(answer.status).toBe(__type === undefined ? 200 : 400);
      }),
      { numRuns: 60 },
    );
  });
});

function memberNames(structure: string | null | undefined): string[] {
  const shape = structure ? service.schema.shape(structure) : undefined;
  return shape?.kind === "structure" ? shape.members.map(({ name }) => name) : [];
}
