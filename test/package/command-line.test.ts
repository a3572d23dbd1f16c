import { spawnSync } from "node:child_process";

import { beforeAll, describe, expect, it } from "vitest";

import { buildProduct, MAIN, startProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

function run(...args: readonly string[]): { out: string; errors: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  return { out: stdout, errors: stderr, code: status };
}

describe("the command line", () => {
  beforeAll(() => {
    buildProduct();
  });

  it.each([[[]], [["--help"]], [["-h"]], [["start", "--help"]]])("helps for %j", (args) => {
    const { out, errors, code } = run(...args);
    expect({ errors, code }).toEqual({ errors: "", code: 0 });
    expect(out).toMatch(/^codebuild-local \d[^]*codebuild-local start \[options\][^]*--port N/);
  });

  it("says in one line what it can't do", () => {
    expect(run("strat")).toEqual({
      out: "",
      errors: "codebuild-local: there is no command 'strat'; codebuild-local --help tells what there is\n",
      code: 2,
    });
    expect(run("start", "--prot", "1")).toEqual({
      out: "",
      errors: "codebuild-local: Unknown option '--prot'; --help tells the options\n",
      code: 2,
    });
    expect(run("start", "--port", "many").errors).toBe(
      "codebuild-local: --port must be a whole number from 0 to 65535, not 'many'\n",
    );
  });

  it("says in one line that another program has its port", async () => {
    await using product = await startProduct({ args: ["--ephemeral"] });
    const { port } = new URL(product.url);
    expect(run("start", "--ephemeral", "--port", port)).toEqual({
      out: "",
      errors: `codebuild-local: can't listen on port ${port}: another program has it; --port takes another one\n`,
      code: 2,
    });
  });

  it("says at its start that no container engine answers", async () => {
    await using product = await startProduct({ args: ["--ephemeral", "--docker-host", "unix:///no/such.sock"] });
    await waitFor("the warning", () => Promise.resolve(product.log().includes("WARN") ? true : undefined));
    expect(product.log()).toMatch(
      /WARN {2}builds will fail until a container engine answers reason=.*No container engine answers at unix:\/\/\/no\/such\.sock/,
    );
  });
});
