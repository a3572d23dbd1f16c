import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

import { BUILDSPEC_KEYS, README, TABLES, withTables } from "./readme-tables.ts";

it.each(Object.entries(TABLES))("the README's table %s tells what the code does", (name, make) => {
  const place = new RegExp(`<!-- table: ${name} -->\n([^]*?)<!-- end -->`).exec(readFileSync(README, "utf8"));
  expect(place?.[1], "`node test/docs/readme-tables.ts` writes the tables anew").toBe(make());
});

it("the README has no table that nothing is made for", () => {
  const readme = readFileSync(README, "utf8");
  const places = [...readme.matchAll(/<!-- table: (\S+) -->/g)].map(([, name]) => name);
  expect(places.toSorted()).toEqual(Object.keys(TABLES).toSorted());
  expect(withTables(readme)).toBe(readme);
});

it.each(Object.entries(BUILDSPEC_KEYS))(
  "the test that the README names for the buildspec's %s has a buildspec with that key",
  (key, { test }) => {
    const [name = "", value = ""] = (key.split(/\.(?!\d)/).at(-1) ?? "").split(": ");
    expect(readFileSync(test, "utf8")).toMatch(new RegExp(`(?<![\\w-])${name}["']?:\\s*["']?${value}`));
  },
);

const pages = [README, "CHANGELOG.md", "CONTRIBUTING.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter(
  (page) => page.endsWith(".md"),
);

it.each(pages)("every link of %s to a file leads to one", (page) => {
  const text = readFileSync(page, "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^(https?:|#)/.test(link));
  expect(links.filter((link) => !existsSync(join(dirname(page), link.replace(/#.*/, ""))))).toEqual([]);
});

/** Paths in code marks, such as `src/main.ts`, in pages that tell of the code; `<noun>` and `…` stand for many. */
it.each(pages)("every path that %s names is there", (page) => {
  const text = readFileSync(page, "utf8");
  const paths = [...text.matchAll(/`((?:src|test|codegen|generated|model|scripts|bench|docs)\/[\w./-]*)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

it("the layout in docs/architecture.md has every folder of the root, of src/ and of its nouns", (context) => {
  if (!existsSync(".git")) context.skip("this is no git checkout, which would tell what belongs to the project");
  const layout = /## 2\. Layout\n+```\n([^]*?)```/.exec(readFileSync("docs/architecture.md", "utf8"))?.[1] ?? "";
  const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
  const folders = new Set(
    tracked.flatMap((path) => {
      const [top = "", second, third, ...more] = path.split("/");
      if (second === undefined || top.startsWith(".")) return [];
      if (top !== "src" || third === undefined) return [`${top}/`];
      return [
        `${second}/`,
        ...(/^(operations|engine|protocol)$/.test(second) || more.length === 0 ? [] : [`${third}/`]),
      ];
    }),
  );
  expect([...folders].filter((name) => !layout.includes(name))).toEqual([]);
});
