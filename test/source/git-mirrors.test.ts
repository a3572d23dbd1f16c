import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { systemClock } from "../../src/common/clock.ts";
import type { ProjectSource } from "../../generated/codebuild/types.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { createGitMirrors, type GitMirrors } from "../../src/source/git/git-mirrors.ts";
import { createGitSourceProvider } from "../../src/source/git/git-source-provider.ts";
import type { FetchedSource } from "../../src/source/source-provider.ts";
import { git, makeRepository, publish, startGitServer, writeFiles, type GitServer } from "../support/git-server.ts";

const SECRET = "s3cret-token";
/** Of each file of a test repository: incompressible, so that bytes tell what was transferred. */
const SIZE = 100_000;

let server: GitServer;
let root: string;
let kept: string;
let temporary: string;
let working: string;
let bare: string;
let generation: string;
let complaints: string[];
let mirrors: GitMirrors;

beforeEach(async () => {
  server = await startGitServer({ password: SECRET });
  root = mkdtempSync(join(tmpdir(), "git-mirrors-"));
  [kept, temporary, working] = [join(root, "kept"), join(root, "tmp"), join(root, "working")];
  bare = join(server.root, "o/r.git");
  mkdirSync(temporary);
  generation = "";
  complaints = [];
  mirrors = createGitMirrors({
    directory: kept,
    temporaryDirectory: temporary,
    isCurrent: (owner) => owner.generation === generation,
    clock: systemClock,
    logger: { debug() {}, info() {}, warn: (message) => complaints.push(message), error() {} },
  });
  makeRepository(working, [
    ["main", { first: noise() }],
    ["main", { second: noise() }],
    ["topic", { third: noise() }],
  ]);
  publish(server, "o/r", working, undefined);
});
afterEach(async () => {
  expect(readdirSync(temporary)).toEqual([]);
  rmSync(root, { recursive: true });
  await server[Symbol.asyncDispose]();
});

function noise(): string {
  return randomBytes(SIZE).toString("latin1");
}

interface Wanted {
  readonly source?: Partial<ProjectSource>;
  readonly version?: string;
  readonly project?: string;
  readonly password?: string | undefined;
  readonly cached?: boolean;
  readonly generation?: string;
}

function fetchSource(wanted: Wanted = {}, signal = AbortSignal.timeout(60_000)): Promise<FetchedSource> {
  const provider = createGitSourceProvider({
    temporaryDirectory: temporary,
    rewrites: [{ from: "https://github.com/", to: `${server.url}/` }],
    uncommitted: false,
    mirrors,
    awsCredentials: () => Promise.resolve(undefined),
    clock: systemClock,
    env: { PATH: process.env["PATH"] ?? "" },
    credential: () => {
      const password = "password" in wanted ? wanted.password : SECRET;
      return Promise.resolve(password === undefined ? undefined : { username: "ann", password });
    },
  });
  return provider.fetch(
    {
      account: "000000000000",
      region: "us-east-1",
      source: { type: "GITHUB", location: "https://github.com/o/r", ...wanted.source },
      sourceVersion: wanted.version,
      label: "primary source",
      ...(wanted.cached !== false && {
        cache: { project: wanted.project ?? "p", generation: wanted.generation ?? generation },
      }),
    },
    signal,
  );
}

interface Seen {
  readonly commit: string | undefined;
  /** What git in the build says of its repository. */
  readonly tree: string;
  /** Bytes of the server. */
  readonly sent: number;
}

