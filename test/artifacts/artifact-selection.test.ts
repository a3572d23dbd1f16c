import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { pack } from "tar-stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { selectArtifacts } from "../../src/artifacts/artifact-selection.ts";
import type { ArtifactSection } from "../../src/artifacts/artifact-patterns.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { DirectoryArchives } from "./directory-archives.ts";

let root: string;
let source: string;
let archives: DirectoryArchives;
let lines: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "artifact-selection-"));
  source = join(root, "src");
  mkdirSync(source);
  archives = new DirectoryArchives();
  lines = [];
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(path: string, content = path): string {
  const file = join(source, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(source, path)), { recursive: true });
  symlinkSync(target, join(source, path));
}

/** The selected files as path → content. */
async function select(
  spec: Partial<ArtifactSection>,
  from: Parameters<typeof selectArtifacts>[0] = archives,
): Promise<Record<string, string>> {
  const whole = {
    files: [],
    baseDirectory: undefined,
    discardPaths: false,
    excludePaths: [],
    ...spec,
  };
  const found: Record<string, string> = {};
  for await (const file of selectArtifacts(from, source, whole, (line) => lines.push(line))) {
    expect(found).not.toHaveProperty([file.path]);
    const content = await text(file.content);
    expect(Buffer.byteLength(content)).toBe(file.size);
    found[file.path] = content;
  }
  return found;
}

async function selectedPaths(spec: Partial<ArtifactSection>): Promise<string[]> {
  return Object.keys(await select(spec)).toSorted();
}

describe("patterns", () => {
  beforeEach(() => {
    for (const path of [
      "a.txt",
      "b.js",
      ".hidden",
      "dist/index.html",
      "dist/js/app.js",
      "dist/js/app.js.map",
      "my-dir1/x",
      "my-dir2/y/z",
    ])
      put(path);
    mkdirSync(join(source, "empty"));
  });

  test.each<[name: string, spec: Partial<ArtifactSection>, expected: string[]]>([
    [
      "everything",
      { files: ["**/*"] },
      [
        ".hidden",
        "a.txt",
        "b.js",
        "dist/index.html",
        "dist/js/app.js",
        "dist/js/app.js.map",
        "my-dir1/x",
        "my-dir2/y/z",
      ],
    ],
    ["at any depth, the top too", { files: ["**/*.js"] }, ["b.js", "dist/js/app.js"]],
    ["one directory only", { files: ["dist/*"] }, ["dist/index.html"]],
    [
      "a directory and all below it",
      { files: ["dist/**/*"] },
      ["dist/index.html", "dist/js/app.js", "dist/js/app.js.map"],
    ],
    ["a leading ./", { files: ["./a.txt", "./dist/*"] }, ["a.txt", "dist/index.html"]],
    ["a file that several patterns match comes once", { files: ["**/*.txt", "a.txt", "a.*"] }, ["a.txt"]],
    ["a base directory", { baseDirectory: "dist", files: ["**/*"] }, ["index.html", "js/app.js", "js/app.js.map"]],
    ["a base directory with slashes", { baseDirectory: "./dist/js/", files: ["*"] }, ["app.js", "app.js.map"]],
    [
      "a base directory that is a pattern: the directory itself is not in the output",
      { baseDirectory: "my-dir*", files: ["**/*"] },
      ["x", "y/z"],
    ],
    ["discarded paths", { files: ["**/*.html", "my-dir2/**/*"], discardPaths: true }, ["index.html", "z"]],
    [
      "excluded paths",
      { files: ["**/*"], excludePaths: ["**/*.map", "my-dir*/**/*", ".hidden"] },
      ["a.txt", "b.js", "dist/index.html", "dist/js/app.js"],
    ],
    [
      "excluded paths count from the base directory",
      { baseDirectory: "dist", files: ["**/*"], excludePaths: ["js/**"] },
      ["index.html"],
    ],
    ["alternatives", { files: ["{a.txt,dist/*.html}"] }, ["a.txt", "dist/index.html"]],
    [
      "the source directory written out",
      { baseDirectory: "SOURCE/dist", files: ["SOURCE/dist/index.html", "js/*.js"] },
      ["index.html", "js/app.js"],
    ],
  ])("%s", async (_name, spec, expected) => {
    const here = (path: string): string => path.replace("SOURCE", source);
    const { baseDirectory, files = [] } = spec;
    const written = {
      ...spec,
      files: files.map(here),
      ...(baseDirectory === undefined ? {} : { baseDirectory: here(baseDirectory) }),
    };
    expect(await selectedPaths(written)).toEqual(expected);
  });

  test.each<[name: string, spec: Partial<ArtifactSection>]>([
    ["a pattern without a match", { files: ["nothing-here"] }],
    ["a directory named alone", { files: ["dist"] }],
    ["an empty directory", { files: ["empty/**/*", "empty"] }],
    ["no patterns", { files: [] }],
    ["a base directory that is not there", { baseDirectory: "out", files: ["**/*"] }],
    ["a base directory that is a file", { baseDirectory: "a.txt", files: ["**/*"] }],
    ["everything excluded", { files: ["a.txt"], excludePaths: ["**/*"] }],
  ])("%s: no matching artifact paths found", async (_name, spec) => {
    await expect(select(spec)).rejects.toThrow(new PhaseError("CLIENT_ERROR", "no matching artifact paths found"));
    expect(lines.at(-1)).not.toMatch(/Found/);
  });

  test.each([["/etc"], ["../other"], ["dist/../../x"], ["/"]])(
    "%s is refused, as a file and as the base directory",
    async (path) => {
      for (const spec of [
        { files: [path] },
        { files: ["**/*"], baseDirectory: path },
        { files: ["**/*"], excludePaths: [path] },
      ]) {
        await expect(select(spec)).rejects.toMatchObject({
          code: "CLIENT_ERROR",
          message: expect.stringContaining(path) as string,
        });
      }
      expect(archives.asked).toEqual([]);
    },
  );

  test("the log says what is looked for, what is not there and how much was found", async () => {
    await select({ files: ["**/*.js", "nope/*"], baseDirectory: "dist" });
    expect(lines).toEqual([
      "Expanding base directory path: dist",
      "Assembling file list",
      "Expanding dist",
      "Expanding file paths for base directory dist",
      "Assembling file list",
      "Expanding **/*.js",
      "Expanding nope/*",
      "Skipping invalid file path nope/*",
      "Found 1 file(s)",
    ]);
  });

  test("of two files with one name the first stays and the log names the other", async () => {
    put("dist/js/index.html", "the other");
    const found = await select({ files: ["dist/**/*.html"], discardPaths: true });
    expect(found).toEqual({ "index.html": "dist/index.html" });
    expect(lines).toContain("Skipping dist/js/index.html: the artifact has a file index.html already");
  });

  test("only the smallest place that holds all matches is fetched, once", async () => {
    await select({ baseDirectory: "dist", files: ["js/**/*", "js/*.map"] });
    expect(archives.asked).toEqual([join(source, "dist/js")]);
  });

  test("a file named without special characters is fetched alone", async () => {
    await select({ files: ["a.txt", "dist/**/*", "dist/index.html"] });
    expect(archives.asked.toSorted()).toEqual([join(source, "a.txt"), join(source, "dist")]);
  });

  test("many single files are fetched together", async () => {
    const files = Array.from({ length: 40 }, (_, index) => `many/of/f${index}`);
    for (const file of files) put(file);
    expect(await selectedPaths({ files })).toEqual(files.toSorted());
    expect(archives.asked).toEqual([join(source, "many/of")]);
  });
});

