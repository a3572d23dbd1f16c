import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { generate } from "./generate.ts";
import { ModelError } from "./model-error.ts";
import { warnOfSlowPatterns } from "./slow-patterns.ts";
import { parseSettings } from "./settings.ts";
import { readSmithyBuild, readSources } from "./smithy-build.ts";
import type { SmithyAst } from "./smithy-ast.ts";

// npm run codegen               writes generated/<projection>/ for every projection of smithy-build.json
// npm run codegen -- --check    writes nothing; prints the paths that would differ, and exits with 1 if any
// codegen/main.ts --stdin …     as a plugin of the Smithy CLI: the model on stdin, the files into the working directory

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const args = process.argv.slice(2);

try {
  if (args.includes("--stdin")) await runAsPlugin();
  else if (args.length === 0) writeAll();
  else if (args.length === 1 && args[0] === "--check") process.exitCode = checkAll() ? 0 : 1;
  else throw new ModelError(`unknown arguments: ${args.join(" ")}`);
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  console.error(`codegen: ${error.message}`);
  process.exitCode = 1;
}

/** The files of every projection, by path from the root. */
function generateAll(): Map<string, string> {
  const build = readSmithyBuild(root);
  const model = readSources(root, build);
  const files = new Map<string, string>();
  for (const { name, settings } of build.projections) {
    warnOfSlowPatterns(model, settings);
    for (const [file, content] of generate(model, settings)) files.set(`generated/${name}/${file}`, content);
  }
  return files;
}

function writeAll(): void {
  for (const [path, content] of generateAll()) {
    const full = `${root}/${path}`;
    mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    if (!existsSync(full) || readFileSync(full, "utf8") !== content) writeFileSync(full, content);
  }
}

function checkAll(): boolean {
  const files = generateAll();
  const differing = [...files].filter(([path, content]) => {
    const full = `${root}/${path}`;
    return !existsSync(full) || readFileSync(full, "utf8") !== content;
  });
  const paths = [...differing.map(([path]) => path), ...leftovers(files)];
  for (const path of paths.sort()) console.log(path);
  return paths.length === 0;
}

/** Files under generated/ that nothing generates any more. */
function leftovers(files: ReadonlyMap<string, string>): string[] {
  const present = readdirSync(`${root}/generated`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1));
  return present.filter((path) => !files.has(path));
}

async function runAsPlugin(): Promise<void> {
  const model = JSON.parse(await text(process.stdin)) as SmithyAst;
  const services = Object.entries(model.shapes).filter(([, shape]) => shape.type === "service");
  const [service] = services;
  if (service === undefined || services.length > 1) throw new ModelError("the model must have one service");
  for (const [name, content] of generate(model, { service: service[0], ...parseSettings(args) })) {
    writeFileSync(name, content);
  }
}
