import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { SmithyAst } from "./smithy-ast.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "codebuild-local-codegen-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

beforeEach(() => {
  for (const part of ["codegen", "model", "generated"]) rmSync(join(folder, part), { recursive: true, force: true });
  for (const part of ["codegen", "model", "generated", "package.json", "smithy-build.json"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(script: string, args: readonly string[] = [], input = "", cwd = folder): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, "codegen", script), ...args], { cwd });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.end(input);
  });
}

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

/** The committed model with a change that a newer one could have. */
function newerModel(): string {
  const model = JSON.parse(read("model/codebuild.json")) as SmithyAst;
  const tag = model.shapes["com.amazonaws.codebuild#Tag"];
  if (tag?.members === undefined) throw new Error("the model has no Tag");
  const colour = { target: "com.amazonaws.codebuild#NonEmptyString" };
  const shapes = { ...model.shapes, "com.amazonaws.codebuild#Tag": { ...tag, members: { ...tag.members, colour } } };
  return JSON.stringify({ ...model, metadata: { suppressions: [] }, shapes });
}

describe("npm run codegen", () => {
  test("-- --check passes what is committed, and names what differs, is missing or is left over", async () => {
    expect(await run("main.ts", ["--check"])).toEqual({ code: 0, stdout: "", stderr: "" });
    writeFileSync(join(folder, "generated/codebuild/types.ts"), "// by hand\n");
    rmSync(join(folder, "generated/logs/errors.ts"));
    writeFileSync(join(folder, "generated/codebuild/extra.ts"), "");
    const { code, stdout } = await run("main.ts", ["--check"]);
    expect([code, stdout]).toEqual([
      1,
      "generated/codebuild/extra.ts\ngenerated/codebuild/types.ts\ngenerated/logs/errors.ts\n",
    ]);
    expect(read("generated/codebuild/types.ts")).toBe("// by hand\n");
  });

  test("writes what is missing", async () => {
    rmSync(join(folder, "generated/logs"), { recursive: true });
    expect(await run("main.ts")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await run("main.ts", ["--check"])).code).toBe(0);
  });

  test("refuses arguments that it does not know", async () => {
    expect(await run("main.ts", ["--chek"])).toMatchObject({ code: 1, stderr: "codegen: unknown arguments: --chek\n" });
  });

  test("as a plugin writes into the working directory what it reads from stdin", async () => {
    const cwd = mkdtempSync(join(folder, "plugin-"));
    const args = ["--stdin", "--validation", "coral", "--constraint-error", "InvalidInputException"];
    expect(await run("main.ts", args, read("model/codebuild.json"), cwd)).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, "router.ts"), "utf8")).toBe(read("generated/codebuild/router.ts"));
  });
});

describe("npm run model:update", () => {
  const told =
    "model/codebuild.json from newer.json 2016-10-06: 59 operations, 329 shapes; changes: 1\n" +
    "  + member Tag.colour: NonEmptyString, length 1..\n";

  test("takes a Smithy AST from a file, tells what changed, and notes where it is from", async () => {
    writeFileSync(join(folder, "newer.json"), newerModel());
    expect(await run("model-update.ts", [join(folder, "newer.json")])).toEqual({ code: 0, stdout: told, stderr: "" });
    expect(JSON.parse(read("model/SOURCES.json"))).toMatchObject({
      codebuild: { from: "newer.json", version: "2016-10-06", overlay: false },
    });
    expect(read("model/codebuild.json")).not.toContain("metadata");
    expect((await run("main.ts", ["--check"])).stdout).toContain("generated/codebuild/types.ts");
  });

  test("takes a Smithy AST from an address", async () => {
    const server = createServer((_request, response) => response.end(newerModel()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ended = await run("model-update.ts", [`http://127.0.0.1:${String(port)}/models/newer.json?raw=1`]);
    server.close();
    expect(ended).toEqual({ code: 0, stdout: told, stderr: "" });
    expect(read("model/SOURCES.json")).not.toContain("127.0.0.1");
  });

  test("refuses a model without any of our services, and changes nothing", async () => {
    const before = read("model/codebuild.json");
    writeFileSync(join(folder, "other.json"), '{"smithy":"2.0","shapes":{}}');
    const { code, stderr } = await run("model-update.ts", [join(folder, "other.json")]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("the model has none of com.amazonaws.codebuild#")]);
    expect(read("model/codebuild.json")).toBe(before);
  });

  test("says how it is used", async () => {
    expect(await run("model-update.ts")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("botocore==") as string,
    });
  });
});
