import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { once } from "node:events";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { ProjectSource } from "../../generated/codebuild/types.ts";
import { systemClock } from "../../src/common/clock.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { signCodeCommit, type AwsCredentials } from "../../src/source/git/codecommit-credential.ts";
import type { GitMirrors } from "../../src/source/git/git-mirrors.ts";
import type { LocationRewrite } from "../../src/source/git/git-location.ts";
import { createGitSourceProvider } from "../../src/source/git/git-source-provider.ts";
import type { FetchedSource } from "../../src/source/source-provider.ts";
import { git, makeRepository, publish, startGitServer, writeFiles, type GitServer } from "../support/git-server.ts";

/** Nothing here asks for them. */
const NO_MIRRORS: GitMirrors = {
  of() {
    throw new Error("there are no mirrors");
  },
  removeUnused: () => Promise.resolve(),
};
const SECRET = "s3cret/to ken";
let work: string;
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "git-source-"));
});
afterEach(() => {
  expect(readdirSync(temporary).filter((name) => name.startsWith("source-"))).toEqual([]);
  rmSync(temporary, { recursive: true });
});

interface Wanted {
  readonly source?: Partial<ProjectSource>;
  readonly version?: string;
  readonly rewrites: readonly LocationRewrite[];
  readonly password?: string;
  readonly uncommitted?: boolean;
  readonly awsCredentials?: AwsCredentials;
  readonly env?: Readonly<Record<string, string>>;
}

function fetchSource(wanted: Wanted, signal = AbortSignal.timeout(60_000)): Promise<FetchedSource> {
  const provider = createGitSourceProvider({
    temporaryDirectory: temporary,
    rewrites: wanted.rewrites,
    uncommitted: wanted.uncommitted ?? false,
    mirrors: NO_MIRRORS,
    awsCredentials: () => Promise.resolve(wanted.awsCredentials),
    clock: systemClock,
    env: { PATH: process.env["PATH"] ?? "", ...wanted.env },
    credential: () =>
      Promise.resolve(wanted.password === undefined ? undefined : { username: "ann", password: wanted.password }),
  });
  return provider.fetch(
    {
      account: "000000000000",
      region: "us-east-1",
      source: { type: "GITHUB", location: "https://github.com/o/r.git", ...wanted.source },
      sourceVersion: wanted.version,
      label: "primary source",
    },
    signal,
  );
}

/** What a build finds, unpacked by the system's tar. */
async function unpack(source: FetchedSource): Promise<string> {
  const directory = mkdtempSync(join(temporary, "unpacked-"));
  const child = spawn("tar", ["-x", "-p", "-C", directory], { stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(child, "close");
  const archive = source.archive("top/src");
  if (archive === undefined) throw new Error("a repository has an archive");
  await pipeline(archive, child.stdin);
  expect(await closed).toEqual([0, null]);
  return join(directory, "top/src");
}

async function failure(wanted: Wanted): Promise<string> {
  try {
    await using source = await fetchSource(wanted);
    return `no failure: ${source.resolvedSourceVersion ?? ""}`;
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    expect(error.code).toBe("CLIENT_ERROR");
    return error.message;
  }
}

let server: GitServer;
let closed: GitServer;
let commits: string[];
const open = (): LocationRewrite[] => [{ from: "https://github.com/", to: `${server.url}/` }];
const guarded = (): LocationRewrite[] => [{ from: "https://github.com/", to: `${closed.url}/` }];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "git-work-"));
  server = await startGitServer();
  closed = await startGitServer({ password: SECRET });
  commits = makeRepository(join(work, "r"), [
    ["main", { which: "first\n", "buildspec.yml": "version: 0.2\n" }],
    [
      "main",
      {
        which: "second\n",
        "dir/run.sh": { script: "#!/bin/sh\n" },
        "link.yml": { link: "dir/../buildspec.yml" },
        "out.yml": { link: "/etc/hostname" },
        "up.yml": { link: "../../x" },
        ".gitattributes": "ignored export-ignore\nwhich export-subst\n",
        ignored: "not in an archive\n",
      },
    ],
    ["topic", { which: "topic\n" }],
  ]);
  publish(server, "o/r", join(work, "r"), commits[2]);
  publish(closed, "o/r", join(work, "r"), commits[2]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
});

