import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseBuildspec } from "../../src/buildspec/parse-buildspec.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const TASK = {
  identifier: "one",
  buildspec: "one.yml",
  "debug-session": true,
  "ignore-failure": false,
  env: {
    "compute-type": "BUILD_GENERAL1_SMALL",
    image: "i",
    "privileged-mode": true,
    type: "t",
    variables: { A: "1" },
  },
};
const BATCHES: readonly Json[] = [
  { "fast-fail": true, "build-list": [TASK, { identifier: "two", env: { fleet: "f" } }] },
  { "build-graph": [TASK, { identifier: "two", "depend-on": ["one"] }] },
  {
    "build-matrix": {
      static: { "ignore-failure": true, env: { type: "t", "privileged-mode": false } },
      dynamic: { buildspec: ["a.yml"], env: { "compute-type": ["c"], image: ["i"], variables: { A: ["1", "2"] } } },
    },
  },
  { "build-fanout": { parallelism: 3, "ignore-failure": true } },
];

/** Every key of the reference; `reports` and `proxy` apart, of which the parsed form keeps nothing. */
const complete = (batch: Json): Json => ({
  version: 0.2,
  "run-as": "user",
  env: {
    shell: "bash",
    variables: { A: "1" },
    "parameter-store": { B: "b" },
    "secrets-manager": { C: "c" },
    "exported-variables": ["A"],
    "git-credential-helper": "yes",
  },
  phases: {
    install: {
      "run-as": "root",
      "on-failure": "ABORT",
      "runtime-versions": { nodejs: 20 },
      commands: ["a"],
      finally: ["b"],
    },
    pre_build: { commands: ["c"] },
    build: { "on-failure": "RETRY-2-x", commands: ["d", "e"] },
    post_build: { "on-failure": "CONTINUE", commands: [] },
  },
  artifacts: {
    files: ["f"],
    name: "n",
    "discard-paths": "no",
    "base-directory": "b",
    "exclude-paths": ["x"],
    "enable-symlinks": "yes",
    "s3-prefix": "p",
    "secondary-artifacts": { other: { files: ["g"] } },
  },
  cache: { paths: ["p"], key: "k", "fallback-keys": ["l"], action: "save" },
  batch,
});

/** Places of the tree below `value`, its own among them. */
function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== "object") return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function get(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((node, key) => (node as Readonly<Record<string, Json>>)[key] ?? null, value);
}

function put(value: Json, path: readonly string[], change: (node: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item: Json, at) => (String(at) === key ? put(item, rest, change) : item));
  const map = value as Readonly<Record<string, Json>>;
  return { ...map, [key]: put(map[key] ?? null, rest, change) };
}

/** What is said of it: the parsed form with its warnings, or the error. */
function said(buildspec: Json): string {
  try {
    return JSON.stringify(parseBuildspec(JSON.stringify(buildspec)), (_key, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    return `error: ${error.message}`;
  }
}

const place = fc
  .constantFrom(...BATCHES)
  .map(complete)
  .chain((buildspec) => fc.constantFrom(...pathsOf(buildspec)).map((path) => ({ buildspec, path })));

describe("a buildspec that has every key", () => {
  test.each(BATCHES)("is read without a warning (%j)", (batch) => {
    expect(said(complete(batch))).toMatch(/"warnings":\[\]/);
  });

  test("with anything else at one place says so: an error, a warning, or the value itself is in what is read", () => {
    const other = fc.constantFrom<Json>({ zzz: 1 }, [["zzz"]], ["zzz"], "zzz", { zzz: ["zzz"] }, "zzz\nzzz");
    fc.assert(
      fc.property(place, other, ({ buildspec, path }, value) => {
        const text = said(put(buildspec, path, () => value));
        expect(text).toMatch(/^error: |zzz/);
      }),
      { numRuns: 3_000 },
    );
  });

  test("with one key more in any of its maps names it, as an error, a warning or one of the user's own names", () => {
    fc.assert(
      fc.property(place, fc.constantFrom<Json>("v", ["v"], { v: "v" }, null), ({ buildspec, path }, value) => {
        const node = get(buildspec, path);
        fc.pre(node !== null && typeof node === "object" && !Array.isArray(node));
        const text = said(put(buildspec, path, (map) => ({ ...(map as Readonly<Record<string, Json>>), zzz: value })));
        expect(text).toMatch(/^error: |zzz/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("with any values at several places is read or refused, never anything else", () => {
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(place, fc.array(fc.tuple(fc.nat(), value), { maxLength: 4 }), ({ buildspec, path }, changes) => {
        let changed = buildspec;
        for (const [pick, put_] of [...changes, [0, null] as const]) {
          const paths = pathsOf(changed);
          changed = put(changed, paths[pick % paths.length] ?? path, (node) => (put_ === null ? node : put_));
        }
        said(changed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("soon, however large:", () => {
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const phases = { build: { commands: ["a"] } };
  test.each<[string, Json]>([
    [
      "a graph whose tasks wait for each other from the last to the first",
      {
        batch: {
          "build-graph": many(15_000, (at) => ({
            identifier: `t${at}`,
            "depend-on": at > 0 ? [`t${at - 1}`] : [],
          })).toReversed(),
        },
      },
    ],
    [
      "a circle of tasks",
      {
        batch: {
          "build-graph": many(15_000, (at) => ({ identifier: `t${at}`, "depend-on": [`t${(at + 1) % 15_000}`] })),
        },
      },
    ],
    [
      "a task that all others wait for",
      { batch: { "build-graph": many(15_000, (at) => ({ identifier: `t${at}`, "depend-on": at > 0 ? ["t0"] : [] })) } },
    ],
    [
      "a matrix of more builds than there are atoms",
      {
        batch: {
          "build-matrix": {
            dynamic: {
              env: { variables: Object.fromEntries(many(100, (at) => [`V${at}`, many(100, String)])) },
            },
          },
        },
      },
    ],
    [
      "runtimes",
      { phases: { install: { "runtime-versions": Object.fromEntries(many(40_000, (at) => [`r${at}`, "1"])) } } },
    ],
    ["users' names", { "run-as": "u".repeat(900_000) }],
    ["cache paths", { cache: { paths: many(40_000, (at) => `p${at}/**`), key: "k".repeat(100_000) } }],
    ["exported variables", { env: { "exported-variables": many(40_000, (at) => `V${at}`) } }],
  ])("%s", (_name, more) => {
    const began = performance.now();
    said({ version: 0.2, phases, ...(more as object) });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