/** What a build finds, and what it took to get it. */
async function build(wanted: Wanted = {}): Promise<Seen> {
  const before = server.sent;
  await using source = await fetchSource(wanted);
  const sent = server.sent - before;
  const directory = mkdtempSync(join(root, "unpacked-"));
  const child = spawn("tar", ["-x", "-p", "-C", directory], { stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(child, "close");
  const archive = source.archive("src");
  if (archive === undefined) throw new Error("a repository has an archive");
  await pipeline(archive, child.stdin);
  expect(await closed).toEqual([0, null]);
  return { commit: source.resolvedSourceVersion, tree: join(directory, "src"), sent };
}

async function failure(wanted: Wanted): Promise<string> {
  try {
    await using source = await fetchSource(wanted);
    return `no failure: ${source.resolvedSourceVersion ?? ""}`;
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    return error.message;
  }
}

/** All that a build can tell of its repository but for the packs that it lies in. */
function describeTree(tree: string): string[] {
  return [
    git(tree, "for-each-ref"),
    git(tree, "rev-list", "--all", "HEAD"),
    git(tree, "status", "--porcelain"),
    git(tree, "ls-tree", "-r", "HEAD"),
    git(tree, "config", "--local", "--list"),
    git(tree, "rev-parse", "--is-shallow-repository"),
    readdirSync(join(tree, ".git")).join(" "),
    git(tree, "fsck", "--no-dangling"),
  ];
}

/** One more commit on the server. */
function commit(branch: string, files: Readonly<Record<string, string>>, ...options: string[]): string {
  git(working, "checkout", "--quiet", branch);
  writeFiles(working, files);
  git(working, "add", "--all");
  git(working, "commit", "--quiet", "--message", `on ${branch}`, ...options);
  git(working, "push", "--quiet", "--force", bare, branch);
  return git(working, "rev-parse", "HEAD");
}

function mirrorDirectories(): string[] {
  return existsSync(kept)
    ? readdirSync(kept).flatMap((home) =>
        readdirSync(join(kept, home)).flatMap((name) => (name === "owner.json" ? [] : join(kept, home, name))),
      )
    : [];
}

test.each([0, 1, 2])(
  "with a clone depth of %i only the difference travels, and the build finds what it would find without",
  async (gitCloneDepth) => {
    const source = { gitCloneDepth };
    const first = await build({ source });
    expect(first.sent).toBeGreaterThan(SIZE);
    expect((await build({ source })).sent).toBeLessThan(2_000);
    const tip = commit("main", { fourth: "a little more\n" });
    const third = await build({ source });
    expect(third.commit).toBe(tip);
    expect(third.sent).toBeLessThan(3_000);
    expect(describeTree(third.tree)).toEqual(describeTree((await build({ source, cached: false })).tree));
  },
);

describe.each([0, 1])("with a clone depth of %i", (gitCloneDepth) => {
  const source = { gitCloneDepth };

  test.each(["main", "v1", "refs/heads/topic", "pr/7", "commit", "ref^{commit}"])(
    "version %s is the server's, whatever was built before",
    async (named) => {
      const id = git(working, "rev-parse", "topic~1");
      const version = named.replace("ref^", "topic^").replace("commit", id);
      git(bare, "update-ref", "refs/pull/7/head", git(working, "rev-parse", "topic"));
      for (const other of new Set(["topic", version])) await build({ source, version: other });
      commit("topic", { fifth: "moved\n" }, "--amend");
      git(bare, "update-ref", "refs/pull/7/head", git(working, "rev-parse", "topic"));
      git(bare, "branch", "new", "topic");
      const seen = await build({ source, version });
      const without = await build({ source, version, cached: false });
      expect(seen.commit).toBe(without.commit);
      expect(describeTree(seen.tree)).toEqual(describeTree(without.tree));
      expect(complaints).toEqual([]);
    },
  );

  test("what was deleted or pushed over is not found", async () => {
    const old = git(working, "rev-parse", "topic");
    for (const version of [undefined, "topic", old]) await build({ source, ...(version && { version }) });
    const moved = commit("topic", { sixth: "instead\n" }, "--amend");
    expect((await build({ source, version: "topic" })).commit).toBe(moved);
    expect(await failure({ source, version: `topic^{${old}}` })).toMatch(/^reference not found/);
    git(bare, "branch", "--delete", "--force", "topic");
    git(bare, "reflog", "expire", "--expire=now", "--all");
    git(bare, "gc", "--quiet", "--prune=now");
    for (const version of ["topic", old, moved])
      expect(await failure({ source, version })).toBe(
        `reference not found for primary source and source version ${version}`,
      );
    const { tree } = await build({ source });
    expect(git(tree, "for-each-ref", "--format=%(refname)")).not.toContain("topic");
  });
});

test("a commit that is in no branch any more is the server's to give", async () => {
  const version = git(working, "rev-parse", "topic");
  await build({ version });
  git(bare, "branch", "--delete", "--force", "topic");
  git(bare, "config", "uploadpack.allowAnySHA1InWant", "true");
  expect((await build({ version })).commit).toBe(version);
});

test("builds of one project at the same time don't disturb each other", async () => {
  await build();
  const tips = ["one", "two", "three"].map((name) => {
    git(working, "checkout", "--quiet", "-B", name, "main");
    return commit(name, { [name]: noise() });
  });
  const seen = await Promise.all([...tips, ...tips].map((version) => build({ version })));
  expect(seen.map((each) => each.commit)).toEqual([...tips, ...tips]);
  for (const { tree } of seen) expect(git(tree, "fsck", "--no-dangling")).toBe("");
  expect((await build({ version: "one" })).sent).toBeLessThan(2_000);
  expect(complaints).toEqual([]);
});

test("each project has its own, and each repository", async () => {
  publish(server, "o/other", working, undefined);
  await build();
  expect((await build({ project: "q" })).sent).toBeGreaterThan(SIZE);
  expect((await build({ source: { location: "https://github.com/o/other" } })).sent).toBeGreaterThan(SIZE);
  expect(mirrorDirectories()).toHaveLength(3);
});

test("credentials are asked for every time, and are not kept", async () => {
  await build();
  expect(await failure({ password: undefined })).toBe("authentication required for primary source");
  expect(await failure({ password: "wrong" })).toBe("authorization failed for primary source");
  expect(() => execFileSync("grep", ["-r", "-F", SECRET, kept])).toThrow();
  expect((await build()).sent).toBeLessThan(2_000);
});

test("submodules are kept too", async () => {
  publish(server, "o/inner", working, undefined);
  const id = git(working, "rev-parse", "main");
  git(working, "checkout", "--quiet", "main");
  writeFiles(working, { ".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = ../inner\n' });
  git(working, "add", ".gitmodules");
  git(working, "update-index", "--add", "--cacheinfo", `160000,${id},lib`);
  git(working, "commit", "--quiet", "--message", "submodule");
  git(working, "push", "--quiet", bare, "main");
  const source = { gitSubmodulesConfig: { fetchSubmodules: true } };
  await build({ source });
  const again = await build({ source });
  expect(again.sent).toBeLessThan(4_000);
  expect(git(join(again.tree, "lib"), "rev-parse", "HEAD")).toBe(id);
  expect(git(join(again.tree, "lib"), "status", "--porcelain")).toBe("");
});

describe("a mirror that is damaged", () => {
  test.each<[string, (directory: string, pack: string) => void]>([
    ["is cut off", (_directory, pack) => truncateSync(pack, SIZE)],
    [
      "has other bytes",
      (_directory, pack) => {
        const bytes = readFileSync(pack);
        bytes.fill(0, SIZE, SIZE + 10);
        replaceFile(pack, bytes);
      },
    ],
    ["lacks a pack", (_directory, pack) => rmSync(pack)],
    ["lacks an index", (_directory, pack) => rmSync(pack.replace(/pack$/, "idx"))],
    [
      "can't be read",
      (directory) => {
        rmSync(join(directory, "kept.json"));
        mkdirSync(join(directory, "kept.json"));
      },
    ],
    ["has no list", (directory) => replaceFile(join(directory, "kept.json"), Buffer.from("{"))],
  ])("because it %s is thrown away and fetched anew", async (_name, damage) => {
    const { commit: before } = await build();
    const [directory = ""] = mirrorDirectories();
    const pack = readdirSync(directory).find((name) => name.endsWith(".pack")) ?? "";
    damage(directory, join(directory, pack));
    const seen = await build();
    expect(seen.commit).toBe(before);
    expect(git(seen.tree, "fsck", "--no-dangling")).toBe("");
    expect(seen.sent).toBeGreaterThan(SIZE);
    expect(complaints).toEqual(["a source's mirror is damaged and is fetched anew"]);
    expect((await build()).sent).toBeLessThan(2_000);
  });

  test("because it promises what it does not have is fetched anew", async () => {
    await build();
    const [directory = ""] = mirrorDirectories();
    const path = join(directory, "kept.json");
    const content = JSON.parse(readFileSync(path, "utf8")) as object;
    replaceFile(path, Buffer.from(JSON.stringify({ ...content, tips: ["1".repeat(40)] })));
    const seen = await build();
    expect(git(seen.tree, "fsck", "--no-dangling")).toBe("");
    expect((await build()).sent).toBeLessThan(2_000);
  });
});

/** As a new file: the old one may be that of other mirrors too. */
function replaceFile(path: string, content: Buffer): void {
  rmSync(path);
  writeFileSync(path, content);
}

test("a fetch that fails or is broken off leaves the mirror as it was", async () => {
  await build();
  const [directory = ""] = mirrorDirectories();
  const before = readFileSync(join(directory, "kept.json"), "utf8");
  commit("main", { seventh: noise() });
  expect(await failure({ version: "no-such" })).toMatch(/^reference not found/);
  expect(await failure({ password: "wrong" })).toMatch(/^authorization failed/);
  const controller = new AbortController();
  const fetching = fetchSource({}, controller.signal);
  controller.abort(new Error("stopped"));
  await expect(fetching).rejects.toThrow("stopped");
  expect(readFileSync(join(directory, "kept.json"), "utf8")).toBe(before);
});

test("many small differences become one pack, without what nobody refers to", async () => {
  for (let index = 0; index < 23; index += 1) {
    commit("main", { often: noise() }, "--amend");
    await build();
  }
  const [directory = ""] = mirrorDirectories();
  const sizes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
  expect(sizes.length).toBeLessThan(10);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(10 * SIZE);
  const { tree } = await build();
  expect(describeTree(tree)).toEqual(describeTree((await build({ cached: false })).tree));
});

describe("what is not used any more", () => {
  test("is removed when the caches are dropped, and not put back by builds that began before", async () => {
    await build();
    await build({ project: "q" });
    const running = fetchSource();
    generation = "next";
    await (await running)[Symbol.asyncDispose]();
    expect((await build()).sent).toBeGreaterThan(SIZE);
    await mirrors.removeUnused();
    expect(mirrorDirectories()).toHaveLength(1);
    expect((await build()).sent).toBeLessThan(2_000);
  });

  test("is removed after a month", async () => {
    await build();
    await build({ version: "pr/8" }).catch(() => undefined);
    await build({ source: { gitCloneDepth: 1 } });
    const long = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    for (const directory of mirrorDirectories()) utimesSync(directory, long, long);
    await build();
    await mirrors.removeUnused();
    expect(mirrorDirectories()).toHaveLength(1);
    expect((await build()).sent).toBeLessThan(2_000);
  });

  test("is removed where a process was killed before it could say whose it is", async () => {
    mkdirSync(join(kept, "half/mirror"), { recursive: true });
    await mirrors.removeUnused();
    expect(readdirSync(kept)).toEqual([]);
  });
});
