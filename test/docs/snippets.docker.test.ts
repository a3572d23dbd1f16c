import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { startProduct, type Product } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";
import { README } from "./readme-tables.ts";

/** Where the README says that the endpoint is. */
const DOCUMENTED = "http://localhost:4566";
/** Below the project's root, so that snippets find the packages that they import. */
const folder = join("node_modules", ".cache", "codebuild-local", "snippets");
const readme = readFileSync(README, "utf8");

describeWithDocker("the README's examples", () => {
  let product: Product;
  let url: string;
  beforeAll(async () => {
    busyboxImage();
    mkdirSync(folder, { recursive: true });
    product = await startProduct({ args: ["--ephemeral"] });
    url = `http://localhost:${new URL(product.url).port}`;
  });
  afterAll(async () => {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The only block of the language, calling the endpoint of this test. */
  function snippet(language: string): string {
    const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].filter(([, name]) => name === language);
    expect(blocks, `blocks of ${language}`).toHaveLength(1);
    const text = blocks[0]?.[2] ?? "";
    expect(text).toContain(DOCUMENTED);
    return text.replaceAll(DOCUMENTED, url);
  }

  it("the JavaScript runs and its build succeeds", async () => {
    const file = join(folder, "snippet.mjs");
    writeFileSync(file, snippet("js"));
    expect(await run(process.execPath, [file])).toEqual({ code: 0, stdout: "SUCCEEDED\n", stderr: "" });
  });

  it("the Python runs, its build succeeds, and its log is there", async (context) => {
    skipWithout(context, "python3", "-c", "import boto3");
    const file = join(folder, "snippet.py");
    writeFileSync(file, snippet("python"));
    const { code, stdout, stderr } = await run("python3", ["-W", "ignore", file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/ Running command echo hello\nhello\n[^]*\nSUCCEEDED\n$/);
  });

  /** The README's commands for the aws CLI, each with its place among them, run up to a build that has ended. */
  async function runCommands() {
    const commands = toCommands(snippet("sh"));
    expect(commands.map((line) => /^aws --endpoint-url \S+ (\S+ \S+)/.exec(line)?.[1] ?? line.split(" ")[0])).toEqual([
      "export",
      "s3 mb",
      "codebuild create-project",
      "codebuild start-build",
      "codebuild batch-get-builds",
      "logs tail",
      "s3 cp",
      "codebuild list-curated-environment-images",
    ]);
    const [settings = "", mb = "", createProject = "", startBuild = "", batchGetBuilds = ""] = commands;
    const [, , , , , tail = "", cp = "", images = ""] = commands;
    const sh = async (command: string): Promise<string> => {
      const { code, stdout, stderr } = await run("sh", ["-c", `${settings}\n${command}`]);
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: "" });
      return stdout;
    };
    expect(await sh(mb)).toBe("make_bucket: my-bucket\n");
    expect(JSON.parse(await sh(createProject))).toMatchObject({ project: { name: "my-project" } });
    const { build } = JSON.parse(await sh(startBuild)) as { build: { id: string } };
    const asked = batchGetBuilds.replace("<build-id>", build.id);
    expect(asked).not.toBe(batchGetBuilds);
    const ended = await waitFor("the end of the build", async () => {
      const { builds } = JSON.parse(await sh(asked)) as { builds: [{ buildComplete: boolean; buildStatus: string }] };
      return builds[0].buildComplete && builds[0];
    });
    expect(ended.buildStatus).toBe("SUCCEEDED");
    return { sh, settings, tail, cp, images };
  }
  let ran: ReturnType<typeof runCommands> | undefined;

  it("the commands of the aws CLI do what they say, one after the other", async (context) => {
    skipWithout(context, "aws", "--version");
    const { sh, cp, images } = await (ran ??= runCommands());
    expect(await sh(cp)).toBe("hello\n");
    const { platforms } = JSON.parse(await sh(images)) as { platforms: { platform: string }[] };
    expect(platforms.map(({ platform }) => platform)).toContain("AMAZON_LINUX");
    const instead = "logs filter-log-events --log-group-name /aws/codebuild/my-project";
    expect(readme).toContain(`\`${instead}\``);
    const { events } = JSON.parse(await sh(`aws --endpoint-url ${url} ${instead}`)) as {
      events: { message: string }[];
    };
    expect(events.map(({ message }) => message).join("")).toContain("Running command echo hello > output.txt\n");
  });

  it("`aws logs tail --follow` shows the build's log", async (context) => {
    skipWithout(context, "aws", "--version");
    const { stdout: version } = spawnSync("aws", ["--version"], { encoding: "utf8" });
    if (!version.startsWith("aws-cli/2")) context.skip(`it needs version 2 of the aws CLI; here is ${version.trim()}`);
    const { settings, tail } = await (ran ??= runCommands());
    // It follows until it is told to stop.
    const { stdout } = await run("timeout", ["10", "sh", "-c", `${settings}\n${tail}`]);
    expect(stdout).toContain("Running command echo hello > output.txt");
  });
});

/** The commands of a shell script whose strings and continued lines go over several lines. */
function toCommands(script: string): string[] {
  const commands: string[] = [];
  let open = "";
  for (const line of script.trimEnd().split("\n")) {
    open += open === "" ? line : `\n${line}`;
    if (line.endsWith("\\") || (open.split("'").length - 1) % 2 === 1) continue;
    commands.push(open);
    open = "";
  }
  return commands;
}

function skipWithout(context: TestContext, program: string, ...args: readonly string[]): void {
  if (spawnSync(program, args, { stdio: "ignore" }).status !== 0) {
    context.skip(`\`${[program, ...args].join(" ")}\` does not run on this machine`);
  }
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const settings = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null", AWS_PAGER: "" };
  return new Promise((resolve) => {
    const child = execFile(program, args, { env: { ...Object.fromEntries(env), ...settings } }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
