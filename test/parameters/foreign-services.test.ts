import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";

import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { commands, contextOf, IMAGE, openTestService, type TestService } from "../engine/test-service.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";

/** What is asked for is a foreign server's, put there by a client that is not ours. */
const missing = [
  ["moto_server", "--help"],
  ["aws", "--version"],
].flatMap(([program = "", flag = ""]) => (spawnSync(program, [flag]).status === 0 ? [] : program));

/** The user's own credentials: a foreign service does not get this endpoint's. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "111122223333", AWS_SECRET_ACCESS_KEY: "test" };

let server: ChildProcess;
let service: TestService;
let url: string;

beforeAll(async () => {
  if (missing.length > 0) return;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = spawn("moto_server", ["-p", String(port)], { stdio: "ignore" });
  await waitFor("moto_server", async () => (await fetch(`${url}/moto-api/`)).ok);
  for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
  await aws("ssm", "put-parameter", "--name", "/app/one", "--type", "SecureString", "--value", "value-of-one");
  await aws("secretsmanager", "create-secret", "--name", "db", "--secret-string", '{"password":"p4ssword-of-db"}');
  service = await openTestService({ flags: ["--ssm-endpoint", url, "--secretsmanager-endpoint", url] });
}, 60_000);
afterAll(async () => {
  if (missing.length > 0) return;
  await service[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  const exit = once(server, "exit");
  server.kill();
  await exit;
});
beforeEach((context) => {
  context.skip(missing.length > 0, `not on the path: ${missing.join(", ")}`);
});

test("variables get their values from the services that the endpoint was told of", async () => {
  const [build, log] = await run({
    "parameter-store": { ONE: "/app/one" },
    "secrets-manager": { PASSWORD: "db:password" },
  });
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(outputLines(log)).toEqual(["*** and ***", `${url} ${url}`]);
});

test.each([
  [{ "parameter-store": { ONE: "/none" } }, "Decrypted Variables Error", /^parameter does not exist: \/none$/],
  [{ "secrets-manager": { ONE: "none" } }, "Secrets Manager Error", /^ResourceNotFoundException: /],
])("what they don't have fails DOWNLOAD_SOURCE: %j", async (env, code, message) => {
  const [build] = await run(env);
  const [status, text] = contextOf(build, "DOWNLOAD_SOURCE");
  expect(status).toBe(code);
  expect(text).toMatch(message);
});

async function run(env: object): Promise<[Build, string]> {
  const list = ['echo "$ONE and $PASSWORD"', 'echo "$AWS_ENDPOINT_URL_SSM $AWS_ENDPOINT_URL_SECRETS_MANAGER"'];
  const build = await service.client.run(IMAGE, commands({ build: list }, { env }));
  return [build, await service.client.logOf(build)];
}

async function aws(...args: string[]): Promise<void> {
  await promisify(execFile)("aws", ["--endpoint-url", url, "--region", "us-east-1", ...args]);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