describe("versions", () => {
  test.each([
    ["nothing", undefined, 1],
    ["a branch", "topic", 2],
    ["a tag", "v1", 0],
    ["refs/heads", "refs/heads/topic", 2],
    ["refs/tags", "refs/tags/v1", 0],
    ["a pull request", "pr/7", 2],
    ["a pull request's reference", "refs/pull/7/head", 2],
    ["a commit", "0", 0],
    ["a commit of a branch", "topic^{1}", 1],
    ["a commit of a reference", "refs/heads/main^{0}", 0],
  ])("%s names a commit, with and without a clone depth", async (_name, given, expected) => {
    const version = given?.replace(/^(\d)$|(?<=\^\{)(\d)(?=\}$)/, (digit) => commits[Number(digit)] ?? "");
    for (const gitCloneDepth of [0, 1]) {
      await using source = await fetchSource({
        rewrites: open(),
        source: { gitCloneDepth },
        ...(version === undefined ? {} : { version }),
      });
      expect(source.resolvedSourceVersion).toBe(commits[expected]);
      const tree = await unpack(source);
      expect(readFileSync(join(tree, "which"), "utf8")).toBe(["first\n", "second\n", "topic\n"][expected]);
      expect(git(tree, "status", "--porcelain")).toBe("");
      expect(git(tree, "rev-parse", "HEAD")).toBe(commits[expected]);
    }
  });

  test("a clone depth leaves the history out, more than 25 does not", async () => {
    for (const [gitCloneDepth, count] of [
      [1, "1"],
      [26, "2"],
      [0, "2"],
    ] as const) {
      await using source = await fetchSource({ rewrites: open(), source: { gitCloneDepth } });
      expect(git(await unpack(source), "rev-list", "--count", "HEAD")).toBe(count);
    }
  });

  test.each([
    "no-such-branch",
    "refs/heads/no",
    "refs/tags/no",
    "pr/8",
    "pr/x",
    "f".repeat(40),
    `main^{${"f".repeat(40)}}`,
    "--upload-pack=touch /tmp/pwned",
    "-x",
    "main:refs/heads/x",
    "ma*",
    "a..b",
    "a b",
    "@{-1}",
    "main^",
  ])("the version %s is not found", async (version) => {
    for (const gitCloneDepth of [0, 1]) {
      expect(await failure({ rewrites: open(), version, source: { gitCloneDepth } })).toBe(
        `reference not found for primary source and source version ${version}`,
      );
    }
  });

  test("topic^{…} has only commits of that branch, and pr/7 is GitHub's word", async () => {
    expect(await failure({ rewrites: open(), version: `main^{${commits[2] ?? ""}}` })).toMatch(/^reference not found/);
    expect(await failure({ rewrites: open(), version: "pr/7", source: { type: "GITLAB" } })).toMatch(
      /^reference not found/,
    );
  });

  test("an empty repository has no reference", async () => {
    git(server.root, "init", "--quiet", "--bare", "o/empty.git");
    expect(await failure({ rewrites: open(), source: { location: "https://github.com/o/empty" } })).toBe(
      "reference not found for primary source",
    );
  });
});

