import { readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseBuildspec } from "../../src/buildspec/parse-buildspec.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";

const CASES = new URL("../fixtures/buildspecs/", import.meta.url);

/** As the case files have it: maps as lists of pairs, nothing of what is undefined, an error as its code and message. */
function outcome(text: string, options: { readonly forBatch?: boolean } = {}): unknown {
  try {
    const buildspec = parseBuildspec(text, options);
    return {
      buildspec: JSON.parse(
        JSON.stringify(buildspec, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
      ) as unknown,
    };
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

describe("a buildspec is read or refused as its case says", () => {
  const cases = readdirSync(CASES);
  test("the corpus is there", () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });
  test.each(cases)("%s", (name) => {
    const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, CASES), "utf8")) as unknown;
    const text = readFileSync(new URL(`${name}/buildspec.yml`, CASES), "utf8");
    expect(outcome(text, { forBatch: name.startsWith("in-a-batch-") })).toEqual(expected);
  });
});

describe("whatever the text, the answer is a buildspec or a PhaseError, and soon", () => {
  const corpus = readdirSync(CASES).map((name) => readFileSync(new URL(`${name}/buildspec.yml`, CASES), "utf8"));
  const piece = fc.oneof(
    fc.constantFrom(
      "version: 0.2\n",
      "phases:\n",
      "  build:\n",
      "    commands:\n",
      "      - echo a\n",
      "- ",
      "? ",
      ": ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&a ",
      "*a",
      "<<: *a\n",
      "!!str ",
      "!x ",
      "|\n",
      ">-\n",
      '"',
      "'",
      "#",
      "%",
      "@",
      "---\n",
      "...\n",
      "\t",
      " ",
      "\n",
      "\r\n",
      "\\",
      "\u{FEFF}",
      "\0",
      "__proto__: ",
      "\uD800",
    ),
    fc.string({ maxLength: 8 }),
  );

  test("arbitrary pieces of YAML", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        outcome(pieces.join(""));
      }),
      { numRuns: 2_000 },
    );
  });

  test("arbitrary text of any kind", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        outcome(text);
        outcome(`version: 0.2\n${text}`);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the corpus with a piece cut out, doubled or put in", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...corpus),
        fc.nat(),
        fc.nat({ max: 30 }),
        piece,
        fc.boolean(),
        (text, at, length, put, twice) => {
          const start = text.length === 0 ? 0 : at % text.length;
          const cut = text.slice(start, start + length);
          outcome(text.slice(0, start) + put + (twice ? cut + cut : "") + text.slice(start + length));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("values of variables survive any JSON text", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z_]\w{0,10}$/), fc.string({ unit: "grapheme", maxLength: 20 })),
        (variables) => {
          fc.pre(Object.values(variables).every((value) => !value.includes("\0")));
          const text = JSON.stringify({ version: 0.2, env: { variables }, phases: { build: { commands: ["env"] } } });
          expect([...parseBuildspec(text).env.variables]).toEqual(Object.entries(variables));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("flow collections may be indented as one likes, and what follows them may not", () => {
    const name = fc.stringMatching(/^[A-Za-z_]\w{0,5}$/);
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 6 }), { minLength: 1, maxLength: 20 }),
        fc.dictionary(name, fc.constant("v"), { minKeys: 1 }),
        fc.infiniteStream(fc.nat({ max: 9 })),
        (commands, variables, indents) => {
          const ragged = (value: unknown): string =>
            JSON.stringify(value, null, 1).replaceAll(/\n */g, () => `\n${" ".repeat(Number(indents.next().value))}`);
          const text =
            `version: 0.2\nphases:\n  build:\n    commands: ${ragged(commands)}\n  post_build:\n    commands:\n      - |\n        a\n         b\n` +
            `env:\n  variables: ${ragged(variables)}\n  # the end\nartifacts:\n  files: [a,\nb]\n`;
          const buildspec = parseBuildspec(text);
          expect(buildspec.phases.build?.commands).toEqual(commands);
          expect(buildspec.phases.post_build?.commands).toEqual(["a\n b\n"]);
          expect(Object.fromEntries(buildspec.env.variables)).toEqual({ ...variables });
          expect(buildspec.artifacts?.files).toEqual(["a", "b"]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ["a megabyte of open brackets", "[".repeat(1_000_000)],
    ["a megabyte of list items", "- a\n".repeat(250_000)],
    ["more than a megabyte", `version: 0.2\n# ${"x".repeat(1_048_576)}\n`],
    ["an unclosed list over a hundred thousand lines", `a: [\n${"b,\n".repeat(100_000)}`],
    ["an unclosed quote over a hundred thousand lines", `a: "\n${"b\n".repeat(100_000)}`],
    [
      "fifty anchors deep",
      `${Array.from({ length: 50 }, (_, depth) => `${" ".repeat(depth)}k: &a${depth}\n`).join("")}`,
    ],
    ["a merge bomb", `a: &a {x: 1}\n${Array.from({ length: 20_000 }, (_, index) => `k${index}: {<<: *a}\n`).join("")}`],
  ])("%s", (_name, text) => {
    const began = performance.now();
    expect(outcome(text)).toHaveProperty("error");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

test("a key named like a member of Object pollutes nothing", () => {
  parseBuildspec("version: 0.2\n__proto__:\n  polluted: yes\nphases:\n  build:\n    commands: [a]\n");
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
