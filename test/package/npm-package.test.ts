import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { GetObjectCommand, CreateBucketCommand } from "@aws-sdk/client-s3";
import { ListProjectsCommand } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient } from "../support/endpoint-client.ts";
import { startProduct } from "../support/product.ts";

const root = process.cwd();
let folder: string;
let tarball: string;

/** Packs a copy of the sources, so that dist/ here, from which others may run, stays as it is. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "npm-package-"));
  const copy = join(folder, "sources");
  mkdirSync(copy);
  for (const part of [
    "package.json",
    "package-lock.json",
    "README.md",
    "LICENSE",
    "bin",
    "generated",
    "scripts",
    "src",
  ]) {
    if (existsSync(part)) cpSync(part, join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const [packed] = JSON.parse(npm(copy, "pack", "--json", "--loglevel=error")) as [{ filename: string }];
  tarball = join(copy, packed.filename);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Installs the package into an empty folder, as a user would; returns the folder. */
function install(name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  npm(home, "install", "--no-audit", "--no-fund", "--loglevel=error", "--offline", tarball);
  return home;
}

describe("the npm package", () => {
  it("holds what running needs and nothing else", () => {
    const paths = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
    const others = paths.filter((path) => !/^package\/dist\/[\w-]+\.js$/.test(path));
    expect(others.sort()).toEqual(
      [
        "package/LICENSE",
        ...(existsSync("README.md") ? ["package/README.md"] : []),
        "package/bin/codebuild-local.js",
        "package/dist/THIRD-PARTY-NOTICES.txt",
        "package/package.json",
      ].sort(),
    );
    const entry = execFileSync("tar", ["-xzOf", tarball, "package/dist/main.js"], { encoding: "utf8" });
    expect(entry).toContain("enableCompileCache");
  });

  it("installs without a dependency and starts by npx codebuild-local start in an empty folder", async () => {
    const home = install("starts");
    expect(readdirSync(join(home, "node_modules")).filter((entry) => !entry.startsWith("."))).toEqual([
      "codebuild-local",
    ]);
    await using product = await startProduct({ command: ["npx", "--offline", "codebuild-local"], cwd: home });
    const health = await fetch(`${product.url}/_codebuild-local/health`);
    expect(await health.json()).toMatchObject({ status: "ok" });
    const { projects } = await createEndpointClient(product.url).codebuild.send(new ListProjectsCommand({}));
    expect(projects).toEqual([]);
    expect(existsSync(join(home, ".codebuild-local"))).toBe(true);
    await product.stop();
    await expect(fetch(product.url)).rejects.toThrow();
  });

  it("says in one sentence which Node it needs when an older one starts it", (context) => {
    const old = olderNode();
    if (old === undefined) return context.skip("this machine has no Node older than 24 beside the project's");
    const started = spawnSync(old, [resolve("bin/codebuild-local.js"), "start"], { encoding: "utf8" });
    expect(started.status).toBe(1);
    expect(started.stderr).toMatch(/^codebuild-local needs Node\.js 24 or newer; this is \d+\.\d+\.\d+\.\n$/);
  });
});

describeWithDocker("the npm package with a Docker engine", () => {
  it("runs a build to its artifact with nothing beside it", async () => {
    const home = install("builds");
    await using product = await startProduct({
      command: [process.execPath, join(home, "node_modules/codebuild-local/bin/codebuild-local.js")],
      args: ["--ephemeral"],
      cwd: home,
    });
    const client = createEndpointClient(product.url);
    await client.s3.send(new CreateBucketCommand({ Bucket: "artifacts" }));
    const project = await client.createProject(busyboxImage(), { artifacts: { type: "S3", location: "artifacts" } });
    const { id } = await client.startBuild(project, {
      version: 0.2,
      phases: { build: { commands: ["echo packed >out.txt"] } },
      artifacts: { files: ["out.txt"] },
    });
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    const artifact = await client.s3.send(new GetObjectCommand({ Bucket: "artifacts", Key: `${project}/out.txt` }));
    expect(await artifact.Body?.transformToString()).toBe("packed\n");
    expect(await client.logOf(build)).toContain("echo packed");
  });
});

/** A Node before 24 on the path outside of the project: the machine's own, where it is that old. */
function olderNode(): string | undefined {
  for (const place of (process.env["PATH"] ?? "").split(delimiter)) {
    const candidate = join(place, "node");
    if (place.includes("node_modules") || !existsSync(candidate)) continue;
    const version = spawnSync(candidate, ["--version"], { encoding: "utf8" }).stdout;
    if (Number(/^v(\d+)/.exec(version)?.[1]) < 24) return candidate;
  }
  return undefined;
}
