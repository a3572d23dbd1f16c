import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { afterEach, expect, it } from "vitest";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The names of the rules that a tree of these files breaks, each with the file that breaks it. */
function broken(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "import-rules-"));
  folders.push(folder);
  for (const place of ["codegen", "generated", "src"]) mkdirSync(join(folder, place));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "tsconfig.json"), "{}");
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const run = spawnSync(
    process.execPath,
    [
      resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      resolve(".dependency-cruiser.cjs"),
      "--no-cache",
      "--output-type",
      "json",
      "src",
      "codegen",
      "generated",
    ],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: readonly { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort();
}

const leaf = "export const value = 1;\n";

it("the table of imports lets through what it allows", () => {
  const files = {
    "src/common/clock.ts": leaf,
    "src/domain/arns.ts": 'import { value } from "../common/clock.ts";\nexport const arn = value;\n',
    "src/store/store.ts":
      'import type { Build } from "../../generated/codebuild/types.ts";\nexport type Stored = Build;\n',
    "src/store/sqlite/sqlite-store.ts": 'import "node:sqlite";\nimport "../store.ts";\nimport "./migrations.ts";\n',
    "src/store/sqlite/migrations.ts": leaf,
    "generated/codebuild/types.ts": "export type Build = string;\n",
  };
  expect(broken(files)).toEqual([]);
});

it("a wrong arrow, a cycle, a library in the wrong place and a file of no package each fail the check", () => {
  const files = {
    "src/common/clock.ts": 'import "../domain/arns.ts";\n',
    "src/domain/arns.ts": 'import { a } from "./ids.ts";\nexport const b = a;\n',
    "src/domain/ids.ts": 'import { b } from "./arns.ts";\nexport const a = b;\n',
    "src/domain/build.ts": 'import { build } from "../../generated/codebuild/types.ts";\nexport const c = build;\n',
    "src/artifacts/s3/store.ts": 'import "../../logs/cloudwatch/sink.ts";\nimport "node:sqlite";\n',
    "src/logs/cloudwatch/sink.ts": leaf,
    "src/engine/runner.ts": 'import "koa";\n',
    "src/jobs/job.ts": leaf,
    "src/helpers.ts": leaf,
    "codegen/main.ts": 'import "../generated/codebuild/types.ts";\n',
    "generated/codebuild/types.ts": "export const build = 1;\n",
  };
  expect(broken(files)).toEqual([
    "codegen/main.ts: codegen-imports",
    "src/artifacts/s3/store.ts: node:sqlite-owner",
    "src/artifacts/s3/store.ts: technologies-imports",
    "src/common/clock.ts: common-imports",
    "src/domain/arns.ts: no-cycles",
    "src/domain/build.ts: domain-types-only",
    "src/engine/runner.ts: koa-owner",
    "src/helpers.ts: belongs-to-a-package",
    "src/jobs/job.ts: belongs-to-a-package",
  ]);
});
