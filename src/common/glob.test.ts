import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createGlob, isGlob, literalPrefix } from "./glob.ts";

describe("what a pattern matches and what not", () => {
  test.each<[pattern: string, matches: string[], misses: string[]]>([
    ["**/*", ["a", "a.txt", "dir/a", "a/b/c/d.e", ".hidden", ".git/config"], []],
    ["**/*.txt", ["a.txt", "b/a.txt", "b/c/.txt"], ["a.txt/b", "atxt"]],
    ["dir/*", ["dir/a", "dir/.a"], ["dir", "dir/a/b", "a/dir/b"]],
    ["dir/**/*", ["dir/index.html", "dir/a/b", "dir/a/b/c"], ["dir", "other/dir/a", "directory/a"]],
    ["dir/**", ["dir/a", "dir/a/b"], ["dir", "dirs/a"]],
    ["**", ["a", "a/b"], []],
    ["**/node_modules/**/*", ["node_modules/a", "a/node_modules/b/c"], ["node_modules", "a/node_modules2/b"]],
    ["**/.*/**/*", [".git/config", "a/.b/c/d"], [".gitignore", "a/b"]],
    ["**/.*", [".gitignore", "a/.env"], [".git/config", "a.b"]],
    ["a.txt", ["a.txt"], ["b/a.txt", "aXtxt", "a.txt2"]],
    ["./a.txt", ["a.txt"], ["./a.txt"]],
    ["././/dir//./a", ["dir/a"], ["a"]],
    ["dir", ["dir"], ["dir/a"]],
    ["dir/", [], ["dir", "dir/a"]],
    ["*", ["a", ".a"], ["a/b"]],
    ["*.j?", ["a.js", ".js"], ["a.j", "a/b.js", "a.j/"]],
    ["a?c", ["abc", "aéc", "a😀c"], ["ac", "a/c"]],
    ["**.js", ["a.js"], ["b/a.js"]],
    ["a**b", ["ab", "axxb"], ["a/b"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb"]],
    ["**/**/x", ["x", "a/x", "a/b/x"], ["xx"]],
    ["[a-c]x", ["ax", "cx"], ["dx", "x", "[a-c]x"]],
    ["[!a-c]x", ["dx"], ["ax", "/x"]],
    ["[^a]", ["b"], ["a", "/"]],
    ["[]]", ["]"], ["a"]],
    ["[a-]", ["a", "-"], ["b"]],
    ["[a", ["[a"], ["a"]],
    ["[a/b]", ["[a/b]"], ["a", "/"]],
    ["{a,b}.txt", ["a.txt", "b.txt"], ["c.txt", "{a,b}.txt"]],
    ["{a,b/{c,d}}/*", ["a/x", "b/c/x", "b/d/x"], ["b/x", "c/x"]],
    ["x{,.min}.js", ["x.js", "x.min.js"], ["x..js"]],
    ["{**/,}a", ["a", "b/a", "c/b/a"], ["ba"]],
    ["{a,b", ["{a,b"], ["a"]],
    ["dir/{**/*.js,*.css}", ["dir/a.js", "dir/b/a.js", "dir/a.css"], ["dir/b/a.css"]],
    ["\\*", ["*"], ["a"]],
    ["a\\", ["a\\"], ["a"]],
    ["ünï/*.täxt", ["ünï/ä.täxt"], ["uni/a.txt"]],
    ["(a|b)+$.", ["(a|b)+$."], ["a"]],
    ["", [""], ["a"]],
  ])("%s", (pattern, matches, misses) => {
    const glob = createGlob(pattern);
    for (const path of matches) expect([path, glob.matches(path)]).toEqual([path, true]);
    for (const path of misses) expect([path, glob.matches(path)]).toEqual([path, false]);
  });
});

test.each([
  ["**/*", ""],
  ["*.js", ""],
  ["a.txt", ""],
  ["dist/*", "dist"],
  ["./dist//js/**/*", "dist/js"],
  ["a/b.txt", "a"],
  ["a/b*/c", "a"],
  ["{a,b}/c", ""],
  ["a/\\*/c", "a"],
  ["dir/", "dir"],
])("every match of %s lies below '%s'", (pattern, prefix) => {
  expect(literalPrefix(pattern)).toBe(prefix);
});

test("a path is no pattern", () => {
  expect(isGlob("a/b-c.d e")).toBe(false);
  for (const pattern of ["*", "a?", "[a]", "{a}", "\\a"]) expect(isGlob(pattern)).toBe(true);
});

test("patterns made to blow up don't", () => {
  const path = `${"a/".repeat(200)}${"a".repeat(2_000)}`;
  for (const pattern of [
    `${"*a".repeat(200)}b`,
    `${"**/".repeat(200)}b`,
    `${"{a,a}".repeat(300)}b`,
    "{".repeat(4_000),
    `${"{a,".repeat(800)}${"}".repeat(800)}`,
  ]) {
    const began = performance.now();
    expect(createGlob(pattern).matches(path)).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  }
});

test("a path without special characters matches itself and nothing else", () => {
  const name = fc.stringMatching(/^[^/*?[\]{}\\.\0][^/*?[\]{}\\\0]{0,6}$/u);
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 4 }),
      fc.array(name, { minLength: 1, maxLength: 4 }),
      (one, other) => {
        const path = one.join("/");
        expect(createGlob(path).matches(path)).toBe(true);
        expect(createGlob("**/*").matches(path)).toBe(true);
        expect(createGlob(path).matches(other.join("/"))).toBe(path === other.join("/"));
      },
    ),
  );
});
