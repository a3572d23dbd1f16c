import { InvalidParameterException } from "../../../generated/logs/errors.ts";

/** Whether an event's message is wanted. */
export type MessageFilter = (message: string) => boolean;

const TERM = /(?<sign>[?-]?)(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s"]+))(?=\s|$)/y;

/**
 * The filter patterns of AWS for unstructured events (user guide, "Filter pattern syntax"): terms, all of which a message
 * must contain; quoted phrases; `-term`, which it must not contain; or `?term`s alone, of which it must contain one.
 * Upper and lower case differ; a term is found inside of words too.
 * @throws InvalidParameterException for what is no pattern, and for patterns of JSON, of space-delimited fields and of
 * regular expressions, which are not done
 */
export function parseFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim().replaceAll(/(^|\s)-\s+/g, "$1-");
  if (text === "") return () => true;
  if (/^[{[]/.test(text)) {
    throw new InvalidParameterException(
      "codebuild-local filters by terms only: JSON and space-delimited filter patterns are not supported.",
    );
  }
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const optional: string[] = [];
  let position = 0;
  while (position < text.length) {
    TERM.lastIndex = position;
    const match = TERM.exec(text);
    if (match === null) throw new InvalidParameterException(`Invalid filter pattern: ${pattern}`);
    const { sign, quoted, plain } = match.groups ?? {};
    const list = sign === "?" ? optional : sign === "-" ? unwanted : wanted;
    list.push(quoted === undefined ? requirePlainTerm(plain ?? "") : quoted.replaceAll(/\\(.)/g, "$1"));
    position = TERM.lastIndex;
    while (/\s/.test(text[position] ?? "")) position++;
  }
  if (optional.length > 0 && wanted.length + unwanted.length > 0) {
    throw new InvalidParameterException("Invalid filter pattern: terms with ? cannot be combined with other terms.");
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

function requirePlainTerm(term: string): string {
  if (/^%.*%$/.test(term)) {
    throw new InvalidParameterException(
      "codebuild-local filters by terms only: regular expressions in filter patterns are not supported.",
    );
  }
  if (!/^[\p{L}\p{N}_]+$/u.test(term)) throw new InvalidParameterException(`Invalid character(s) in term '${term}'`);
  return term;
}
