/** What a source version of a repository asks for. */
export type GitVersion =
  /** The branch that the repository's HEAD names. */
  | { readonly kind: "default" }
  /** One commit, looked for in the whole history. */
  | { readonly kind: "commit"; readonly commit: string }
  /** The first of these references that there is, and of its history this commit, if one is named. */
  | { readonly kind: "ref"; readonly refs: readonly string[]; readonly commit: string | undefined };

const COMMIT = "(?:[0-9a-f]{40}|[0-9a-f]{64})";

/**
 * Commit id, branch, tag, `pr/<number>` (GitHub's hosts), `refs/…`, or one of the latter with `^{<commit id>}` (user guide,
 * source version sample).
 *
 * @returns undefined for what can be none of them
 */
export function parseGitVersion(version: string | undefined, sourceType: string): GitVersion | undefined {
  const text = version?.trim() ?? "";
  if (text === "") return { kind: "default" };
  if (new RegExp(`^${COMMIT}$`, "i").test(text)) return { kind: "commit", commit: text.toLowerCase() };
  const [, ref = text, commit] = new RegExp(`^(.*)\\^\\{(${COMMIT})\\}$`, "is").exec(text) ?? [];
  if (!isRefName(ref)) return undefined;
  return { kind: "ref", refs: toRefs(ref, sourceType), commit: commit?.toLowerCase() };
}

function toRefs(ref: string, sourceType: string): string[] {
  if (ref.startsWith("refs/")) return [ref];
  const [, number] = /^pr\/(\d+)$/.exec(ref) ?? [];
  if (number !== undefined && sourceType.startsWith("GITHUB")) return [`refs/pull/${number}/head`];
  return [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

/** As `git check-ref-format`: nothing that git would take for an option, a pattern, a range or a second half of a refspec. */
function isRefName(ref: string): boolean {
  return (
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$|^\/|^-/.test(ref) &&
    ref !== "@" &&
    !ref.split("/").some((name) => name.startsWith(".") || name.endsWith(".lock"))
  );
}