test("the archive has every file as it is in the commit, and git's own files name the true location", async () => {
  await using source = await fetchSource({ rewrites: open() });
  const tree = await unpack(source);
  expect(readFileSync(join(tree, "ignored"), "utf8")).toBe("not in an archive\n");
  expect(readlinkSync(join(tree, "link.yml"))).toBe("dir/../buildspec.yml");
  expect(statSync(join(tree, "dir/run.sh")).mode & 0o777).toBe(0o755);
  expect(statSync(join(tree, "which")).mode & 0o777).toBe(0o644);
  expect(git(tree, "remote", "get-url", "origin")).toBe("https://github.com/o/r.git");
  expect(git(tree, "log", "--format=%s")).toBe("on main\non main");
  expect(git(tree, "branch", "--remotes", "--format=%(refname:short)")).toBe("origin/main\norigin/topic");
  expect(existsSync(join(tree, ".git/FETCH_HEAD"))).toBe(false);
  expect(readFileSync(join(tree, ".git/config"), "utf8")).not.toContain(server.url);
  expect(git(tree, "config", "--local", "--get-all", "core.bare")).toBe("false");
});

test("texts are read from the commit, links within it followed, and nothing outside of it", async () => {
  await using source = await fetchSource({ rewrites: open() });
  expect(await source.readText("buildspec.yml")).toBe("version: 0.2\n");
  expect(await source.readText("./dir/../link.yml")).toBe("version: 0.2\n");
  for (const path of ["out.yml", "up.yml", "dir", "no", "../x", "/etc/hostname", ".git/config", "a\nb"]) {
    expect(await source.readText(path), path).toBeUndefined();
  }
});

describe("credentials", () => {
  test("are asked for, refused and accepted", async () => {
    expect(await failure({ rewrites: guarded() })).toBe("authentication required for primary source");
    expect(await failure({ rewrites: guarded(), version: "main", password: "wrong" })).toBe(
      "authorization failed for primary source and source version main",
    );
    await using source = await fetchSource({ rewrites: guarded(), password: SECRET });
    expect(source.resolvedSourceVersion).toBe(commits[1]);
    const tree = await unpack(source);
    expect(() => execFileSync("grep", ["-r", "-F", SECRET, temporary])).toThrow();
    expect(() => execFileSync("grep", ["-r", encodeURIComponent(SECRET), temporary])).toThrow();
    expect(readFileSync(join(tree, ".git/config"), "utf8")).not.toMatch(/credential|helper/);
  });

  test("that stand in the location are used and don't stay in it", async () => {
    const location = `https://ann:${encodeURIComponent(SECRET)}@github.com/o/r`;
    await using source = await fetchSource({ rewrites: guarded(), source: { location } });
    expect(git(await unpack(source), "remote", "get-url", "origin")).toBe("https://github.com/o/r");
  });

  test("are in no process's arguments while git runs", async () => {
    const seen = new Set<string>();
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
          try {
            seen.add(readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " "));
          } catch {
            // It ended in between.
          }
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await using source = await fetchSource({ rewrites: guarded(), password: SECRET });
    expect(source.resolvedSourceVersion).toBe(commits[1]);
    watching.abort();
    await watch;
    expect([...seen].some((line) => line.includes("fetch --quiet"))).toBe(true);
    expect([...seen].filter((line) => line.includes(SECRET))).toEqual([]);
  });

  test("with line ends are refused before they come near git", async () => {
    for (const password of ["a\nhost=evil", "a\0b"]) {
      const message = await failure({ rewrites: guarded(), password });
      expect(message).toMatch(/^authorization failed for primary source/);
      expect(message).not.toContain("evil");
    }
  });

  test("a refusal with 403 is told as one", async () => {
    await using forbidding = await startGitServer({ status: 403 });
    const rewrites = [{ from: "https://github.com/", to: forbidding.url }];
    expect(await failure({ rewrites, password: SECRET })).toBe("authorization failed for primary source");
  });
});