describe("what is not a plain file", () => {
  test("modes, times and sizes are kept", async () => {
    const file = put("run.sh", "#!/bin/sh\n");
    chmodSync(file, 0o754);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    put("empty", "");
    const seen: unknown[] = [];
    const spec = { files: ["*"], baseDirectory: undefined, discardPaths: false, excludePaths: [] };
    for await (const { path, mode, modified, size, content } of selectArtifacts(
      archives,
      source,
      spec,
      () => undefined,
    )) {
      await text(content);
      seen.push([path, path === "empty" ? 0 : mode, path === "empty" ? 0 : modified.getTime(), size]);
    }
    expect(seen).toEqual([
      ["empty", 0, 0, 0],
      ["run.sh", 0o754, 1_700_000_000_000, 10],
    ]);
  });

  test("a symlink to a file is that file, wherever it is and however many links lead there", async () => {
    put("real.txt", "real");
    writeFileSync(join(root, "outside.txt"), "outside the source");
    link("one", "real.txt");
    link("deep/two", "../one");
    link("three", join(root, "outside.txt"));
    link("four", "../outside.txt");
    const found = await select({ files: ["**/*"] });
    expect(found).toEqual({
      "real.txt": "real",
      one: "real",
      "deep/two": "real",
      three: "outside the source",
      four: "outside the source",
    });
  });

  test("a symlink named alone is the file it leads to", async () => {
    put("real.txt", "real");
    link("alias", "real.txt");
    expect(await select({ files: ["alias"] })).toEqual({ alias: "real" });
  });

  test("dangling links, loops and links to directories are skipped with a line each", async () => {
    put("dir/file");
    link("dangling", "nowhere");
    link("loop", "pool");
    link("pool", "loop");
    link("to-dir", "dir");
    expect(await selectedPaths({ files: ["**/*"] })).toEqual(["dir/file"]);
    expect(lines.filter((line) => line.startsWith("Skipping"))).toEqual([
      "Skipping dangling: a symbolic link to nothing",
      "Skipping loop: too many levels of symbolic links",
      "Skipping pool: too many levels of symbolic links",
      "Skipping to-dir: a symbolic link to a directory",
    ]);
  });

  test("a link to a directory is followed where it is named as such", async () => {
    put("build/out/a");
    link("dist", "build/out");
    expect(await select({ files: ["dist/**/*"] })).toEqual({ "dist/a": "build/out/a" });
    expect(await select({ files: ["**/*"], baseDirectory: "dist" })).toEqual({ a: "build/out/a" });
  });

  test("hard links get their content", async () => {
    const file = put("first", "same content");
    linkSync(file, join(source, "second"));
    expect(await select({ files: ["**/*"] })).toEqual({ first: "same content", second: "same content" });
    expect(await select({ files: ["second"] })).toEqual({ second: "same content" });
  });

  test("many links cost two passes, not a fetch each", async () => {
    for (let index = 0; index < 60; index++) {
      put(`files/${index}`, `content ${index}`);
      link(`links/${index}`, `../files/${index % 40}`);
      link(`bin/${index}`, `../links/${index}`);
    }
    link("bin/dangling", "../nowhere");
    const found = await select({ files: ["links/*", "**/bin/*"] });
    expect(Object.keys(found)).toHaveLength(120);
    for (let index = 0; index < 60; index++) {
      expect(found[`links/${index}`]).toBe(`content ${index % 40}`);
      expect(found[`bin/${index}`]).toBe(`content ${index % 40}`);
    }
    expect(lines).toContain("Skipping bin/dangling: a symbolic link to nothing");
  });

  test("links to plain files of the same tree are all found in the second pass", async () => {
    for (let index = 0; index < 30; index++) {
      put(`files/${index}`, `content ${index}`);
      link(`links/${index}`, `../files/${index % 20}`);
    }
    expect(Object.keys(await select({ files: ["**/*"] }))).toHaveLength(60);
    expect(archives.asked).toEqual([source, source]);
  });

  test("fifos are skipped with a line", async () => {
    put("file");
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(source, "pipe")]);
    expect(await selectedPaths({ files: ["*"] })).toEqual(["file"]);
    expect(lines).toContain("Skipping pipe: not a regular file");
  });

  test("odd names are names: newlines, backslashes, quotes, other scripts, bytes that are no UTF-8", async () => {
    const names = ["a\nb", "back\\slash", "q\"u'o te", "日本語.txt", "-rf", "$(id)", "*"];
    for (const name of names) put(name);
    const odd = Buffer.concat([Buffer.from(`${source}/`), Buffer.from([0x62, 0xff, 0x64])]);
    writeFileSync(odd, "bytes");
    const found = await select({ files: ["**/*"] });
    expect(Object.keys(found).toSorted()).toEqual([...names, "b\u{FFFD}d"].toSorted());
  });

  test("a name longer than a tar header is kept", async () => {
    const path = `${"deep/".repeat(40)}${"n".repeat(200)}`;
    put(path);
    expect(await selectedPaths({ files: ["**/*"] })).toEqual([path]);
  });

  test("names that would leave the directory are left out", async () => {
    const hostile = {
      getArchive(): Promise<Readable> {
        const tar = pack();
        tar.entry({ name: "src/", type: "directory" });
        tar.entry({ name: "src/../../evil" }, "evil");
        tar.entry({ name: "/etc/passwd" }, "evil");
        tar.entry({ name: "src//evil" }, "evil");
        tar.entry({ name: "src/good" }, "good");
        tar.finalize();
        return Promise.resolve(Readable.from(tar));
      },
    };
    expect(await select({ files: ["**/*"] }, hostile)).toEqual({ good: "good" });
    expect(lines).toContain('Skipping "src/../../evil": not a plain file name');
  });
});

