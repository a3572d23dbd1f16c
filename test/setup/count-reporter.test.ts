import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs a test file of its own through vitest with the reporter. */
function runTests(source: string): { status: number | null; said: string; counts: string } {
  const folder = mkdtempSync(join(tmpdir(), "count-reporter-"));
  folders.push(folder);
  writeFileSync(join(folder, "a.test.js"), source);
  // The run that this test is part of has left its own marks in the environment.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|CI$)/.test(name)),
  );
  const reporter = resolve("test/setup/count-reporter.ts");
  const run = spawnSync(
    process.execPath,
    [resolve("node_modules/vitest/vitest.mjs"), "run", "--globals", "--root", folder, "--reporter", reporter],
    { cwd: folder, encoding: "utf8", env },
  );
  const said = run.stdout + run.stderr;
  const file = join(folder, "node_modules/.cache/codebuild-local/test-counts");
  if (!existsSync(file)) throw new Error(`no counts were left: ${said}`);
  return { status: run.status, said, counts: readFileSync(file, "utf8") };
}

describe("the reporter of the counts", () => {
  it("counts what passed, failed and was skipped, and prints why", () => {
    const run = runTests(`
      it("a", () => {}); it("b", () => {}); it("c", () => { throw new Error("no"); });
      it("d", (context) => context.skip("there is no moon"));
      describe.skip("e [skipped: no sun]", () => { it("f", () => {}); });
    `);
    expect(run.status).toBe(1);
    expect(run.counts, run.said).toBe("2 passed, 1 failed, 2 skipped\n");
    expect(run.said).toContain("skipped 1: there is no moon\n");
    expect(run.said).toContain("skipped 1: no sun\n");
  });

  it("fails a run with a test that is skipped and does not say why", () => {
    const run = runTests('it("a", () => {}); it.skip("b", () => {});');
    expect(run.status).toBe(1);
    expect(run.counts, run.said).toBe("1 passed, 1 failed, 0 skipped\n");
  });

  it("counts a file that breaks outside of its tests as failed", () => {
    expect(runTests('throw new Error("at once");')).toMatchObject({
      status: 1,
      counts: "0 passed, 1 failed, 0 skipped\n",
    });
    const hook = runTests(
      'describe("s", () => { beforeAll(() => { throw new Error("hook"); }); it("a", () => {}); });',
    );
    expect(hook).toMatchObject({ status: 1, counts: "0 passed, 1 failed, 1 skipped\n" });
  });
});