describe("what isn't there", () => {
  test("a repository", async () => {
    const source = { location: "https://github.com/o/not-there" };
    expect(await failure({ rewrites: open(), version: "main", source })).toBe(
      "repository not found for primary source and source version main",
    );
    expect(await failure({ rewrites: [{ from: "https://github.com/", to: join(work, "nowhere/") }] })).toBe(
      "repository not found for primary source",
    );
  });

  test("a server", async () => {
    const rewrites = [{ from: "https://github.com/", to: "http://127.0.0.1:1/" }];
    expect(await failure({ rewrites })).toMatch(
      /^Git clone failed: Unable to access 'https:\/\/github.com\/o\/r.git': Failed to connect .* for primary source$/,
    );
  });

  test("git", async () => {
    const provider = createGitSourceProvider({
      temporaryDirectory: temporary,
      rewrites: open(),
      uncommitted: false,
      mirrors: NO_MIRRORS,
      awsCredentials: () => Promise.resolve(undefined),
      clock: systemClock,
      env: { PATH: "/nowhere" },
      credential: () => Promise.resolve(undefined),
    });
    const request = {
      account: "000000000000",
      region: "us-east-1",
      source: { type: "GITHUB" as const, location: "https://github.com/o/r" },
      sourceVersion: undefined,
      label: "primary source",
    };
    await expect(provider.fetch(request, AbortSignal.timeout(60_000))).rejects.toThrow("git is not installed");
  });
});

test("a certificate that nobody signed is refused unless insecureSsl says otherwise", async () => {
  await using secure = await startGitServer({ secure: true });
  publish(secure, "o/r", join(work, "r"), undefined);
  const rewrites = [{ from: "https://github.com/", to: secure.url }];
  expect(await failure({ rewrites })).toMatch(
    /^Git clone failed: Unable to access 'https:\/\/github\.com\/o\/r\.git': SSL certificate problem: .* for primary source$/,
  );
  await using source = await fetchSource({ rewrites, source: { insecureSsl: true } });
  expect(source.resolvedSourceVersion).toBe(commits[1]);
});

describe("a repository of AWS's own CodeCommit", () => {
  const location = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/r";
  const awsCredentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "a/token" };

  test("is asked with a signature of its path, which no other host gets", async () => {
    await using secure = await startGitServer({ secure: true, password: "none" });
    await using proxy = await startProxy(secure);
    const env = { https_proxy: proxy.url };
    const source = { type: "CODECOMMIT", location, insecureSsl: true } as const;
    expect(await failure({ rewrites: [], source, awsCredentials, env })).toBe(
      "authorization failed for primary source",
    );
    expect(proxy.asked).toContain("git-codecommit.us-east-1.amazonaws.com:443");
    const given = secure.authorizations.findLast((each) => each !== "") ?? "";
    const [username, password = ""] = Buffer.from(given.replace("Basic ", ""), "base64").toString().split(":");
    const [, y, m, d, hh, mm, ss] = /^(....)(..)(..)T(..)(..)(..)Z/.exec(password) ?? [];
    const time = Date.parse(`${y ?? ""}-${m ?? ""}-${d ?? ""}T${hh ?? ""}:${mm ?? ""}:${ss ?? ""}Z`);
    expect({ username, password }).toEqual(signCodeCommit(location, awsCredentials, time));
    expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);

    const before = closed.authorizations.length;
    const rewrites = [{ from: location, to: `${closed.url}/o/r` }];
    expect(await failure({ rewrites, source, awsCredentials })).toBe("authentication required for primary source");
    expect(closed.authorizations.slice(before).filter((each) => each !== "")).toEqual([]);
    const anywhere = { ...source, location: "https://git-codecommit.us-east-1.amazonaws.com.example.org/v1/repos/r" };
    expect(await failure({ rewrites: [], source: anywhere, awsCredentials, env })).toBe(
      "authentication required for primary source",
    );
  });
});

/** A proxy that leads to the server whatever host is asked for. */
async function startProxy(
  server: GitServer,
): Promise<AsyncDisposable & { readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const onward = connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [onward, socket]) each.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

