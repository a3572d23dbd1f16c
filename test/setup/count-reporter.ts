import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Where `.ci/run` finds the closing line of the run that just ended. */
const COUNTS_FILE = "node_modules/.cache/codebuild-local/test-counts";

/**
 * A skipped test says why: by the note of `context.skip(note)`, or in its own or its suite's name, as `describeWithDocker`
 * (test/support/docker-engine.ts) writes it there.
 */
const REASON_IN_NAME = /\[skipped: (.+?)\]/;

/** Prints why each skipped test was skipped, fails the run over one that does not say, and leaves the counts for `.ci/run`. */
export default class CountReporter implements Reporter {
  onTestRunStart(): void {
    rmSync(COUNTS_FILE, { force: true });
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped = new Map<string, number>();
    const silent: string[] = [];
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed += 1;
        else if (result.state === "skipped") {
          const reason = skipReason(test, result.note);
          if (reason === undefined) silent.push(`${module.relativeModuleId} > ${test.fullName}`);
          else skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
        } else failedHere += 1;
      }
      // A module that breaks outside of its tests (an import, a hook) has failed even if no single test has.
      failed += failedHere === 0 && module.state() === "failed" ? 1 : failedHere;
    }
    for (const [reason, count] of skipped) console.log(`skipped ${count}: ${reason}`);
    if (silent.length > 0) {
      console.log(`skipped without saying why (this fails the run):\n${silent.map((name) => `  ${name}`).join("\n")}`);
      process.exitCode = 1;
    }
    const skips = [...skipped.values()].reduce((sum, count) => sum + count, 0);
    mkdirSync(dirname(COUNTS_FILE), { recursive: true });
    writeFileSync(COUNTS_FILE, `${passed} passed, ${failed + silent.length} failed, ${skips} skipped\n`);
  }
}

function skipReason(test: TestCase, note: string | undefined): string | undefined {
  if (note !== undefined) return note;
  const named = REASON_IN_NAME.exec(test.fullName)?.[1];
  if (named !== undefined) return named;
  return brokenAbove(test) ? "the set-up of its suite failed, which is reported above" : undefined;
}

/** Whether a hook of a suite around the test, or of its module, failed: its tests are then reported as skipped. */
function brokenAbove(test: TestCase): boolean {
  let parent: TestCase["parent"] = test.parent;
  for (;;) {
    if (parent.errors().length > 0) return true;
    if (parent.type === "module") return false;
    parent = parent.parent;
  }
}
