import { afterAll, beforeAll, expect, test } from "vitest";

import { phaseStatuses } from "../support/endpoint-client.ts";
import { commands, IMAGE, openTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

async function run(names: readonly string[], list: readonly string[], environmentVariables: object[] = []) {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(
    project,
    commands({ build: list }, { env: { variables: { SPEC: "spec" }, "exported-variables": names } }),
    { environmentVariablesOverride: environmentVariables as [] },
  );
  return client.finish(id);
}

test("exported variables have their values at the end, exported in the shell or not; empty ones are told, unset ones are not", async () => {
  const build = await run(
    ["SPEC", "NEW", "UNEXPORTED", "EMPTY", "UNSET", "NEVER"],
    ["SPEC=changed", "export NEW='two  words'", "UNEXPORTED=yes", "EMPTY=", "UNSET=1", "unset UNSET"],
  );
  expect(build.exportedEnvironmentVariables).toEqual([
    { name: "SPEC", value: "changed" },
    { name: "NEW", value: "two  words" },
    { name: "UNEXPORTED", value: "yes" },
    { name: "EMPTY", value: "" },
  ]);
});

test("values are exact: lines, quotes, backslashes, dollars, an equals sign", async () => {
  const build = await run(
    ["LINES", "SIGNS"],
    ["LINES=$(printf '\\n a\\n\\nb\\n\\n.'); LINES=${LINES%.}", `SIGNS='="\\$HOME\\\\'"'"'\`x\`'`],
  );
  expect(build.exportedEnvironmentVariables).toEqual([
    { name: "LINES", value: "\n a\n\nb\n\n" },
    { name: "SIGNS", value: `="\\$HOME\\\\'\`x\`` },
  ]);
});

test("set -u does not keep an unset variable from being passed over", async () => {
  const build = await run(["UNSET", "SET"], ["set -u", "SET=1"]);
  expect(build.exportedEnvironmentVariables).toEqual([{ name: "SET", value: "1" }]);
});

test("a build that failed tells what it had, also where its phase went straight to the end", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(
    project,
    commands({ install: ["A=1", "false"] }, { env: { "exported-variables": ["A"] } }),
  );
  const build = await client.finish(id);
  expect(phaseStatuses(build)).not.toHaveProperty("BUILD");
  expect(build.exportedEnvironmentVariables).toEqual([{ name: "A", value: "1" }]);
});

test("names that begin with AWS_ are not exported, and the log says so", async () => {
  const build = await run(["AWS_REGION", "A"], ["A=1"]);
  expect(build.exportedEnvironmentVariables).toEqual([{ name: "A", value: "1" }]);
  expect(await service.client.logOf(build)).toContain(
    "WARNING: The variable 'AWS_REGION' can't be exported, as it begins with AWS_\n",
  );
});

test("a value longer than the kernel would take is left out, and the log says so", async () => {
  const build = await run(["LONG", "A"], ["A=1", "LONG=$(head -c 200000 /dev/zero | tr '\\0' x)"]);
  expect(build.exportedEnvironmentVariables).toEqual([{ name: "A", value: "1" }]);
  expect(await service.client.logOf(build)).toContain("WARNING: The variable 'LONG' is too long to be exported\n");
});

test("a build without the section has no such member", async () => {
  const { client } = service;
  const { id } = await client.startBuild(await client.createProject(IMAGE), commands({ build: ["true"] }));
  expect(await client.finish(id)).not.toHaveProperty("exportedEnvironmentVariables");
});
