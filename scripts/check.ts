/** `npm run check`: everything that is checked without running it, all at once. Prints what fails and exits 1 then. */
import { spawn } from "node:child_process";

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc", "-p", "."],
  lint: ["oxlint", "--report-unused-disable-directives-severity", "error"],
  format: ["prettier", "--check", "--log-level", "warn", "--cache", "--cache-location", cache("prettier"), "."],
  imports: ["depcruise", "--config", ".dependency-cruiser.cjs", "src", "codegen", "generated"],
  "dead code": ["knip", "--no-progress", "--cache", "--cache-location", cache("knip")],
  generated: ["node", "codegen/main.ts", "--check"],
};

function cache(tool: string): string {
  return `node_modules/.cache/${tool}/check`;
}

/** Runs one check; resolves to whether it passed, having printed what it said if not. */
function run(name: string, command: readonly string[]): Promise<boolean> {
  const started = performance.now();
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: "0" },
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const end = (passed: boolean, why: string): void => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (!passed) console.log(`\n--- ${name}: ${command.join(" ")}\n${Buffer.concat(said).toString("utf8")}${why}`);
      console.log(`${passed ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
      resolve(passed);
    };
    child.on("error", (error) => {
      end(false, `${error.message}\n`);
    });
    child.on("close", (code, signal) => {
      end(code === 0, code === 0 ? "" : `ended with ${code ?? signal}\n`);
    });
  });
}

const results = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)));
process.exitCode = results.every(Boolean) ? 0 : 1;
