/** How keys are expanded. */
export interface KeyExpansion {
  readonly variables: ReadonlyMap<string, string>;
  /** SHA-256, in hex, over the files of the source directory that a pattern matches. */
  readonly hashFiles: (patterns: readonly string[]) => Promise<string>;
}

/** A key has shell syntax beyond what is expanded here. */
export class KeyNotExpanded extends Error {
  override readonly name = "KeyNotExpanded";
}

/** `$NAME`, `${NAME}`, `$(codebuild-hash-files PATTERN …)`, or what can't be expanded. */
const SYNTAX =
  /\$(?:(\w+)|\{(\w+)\}|\(\s*codebuild-hash-files\s+((?:'[^']*'|"[^"$`\\]*"|[^\s'"$`\\();&|<>])[^()$`\\;&|<>]*)\))|[$`\\]/g;

/**
 * A cache's key or fallback key, with variables and hashes of files put in (user guide, Amazon S3 caching). What is not set is
 * empty. No commands are run: none of the build's programs may, before its cache is there.
 *
 * @throws KeyNotExpanded
 */
export async function expandKey(text: string, { variables, hashFiles }: KeyExpansion): Promise<string> {
  let key = "";
  let end = 0;
  for (const match of text.matchAll(SYNTAX)) {
    const [whole, plain, braced, patterns] = match;
    key += text.slice(end, match.index);
    end = match.index + whole.length;
    const name = plain ?? braced;
    if (name !== undefined) key += variables.get(name) ?? "";
    else if (patterns !== undefined) key += await hashFiles(toWords(patterns));
    else throw new KeyNotExpanded(`only variables and codebuild-hash-files can stand in a cache's key: ${text}`);
  }
  return (key + text.slice(end)).trim();
}

function toWords(text: string): string[] {
  return Array.from(
    text.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g),
    ([word, single, double]) => single ?? double ?? word,
  );
}
