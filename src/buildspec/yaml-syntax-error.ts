import type { YAMLException } from "js-yaml";

import { PhaseError } from "../domain/phase-error.ts";

/**
 * The js-yaml reasons in the words of libyaml, whose messages CodeBuild shows. Those that depend on what stands at the
 * place are told apart in {@link reasonAt}.
 */
const LIBYAML_REASONS: Readonly<Record<string, string>> = {
  "bad indentation of a mapping entry": "did not find expected key",
  "bad indentation of a sequence entry": "did not find expected '-' indicator",
  "expected the node content, but found ','": "did not find expected node content",
  "unexpected end of the stream within a single quoted scalar": "found unexpected end of stream",
  "unexpected end of the stream within a double quoted scalar": "found unexpected end of stream",
  "unexpected end of the document within a single quoted scalar": "found unexpected document indicator",
  "unexpected end of the document within a double quoted scalar": "found unexpected document indicator",
  "unknown escape sequence": "found unknown escape character",
  "expected hexadecimal character": "did not find expected hexdecimal number",
  "expected ':' after a mapping key": "could not find expected ':'",
  "can not read a block mapping entry; a multiline key may not be an implicit key": "could not find expected ':'",
  "end of the stream or a document separator is expected": "did not find expected key",
  "a line break is expected": "did not find expected comment or line break",
  "the stream contains non-printable characters": "control characters are not allowed",
  "null byte is not allowed in input": "control characters are not allowed",
  "name of an anchor node must contain at least one character": "did not find expected alphabetic or numeric character",
  "name of an alias node must contain at least one character": "did not find expected alphabetic or numeric character",
  "directives end mark is expected": "did not find expected <document start>",
};

/** libyaml's word for a tab where it wants blanks. */
export const TAB = "found character that cannot start any token";

/**
 * `<reason> at line <N>`, worded and counted as CodeBuild does: it prints libyaml's own mark, so that the first line is
 * line 0 (seen: `mapping values are not allowed in this context at line 0`, and line 3 for a tab on the fourth line).
 */
export function toSyntaxError(error: YAMLException, text: string): PhaseError {
  const position = error.mark?.position ?? text.length;
  return new PhaseError(
    "YAML_FILE_ERROR",
    `${reasonAt(error.reason, text, position)} at line ${lineBefore(text, position)}`,
    {
      cause: error,
    },
  );
}

function reasonAt(reason: string, text: string, position: number): string {
  const character = text.charAt(position);
  const standsAlone = /^[\s]?$/.test(text.charAt(position + 1));
  const displaced =
    reason.startsWith("bad indentation") || reason.startsWith("end of the stream or a document separator");
  if (displaced) {
    if (/^[ ]*(-[ ]*)*\t/.test(lineStart(text, position))) return TAB;
    if (character !== "" && "@`%\t".includes(character)) return TAB;
    if (character === ":" && standsAlone) return "mapping values are not allowed in this context";
    if (character === "?" && standsAlone) return "mapping keys are not allowed in this context";
    if (character === "-" && standsAlone && /:[ \t]+$/.test(lineStart(text, position))) {
      return "block sequence entries are not allowed in this context";
    }
    if ("]},".includes(character) && /:[ \t]+$/.test(lineStart(text, position)))
      return "did not find expected node content";
  }
  if (
    reason === "missed comma between flow collection entries" ||
    reason === "unexpected end of the stream within a flow collection" ||
    reason === "deficient indentation"
  ) {
    return `did not find expected ',' or '${text.charAt(openFlow(text, position)) === "{" ? "}" : "]"}'`;
  }
  if (reason === "tab characters must not be used in indentation") return TAB;
  return LIBYAML_REASONS[reason] ?? reason;
}

/** Where the innermost flow collection around `position` begins, -1 for none; a quoted bracket may mislead it. */
export function openFlow(text: string, position: number): number {
  let closed = 0;
  for (let index = position - 1; index >= 0; index--) {
    const character = text.charAt(index);
    if (character === "]" || character === "}") closed++;
    else if (character === "[" || character === "{") {
      if (closed === 0) return index;
      closed--;
    }
  }
  return -1;
}

function lineStart(text: string, position: number): string {
  return text.slice(text.lastIndexOf("\n", position - 1) + 1, position);
}

function lineBefore(text: string, position: number): number {
  let line = 0;
  for (let index = text.indexOf("\n"); index !== -1 && index < position; index = text.indexOf("\n", index + 1)) line++;
  return line;
}
