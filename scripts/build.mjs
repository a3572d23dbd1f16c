// Bundles src/main.ts into dist/. Plain JavaScript, so that it can tell somebody on an older Node what to do.
//
//   node scripts/build.mjs              builds
//   node scripts/build.mjs --if-stale   builds unless dist/ was made from the sources as they are
//   node scripts/build.mjs --clean      empties dist/ first (for packing)
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { asciiOnly, builtinsWithoutFacade, lazyDockerClient, leanYaml, shortMediaTypes } from "./bundle-plugins.mjs";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const stampFile = join(dist, ".built-from");

if (Number(process.versions.node.split(".")[0]) < 24 || !existsSync(join(root, "node_modules"))) {
  console.error("The project is not set up: run `sh scripts/setup` first (it brings Node 24 and the dependencies).");
  process.exit(1);
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => flag !== "--if-stale" && flag !== "--clean");
if (unknown !== undefined) {
  console.error(`scripts/build.mjs does not know ${unknown}`);
  process.exit(2);
}
const stamp = fingerprint();
if (!flags.includes("--if-stale") || !isFresh()) await build();

/** Changes whenever a file that goes into the bundle is added, removed or written. */
function fingerprint() {
  const hash = createHash("sha256");
  const take = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    if (!existsSync(join(root, folder))) return;
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!entry.name.endsWith(".test.ts")) take(path);
    }
  };
  for (const folder of ["src", "generated"]) walk(folder);
  const builders = ["build.mjs", "bundle-plugins.mjs", "third-party-notices.mjs"].map((name) => `scripts/${name}`);
  for (const file of ["package.json", "package-lock.json", ...builders]) take(file);
  return hash.digest("hex");
}

function isFresh() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp && existsSync(join(dist, "main.js"));
}

async function build() {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: { "codebuild-local": join(root, "src/main.ts") },
    platform: "node",
    // The SDK's ES modules: of the CommonJS ones nothing could be left out.
    resolve: { mainFields: ["module", "main"] },
    // Native parts that ssh2 uses where they are and does without where they are not.
    external: [/\.node$/, "cpu-features"],
    plugins: [builtinsWithoutFacade, shortMediaTypes, leanYaml, lazyDockerClient, asciiOnly],
    cwd: root,
    onLog(level, log, handle) {
      // koa's depd makes its functions with eval; ours is never to.
      if (level === "warn" && log.code === "EVAL" && log.id?.includes("node_modules")) return;
      if (level === "warn") throw new Error(log.message);
      handle(level, log);
    },
  });
  const { output } = await bundle.generate({
    format: "esm",
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "[name]-[hash].js",
    // Names stay as they are, for the stacks in people's reports.
    comments: { jsdoc: false, annotation: false, legal: true },
    minify: false,
  });
  await bundle.close();

  if (flags.includes("--clean")) rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const file of output) put(file.fileName, file.type === "chunk" ? file.code : file.source);
  const modules = output.flatMap((file) => (file.type === "chunk" ? Object.keys(file.modules) : []));
  put("THIRD-PARTY-NOTICES.txt", thirdPartyNotices(modules));
  const entry = output.find((file) => file.type === "chunk" && file.isEntry);
  // Chunks that a running endpoint may still load stay; their names carry their content's hash. The entry comes last.
  put("main.js", entryPoint(entry.fileName));
  put(".built-from", stamp);
}

/** Writes a file whole or not at all: another build, or a process that starts, may be at work in dist/ now. */
function put(name, content) {
  const temporary = join(dist, `${name}.${process.pid}`);
  writeFileSync(temporary, content);
  renameSync(temporary, join(dist, name));
}

/** The compile cache has to be on before the program's own code is compiled. */
function entryPoint(program) {
  return `import { enableCompileCache } from "node:module";\n\nenableCompileCache();\nawait import("./${program}");\n`;
}
