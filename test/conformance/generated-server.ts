import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Koa from "koa";
import { generate } from "../../codegen/generate.ts";
import type { SmithyAst } from "../../codegen/smithy-ast.ts";
import type { ModeledError } from "../../src/protocol/modeled-error.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import type { ServiceDefinition } from "../../src/protocol/service-definition.ts";
import type { Suite } from "./suites.ts";

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server generated from a suite's model, listening on loopback. */
export interface GeneratedServer extends AsyncDisposable {
  readonly service: ServiceDefinition;
  /** What the next request's operation does; every operation shares it. */
  handler: Operation<unknown, unknown>;
  /** What operations threw that the model does not know, and what the runtime itself threw. */
  readonly faults: unknown[];
  error(name: string, message: string, members: object): ModeledError;
  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer | undefined,
  ): Promise<Response>;
}

type ErrorClass = new (message: string, members: object) => ModeledError;

/** Generates into a folder outside the project, which is removed with the server. */
export async function openGeneratedServer(suite: Suite, model: SmithyAst): Promise<GeneratedServer> {
  const folder = mkdtempSync(join(tmpdir(), "codebuild-local-conformance-"));
  const files = generate(model, {
    service: suite.service,
    validation: suite.validation,
    constraintError: "ValidationException",
    runtime: fileURLToPath(new URL("../../src/protocol", import.meta.url)),
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const load = async (name: string): Promise<Record<string, unknown>> =>
    (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>;
  const { service } = (await load("schema.ts")) as { service: ServiceDefinition };
  const { createRouter } = (await load("router.ts")) as {
    createRouter: (handlers: object, options: object) => Koa.Middleware;
  };
  const errors = (await load("errors.ts")) as Record<string, ErrorClass>;

  const state: Pick<GeneratedServer, "handler"> = { handler: () => ({}) };
  const faults: unknown[] = [];
  const handlers = Object.fromEntries(
    Object.keys(service.operations).map((name): [string, Operation<unknown, unknown>] => [
      name,
      (input, context) => state.handler(input, context),
    ]),
  );
  const app = new Koa();
  app.use(
    createRouter(handlers, {
      readBody: async ({ req }: Koa.Context) => Buffer.concat(await Array.fromAsync(req as AsyncIterable<Buffer>)),
      contextOf: () => ({ requestId: crypto.randomUUID(), account: "000000000000", region: "us-east-1" }),
      onFault: (error: unknown) => faults.push(error),
    }),
  );
  const callback = app.callback();
  const server = createServer((...exchange) => void callback(...exchange));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    service,
    faults,
    get handler() {
      return state.handler;
    },
    set handler(handler) {
      state.handler = handler;
    },
    error(name, message, members) {
      const ErrorOf = errors[name];
      if (ErrorOf === undefined) throw new TypeError(`no class was generated for ${name}`);
      return new ErrorOf(message, members);
    },
    send: (method, path, headers, body) => send(server, method, path, headers, body),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function send(
  server: Server,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer | undefined,
): Promise<Response> {
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      void Array.fromAsync(response as AsyncIterable<Buffer>).then((chunks) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      }, reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
