import { buildspecError, quote } from "./buildspec-section.ts";

/** What may follow a backslash. Of other letters JavaScript makes the letter itself: `\A` an A, `\x{41}` 41 times x. */
const KNOWN_ESCAPE = /^(?:[^A-Za-z]|[bBdDfnrsStvwW]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|k<)/;

/**
 * The regular expression of `on-failure: RETRY…` as one of JavaScript. Go's flags at its beginning (`(?i)`) are taken; what
 * means something else in JavaScript than in Go or Java is refused, so that no pattern matches what its writer did not mean.
 *
 * @param invalid how the message of a refusal begins
 * @throws PhaseError
 */
export function toRetryPattern(pattern: string, invalid: string): string {
  const foreign = foreignPart(pattern);
  if (foreign !== undefined)
    throw buildspecError(`${invalid}. ${quote(foreign)} is no part of a JavaScript regular expression`);
  const [, flags, rest] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  const translated = flags === undefined ? pattern : `(?${[...new Set(flags)].join("")}:${rest ?? ""})`;
  try {
    new RegExp(translated);
    return translated;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw buildspecError(`${invalid}. ${quote(error.message)}`);
  }
}

function foreignPart(pattern: string): string | undefined {
  for (const { index } of pattern.matchAll(/\\[^]/g))
    if (!KNOWN_ESCAPE.test(pattern.slice(index + 1))) return pattern.slice(index, index + 2);
  return /\[:\^?[a-z]+:\]/.exec(pattern)?.[0];
}
