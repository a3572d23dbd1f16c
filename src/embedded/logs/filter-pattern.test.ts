import { expect, test } from "vitest";
import { InvalidParameterException } from "../../../generated/logs/errors.ts";
import { parseFilterPattern } from "./filter-pattern.ts";

const MESSAGES = [
  "[ERROR 400] BAD REQUEST",
  "[WARN 401] UNAUTHORIZED REQUEST",
  "[INFO 200] error free",
  'say "hi" to a\\b',
];

test.each([
  ["", [0, 1, 2, 3]],
  ["  ", [0, 1, 2, 3]],
  ["ERROR", [0]],
  ["error", [2]],
  ["REQUEST BAD", [0]],
  ["AUTHORIZED", [1]],
  ['"BAD REQUEST"', [0]],
  ['"[WARN 401]" REQUEST', [1]],
  ["REQUEST -WARN", [0]],
  ["-ERROR", [1, 2, 3]],
  ["- ERROR", [1, 2, 3]],
  ['-"BAD REQUEST" -free', [1, 3]],
  ["?ERROR ?WARN", [0, 1]],
  ['?nothing ?"error free"', [2]],
  ['"say \\"hi\\""', [3]],
  ['"a\\\\b"', [3]],
] as const)("the pattern %j finds the messages %j", (pattern, expected) => {
  const isWanted = parseFilterPattern(pattern);
  expect(MESSAGES.flatMap((message, index) => (isWanted(message) ? [index] : []))).toEqual(expected);
});

test.each([
  [
    '{ $.level = "ERROR" }',
    "codebuild-local filters by terms only: JSON and space-delimited filter patterns are not supported.",
  ],
  [
    "[level, message]",
    "codebuild-local filters by terms only: JSON and space-delimited filter patterns are not supported.",
  ],
  ["%ERR.*%", "codebuild-local filters by terms only: regular expressions in filter patterns are not supported."],
  ["a-b", "Invalid character(s) in term 'a-b'"],
  ['"open', 'Invalid filter pattern: "open'],
  ['"a"b', 'Invalid filter pattern: "a"b'],
  ["?ERROR REQUEST", "Invalid filter pattern: terms with ? cannot be combined with other terms."],
  ["?ERROR -REQUEST", "Invalid filter pattern: terms with ? cannot be combined with other terms."],
])("the pattern %j is refused", (pattern, message) => {
  expect(() => parseFilterPattern(pattern)).toThrow(new InvalidParameterException(message));
});
