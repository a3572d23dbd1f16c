/**
 * `npm run bench [-- --only NAME] [--quick] [--write] [--program FILE]`: measures what the product must reach, beside what it
 * is compared with, and prints one table. Exits 1 when a figure falls short or can't be measured for a fault.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Bench, Figure, Row } from "./figure.ts";
import { describeLoad, describeMachine } from "./machine.ts";
import { batchGetProjects } from "./rows/batch-get-projects.ts";
import { collectArtifacts } from "./rows/collect-artifacts.ts";
import { cache } from "./rows/cache.ts";
import { createProject } from "./rows/create-project.ts";
import { gitSource } from "./rows/git-source.ts";
import { idleMemory } from "./rows/idle-memory.ts";
import { largeArtifact } from "./rows/large-artifact.ts";
import { largeOutput } from "./rows/large-output.ts";
import { manyBuilds } from "./rows/many-builds.ts";
import { manyCommands } from "./rows/many-commands.ts";
import { reads } from "./rows/reads.ts";
import { shortBuild } from "./rows/short-build.ts";
import { startTime } from "./rows/start-time.ts";
import { zipSource } from "./rows/zip-source.ts";
import { toTable, type Measured } from "./table.ts";

const ROWS: Readonly<Record<string, Row>> = {
  "start-time": startTime,
  "idle-memory": idleMemory,
  reads,
  "batch-get-projects": batchGetProjects,
  "create-project": createProject,
  "many-builds": manyBuilds,
  "short-build": shortBuild,
  "many-commands": manyCommands,
  "large-output": largeOutput,
  "large-artifact": largeArtifact,
  "collect-artifacts": collectArtifacts,
  "git-source": gitSource,
  "zip-source": zipSource,
  cache,
};

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = join(ROOT, "docs/benchmarks.md");
/** The part of the page that `--write` replaces. */
const [BEGIN, END] = ["<!-- npm run bench -- --write -->", "<!-- end -->"];

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    program: { type: "string" },
  },
});
const unknown = flags.only?.find((name) => !(name in ROWS));
if (unknown !== undefined) {
  process.stderr.write(`there is no figure '${unknown}'; there are: ${Object.keys(ROWS).join(", ")}\n`);
  process.exit(2);
}
if (flags.write && (flags.only !== undefined || flags.quick)) {
  process.stderr.write("--write is for a whole run: neither --only nor --quick\n");
  process.exit(2);
}
if (flags.program === undefined) {
  execFileSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-stale"], { cwd: ROOT, stdio: "inherit" });
}

const scratch = mkdtempSync(join(tmpdir(), "codebuild-local-bench-"));
process.on("exit", () => {
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

const bench: Bench = {
  quick: flags.quick,
  program: resolve(flags.program ?? join(ROOT, "dist/main.js")),
  freshDirectory: () => mkdtempSync(join(scratch, "d-")),
  say: (text) => process.stderr.write(`  ${text}\n`),
};

const measured: Measured[] = [];
for (const [name, row] of Object.entries(ROWS)) {
  if (flags.only !== undefined && !flags.only.includes(name)) continue;
  const load = describeLoad();
  const started = performance.now();
  process.stderr.write(`${name} …\n`);
  for (const figure of await measure(name, row)) measured.push({ figure, load });
  bench.say(`${((performance.now() - started) / 1000).toFixed(0)} s`);
}

const report = [
  `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC${flags.quick ? ", quick: a first impression" : ""}`,
  "",
  ...describeMachine().map((fact) => `- ${fact}`),
  "",
  toTable(measured),
].join("\n");
process.stdout.write(`${report}\n`);
if (flags.write) writePage(report);
process.exit(measured.some(({ figure }) => figure.verdict === "short" || figure.verdict === "failed") ? 1 : 0);

async function measure(name: string, row: Row): Promise<readonly Figure[]> {
  try {
    return await row(bench);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    return [{ name, must: "", measured: "", ratio: "", verdict: "failed", reason }];
  }
}

function writePage(text: string): void {
  const page = readFileSync(PAGE, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} does not have the marks ${BEGIN} and ${END}`);
  writeFileSync(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`);
}
