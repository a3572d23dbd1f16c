import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createGlob } from "../../common/glob.ts";
import { installHashFilesCommand } from "./hash-files-command.ts";

const folder = mkdtempSync(join(tmpdir(), "hash-files-"));
const command = join(folder, "codebuild-hash-files");
const source = join(folder, "source");

const PATHS =
  "a ab a.b a/b a/b/c b x.md d/x.md .h d/.h a+b a*b [a] {a} a,b a\\b aXXb a/XX/b a(b) $x ^ sp/one two".split(" ");
const PATTERNS =
  String.raw`a a.b * ** **/* *.md **/*.md a/**/c a/** a/**/b ? [ab] [!a] [^a]* [a-b]* {a,b} {b,x.*} a\*b a*b a**b **b \[a\] \{a\} {a a} a,b ./ab a+b a(b) $x ^ [a a/ d/.* .* {**/x.md,b} a\\b {a,b}/* []a]`.split(
    " ",
  );
const FILES = PATHS.filter((path) => !PATHS.some((other) => other.startsWith(`${path}/`)));

const shells = [
  ["dash", ["/bin/dash"]],
  ["busybox ash", ["/bin/busybox", "sh"]],
  ["bash", ["/bin/bash", "--posix"]],
] as const;

function hash(shell: readonly string[], patterns: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const [program = "", ...words] = shell;
  const env = { PATH: "/usr/bin:/bin", CODEBUILD_SRC_DIR: source, ...more };
  const { stdout, stderr, status } = spawnSync(program, [...words, command, ...patterns], { env, encoding: "utf8" });
  return { stdout, stderr, status };
}

beforeAll(() => {
  const install = installHashFilesCommand().replaceAll("/codebuild/user/bin", folder);
  expect(spawnSync("/bin/sh", ["-c", install]).status).toBe(0);
  for (const path of FILES) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), path);
  }
  symlinkSync("b", join(source, "linked.md"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(shells.filter(([, [program]]) => existsSync(program)))("codebuild-hash-files with %s", (_, shell) => {
  test.each(PATTERNS)("takes the files that %s matches", (pattern) => {
    const glob = createGlob(pattern);
    // Each file by a pattern that means just it.
    const named = FILES.filter((path) => glob.matches(path)).map((path) => path.replaceAll(/[^\w./]/g, "\\$&"));
    expect(hash(shell, [pattern])).toEqual(hash(shell, named.length === 0 ? ["no such file"] : named));
  });

  test("gives one hash for all patterns, and another for other contents", () => {
    const before = hash(shell, ["b", "x.md"]);
    expect(before).toEqual({ stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) as string, stderr: "", status: 0 });
    expect(hash(shell, ["x.md", "b", "b"])).toEqual(before);
    expect(hash(shell, ["x.md"]).stdout).not.toBe(before.stdout);
    writeFileSync(join(source, "b"), "other");
    const after = hash(shell, ["b", "x.md"]);
    writeFileSync(join(source, "b"), "b");
    expect(after.stdout).not.toBe(before.stdout);
    expect(hash(shell, ["b", "x.md"])).toEqual(before);
  });

  test("says what is wrong with the call or the image", () => {
    expect(hash(shell, [])).toEqual({ stdout: "", stderr: "usage: codebuild-hash-files PATTERN...\n", status: 2 });
    if (!shell[0].endsWith("busybox"))
      expect(hash(shell, ["a"], { PATH: "/nowhere" })).toMatchObject({ stdout: "", status: 127 });
    expect(hash(shell, ["a"], { CODEBUILD_SRC_DIR: "/no/such" }).status).not.toBe(0);
  });
});

test("is the same hash in every shell", () => {
  const hashes = shells.filter(([, [program]]) => existsSync(program)).map(([, shell]) => hash(shell, ["**/*"]).stdout);
  expect(new Set(hashes).size).toBe(1);
});
