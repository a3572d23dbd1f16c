import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const artifacts = ["smithy-cli", "smithy-aws-traits", "smithy-protocol-traits"];
const folder = mkdtempSync(join(tmpdir(), "codebuild-local-smithy-"));
const run = promisify(execFile);

/** Puts the Smithy CLI and what it needs into `folder`; returns why it cannot, if so. */
async function fetchSmithyCli(): Promise<string | undefined> {
  for (const tool of ["java", "mvn"]) {
    try {
      execFileSync(tool, ["-version"], { stdio: "ignore" });
    } catch {
      return `there is no ${tool} on this machine`;
    }
  }
  const dependencies = artifacts.map(
    (name) =>
      `<dependency><groupId>software.amazon.smithy</groupId><artifactId>${name}</artifactId><version>1.73.0</version></dependency>`,
  );
  writeFileSync(
    join(folder, "pom.xml"),
    `<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>smithy</artifactId><version>1</version><dependencies>${dependencies.join("")}</dependencies></project>`,
  );
  try {
    await run("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"], { cwd: folder });
    return undefined;
  } catch (error) {
    return `Maven gives no Smithy CLI: ${String(error)}`;
  }
}

describe("the Smithy CLI", () => {
  let skip: string | undefined;

  beforeAll(async () => {
    skip = await fetchSmithyCli();
    if (skip !== undefined) console.log(`skipped: ${skip}`);
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(
    "validates the models, and its build writes the same bytes as our own",
    { timeout: 120_000 },
    async ({ skip: leave }) => {
      leave(skip !== undefined, skip);
      const output = join(folder, "out");
      const { stdout, stderr } = await run(
        "java",
        [
          "-cp",
          join(folder, "lib", "*"),
          "software.amazon.smithy.cli.SmithyCli",
          "build",
          "--discover",
          "--no-color",
          "--output",
          output,
        ],
        { cwd: root },
      );
      expect(`${stdout}${stderr}`).toContain("SUCCESS: Validated");
      for (const service of readdirSync(join(root, "generated"))) {
        const built = join(output, service, "codebuild-local");
        const names = readdirSync(join(root, "generated", service));
        expect(readdirSync(built).sort()).toEqual(names.sort());
        for (const name of names) {
          const [theirs, ours] = [join(built, name), join(root, "generated", service, name)];
          expect(readFileSync(theirs, "utf8"), `${service}/${name}`).toBe(readFileSync(ours, "utf8"));
        }
      }
    },
  );
});
