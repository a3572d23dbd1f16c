import type { Tag } from "../../generated/codebuild/types.ts";

/** The first rule of tags that the model does not state (user guide, quotas): unique keys, none of AWS's own, no blank ones. */
export function tagProblem(tags: readonly Tag[] | undefined): string | undefined {
  const seen = new Set<string>();
  for (const { key } of tags ?? []) {
    if (key === undefined || key.trim() === "") return "Invalid tags: a tag key must not be empty or only spaces";
    if (/^aws:/i.test(key)) return `Invalid tags: the tag key ${key} must not begin with aws:`;
    if (key.endsWith(" ")) return `Invalid tags: the tag key '${key}' must not end with a space`;
    if (seen.has(key)) return `Invalid tags: the tag key ${key} is used more than once`;
    seen.add(key);
  }
  return undefined;
}
