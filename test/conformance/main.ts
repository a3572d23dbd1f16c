import { runSuite } from "./run-suite.ts";
import { casesAreThere, casesFolder, suites } from "./suites.ts";

// `npm run conformance`: passed / all per suite, each failure, and each case that is left out with the reason.
// `--json` prints the results as JSON instead.

if (!casesAreThere) {
  console.log(`skipped: the official cases are not at ${casesFolder}`);
  process.exit(0);
}
const results = [];
for (const suite of suites) results.push(await runSuite(suite));
if (process.argv.includes("--json")) {
  console.log(JSON.stringify(results));
} else {
  for (const { suite, all, passed, failed, leftOut } of results) {
    console.log(`${suite}: ${String(passed)} / ${String(all)}`);
    for (const { id, why } of failed) console.log(`  FAILED ${id}: ${why}`);
    const ignoredHeaders = suites.find(({ name }) => name === suite)?.ignoredHeaders ?? {};
    for (const [id, { header, why }] of Object.entries(ignoredHeaders)) {
      console.log(`  ${header} not asked for in ${id}: ${why}`);
    }
    for (const { id, why } of leftOut) console.log(`  left out ${id}: ${why}`);
  }
}
process.exit(results.every(({ failed }) => failed.length === 0) ? 0 : 1);