describe("a repository of this machine", () => {
  test.each(["ssh://git@github.com/o/r", "git@github.com:o/r", "ext::sh -c true", "file:///etc", "/etc", "-x"])(
    "is never reached by a location such as %s",
    async (location) => {
      expect(await failure({ rewrites: open(), source: { location } })).toBe(
        "The source location must be an https:// or http:// URL for primary source",
      );
    },
  );

  test("is cloned where a rewrite names it, with uncommitted files when asked", async () => {
    const path = join(work, "working");
    const [commit] = makeRepository(path, [["main", { a: "1\n", gone: "x\n", ".gitignore": "ignored\n" }]]);
    const before = statSync(join(path, ".git/index")).mtimeMs;
    writeFiles(path, { a: "2\n", ignored: "i\n", "new/file": "n\n" });
    rmSync(join(path, "gone"));
    for (const to of [path, `file://${path}`]) {
      for (const from of ["https://github.com/o/r", "https://github.com/o/r.git"]) {
        await using source = await fetchSource({
          rewrites: [{ from: "https://github.com/o/r", to }],
          source: { location: from },
        });
        expect(source.resolvedSourceVersion).toBe(commit);
        expect(readFileSync(join(await unpack(source), "a"), "utf8")).toBe("1\n");
      }
    }
    const rewrites = [{ from: "https://github.com/o/r", to: path }];
    await using dirty = await fetchSource({ rewrites, uncommitted: true });
    expect(dirty.resolvedSourceVersion).toBe(commit);
    expect(await dirty.readText("new/file")).toBe("n\n");
    const tree = await unpack(dirty);
    expect(readdirSync(tree).sort()).toEqual([".git", ".gitignore", "a", "new"]);
    expect(git(tree, "status", "--porcelain")).toBe("M a\n D gone\n?? new/".trimStart());
    await using versioned = await fetchSource({ rewrites, uncommitted: true, version: "main" });
    expect(await versioned.readText("a")).toBe("1\n");
    expect(statSync(join(path, ".git/index")).mtimeMs).toBe(before);
    expect(git(path, "status", "--porcelain")).toContain("?? new/");
  });

  test("is not reached by a name that only begins like the rewritten one, nor by dots", async () => {
    const rewrites = [{ from: "https://github.com/o/r", to: join(work, "r") }, ...open()];
    expect(await failure({ rewrites, source: { location: "https://github.com/o/r2" } })).toBe(
      "repository not found for primary source",
    );
    const below = [{ from: "https://github.com/o/", to: join(work, "below/") }];
    mkdirSync(join(work, "below"), { recursive: true });
    for (const location of [
      "https://github.com/o/../r",
      "https://github.com/o/%2e%2e/r",
      "https://github.com/o/..%2fr",
    ]) {
      expect(await failure({ rewrites: below, source: { location } })).not.toMatch(/^no failure/);
    }
  });

  test("has no hook or filter of its own run", async () => {
    const path = join(work, "hostile");
    makeRepository(path, [["main", { a: "1\n", ".gitattributes": "* filter=evil\n" }]]);
    const mark = join(work, "pwned");
    for (const hook of ["post-checkout", "post-merge", "reference-transaction", "fsmonitor-watchman"]) {
      mkdirSync(join(path, ".git/hooks"), { recursive: true });
      writeFileSync(join(path, ".git/hooks", hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
    git(path, "config", "filter.evil.smudge", `touch ${mark}; cat`);
    git(path, "config", "uploadpack.packObjectsHook", `touch ${mark}; cat`);
    await using source = await fetchSource({
      rewrites: [{ from: "https://github.com/o/r", to: path }],
      uncommitted: true,
    });
    await unpack(source);
    expect(existsSync(mark)).toBe(false);
  });
});

describe("a tree that no git would have made", () => {
  const hostile = (name: string, entries: (tree: string) => readonly TreeEntry[]): void => {
    const bare = join(server.root, `o/${name}.git`);
    git(server.root, "init", "--quiet", "--bare", bare);
    const write = (type: string, content: Buffer): string =>
      execFileSync("git", ["hash-object", "-t", type, "--literally", "-w", "--stdin"], { cwd: bare, input: content })
        .toString()
        .trim();
    const toTree = (list: readonly TreeEntry[]): string =>
      write(
        "tree",
        Buffer.concat(list.flatMap(([mode, path, id]) => [Buffer.from(`${mode} ${path}\0`), Buffer.from(id, "hex")])),
      );
    const blob = write("blob", Buffer.from("../../pwned"));
    const commit = git(bare, "commit-tree", "-m", "x", toTree(entries(toTree([["100644", "pwned", blob]]))));
    git(bare, "update-ref", "HEAD", commit);
  };

  test.each(["..", ".git", ".GIT"])("with a directory %s fails", async (path) => {
    hostile("tree", (tree) => [["40000", path, tree]]);
    expect(await failure({ rewrites: open(), source: { location: "https://github.com/o/tree" } })).toBe(
      `Git clone failed: error: invalid path '${path}/pwned' for primary source`,
    );
    rmSync(join(server.root, "o/tree.git"), { recursive: true });
  });
});

type TreeEntry = readonly [mode: string, path: string, id: string];

describe("submodules", () => {
  beforeAll(() => {
    const inner = makeRepository(join(work, "inner"), [["main", { i: "inner\n" }]]);
    publish(closed, "o/inner", join(work, "inner"), inner[0]);
    const middle = join(work, "middle");
    makeRepository(middle, [["main", { m: "middle\n" }]]);
    addSubmodule(middle, "deep/inner", "../inner.git", inner[0] ?? "");
    publish(closed, "o/middle", middle, undefined);
    const outer = join(work, "outer");
    makeRepository(outer, [["main", { "buildspec.yml": "version: 0.2\n" }]]);
    addSubmodule(outer, "lib/middle", "https://github.com/o/middle", git(middle, "rev-parse", "HEAD"));
    publish(closed, "o/outer", outer, undefined);
  });

  test("come with theirs when they are asked for, with the same credential", async () => {
    const source = {
      location: "https://github.com/o/outer",
      gitSubmodulesConfig: { fetchSubmodules: true },
      gitCloneDepth: 1,
    };
    await using fetched = await fetchSource({ rewrites: guarded(), password: SECRET, source });
    expect(await fetched.readText("lib/middle/deep/inner/i")).toBe("inner\n");
    const tree = await unpack(fetched);
    expect(readFileSync(join(tree, "lib/middle/deep/inner/i"), "utf8")).toBe("inner\n");
    expect(
      git(tree, "submodule", "status", "--recursive")
        .split("\n")
        .map((line) => line.trim().split(" ")[1]),
    ).toEqual(["lib/middle", "lib/middle/deep/inner"]);
    expect(git(tree, "status", "--porcelain")).toBe("");
    expect(git(join(tree, "lib/middle"), "status", "--porcelain")).toBe("");
    expect(git(join(tree, "lib/middle"), "remote", "get-url", "origin")).toBe("https://github.com/o/middle");
  });

  test("stay away when they are not asked for", async () => {
    await using fetched = await fetchSource({
      rewrites: guarded(),
      password: SECRET,
      source: { location: "https://github.com/o/outer" },
    });
    expect(readdirSync(join(await unpack(fetched), "lib/middle"))).toEqual([]);
  });

  test("of another host don't get the credential", async () => {
    await using other = await startGitServer();
    publish(other, "x/inner", join(work, "inner"), undefined);
    const path = join(work, "elsewhere");
    makeRepository(path, [["main", { a: "1\n" }]]);
    addSubmodule(path, "sub", "https://gitlab.com/x/inner", git(join(work, "inner"), "rev-parse", "HEAD"));
    publish(closed, "o/elsewhere", path, undefined);
    const rewrites = [...guarded(), { from: "https://gitlab.com/", to: other.url }];
    const source = { location: "https://github.com/o/elsewhere", gitSubmodulesConfig: { fetchSubmodules: true } };
    await using fetched = await fetchSource({ rewrites, password: SECRET, source });
    expect(await fetched.readText("sub/i")).toBe("inner\n");
    expect(other.authorizations.length).toBeGreaterThan(0);
    expect(other.authorizations.filter((value) => value !== "")).toEqual([]);
  });

  test("whose location has a credential are fetched with that one", async () => {
    await using other = await startGitServer({ password: "theirs" });
    publish(other, "x/inner", join(work, "inner"), undefined);
    const path = join(work, "with-credential");
    makeRepository(path, [["main", { a: "1\n" }]]);
    const url = "https://bob:theirs@gitlab.com/x/inner";
    addSubmodule(path, "sub", url, git(join(work, "inner"), "rev-parse", "HEAD"));
    publish(closed, "o/with-credential", path, undefined);
    const rewrites = [...guarded(), { from: "https://gitlab.com/", to: other.url }];
    const source = { location: "https://github.com/o/with-credential", gitSubmodulesConfig: { fetchSubmodules: true } };
    await using fetched = await fetchSource({ rewrites, password: SECRET, source });
    expect(await fetched.readText("sub/i")).toBe("inner\n");
  });

  test.each([
    ["a path of this machine", "sub", (): string => join(work, "inner")],
    ["a file:// location", "sub", (): string => `file://${join(work, "inner")}`],
    ["an option", "sub", (): string => "--upload-pack=touch /tmp/pwned"],
    ["a command", "sub", (): string => "ext::sh -c 'touch /tmp/pwned'"],
    ["a name that leaves its directory", "../../../x", (): string => "https://github.com/o/inner"],
  ])("with %s are refused", async (_name, name, url) => {
    const path = mkdtempSync(join(work, "bad-"));
    makeRepository(path, [["main", { a: "1\n" }]]);
    addSubmodule(path, "sub", url(), git(join(work, "inner"), "rev-parse", "HEAD"), name);
    const source = { gitSubmodulesConfig: { fetchSubmodules: true } };
    expect(await failure({ rewrites: [{ from: "https://github.com/o/r", to: path }], source })).toMatch(/^submodule /);
    expect(existsSync("/tmp/pwned")).toBe(false);
  });
});

function addSubmodule(directory: string, path: string, url: string, commit: string, name = path): void {
  writeFileSync(join(directory, ".gitmodules"), `[submodule "${name}"]\n\tpath = ${path}\n\turl = ${url}\n`);
  git(directory, "add", ".gitmodules");
  git(directory, "update-index", "--add", "--cacheinfo", `160000,${commit},${path}`);
  git(directory, "commit", "--quiet", "--message", "submodule");
}

test("an abort ends git and leaves nothing", async () => {
  await using hanging = await startGitServer({ hang: true });
  const controller = new AbortController();
  const fetching = fetchSource({ rewrites: [{ from: "https://github.com/", to: hanging.url }] }, controller.signal);
  await hanging.asked;
  controller.abort(new Error("stopped"));
  await expect(fetching).rejects.toThrow("stopped");
});

test("10,000 files come whole", { timeout: 120_000 }, async () => {
  const path = join(work, "large");
  const files = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`d${index % 100}/f${index}`, `${index}\n`.repeat(20)]),
  );
  const [commit] = makeRepository(path, [["main", files]]);
  publish(server, "o/large", path, undefined);
  await using source = await fetchSource({ rewrites: open(), source: { location: "https://github.com/o/large" } });
  expect(source.resolvedSourceVersion).toBe(commit);
  const tree = await unpack(source);
  expect(git(tree, "status", "--porcelain")).toBe("");
  expect(git(tree, "ls-files").split("\n")).toHaveLength(10_000);
});