describe("the stream", () => {
  test("an archive that breaks off is an error, not a shorter artifact", async () => {
    put("a", "x".repeat(100_000));
    const broken = {
      getArchive: async (path: string) => {
        const whole = await archives.getArchive(path);
        return Readable.from(
          (async function* () {
            let left = 50_000;
            for await (const chunk of whole as AsyncIterable<Buffer>) {
              yield chunk.subarray(0, left);
              left -= chunk.length;
              if (left <= 0) return;
            }
          })(),
        );
      },
    };
    await expect(select({ files: ["**/*"] }, broken)).rejects.toThrow(/Unexpected end of data/);
  });

  test("an archive whose connection fails is an error", async () => {
    put("a", "x".repeat(1_000_000));
    const failing = {
      getArchive: async (path: string) => {
        const whole = await archives.getArchive(path);
        setImmediate(() => whole.destroy(new Error("connection lost")));
        return whole;
      },
    };
    await expect(select({ files: ["**/*"] }, failing)).rejects.toThrow("connection lost");
  });

  test("leaving the loop early ends the transfer", async () => {
    for (let index = 0; index < 50; index++) put(`f${index}`, "x".repeat(100_000));
    let transfer: Readable | undefined;
    const watched = {
      getArchive: async (path: string) => {
        transfer = await archives.getArchive(path);
        return transfer;
      },
    };
    const spec = { files: ["**/*"], baseDirectory: undefined, discardPaths: false, excludePaths: [] };
    for await (const file of selectArtifacts(watched, source, spec, () => undefined)) {
      await text(file.content);
      break;
    }
    expect(transfer?.destroyed).toBe(true);
  });
});
