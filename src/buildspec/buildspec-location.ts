/** Where the text of a buildspec is. */
export type BuildspecLocation =
  | { readonly kind: "inline"; readonly text: string }
  /** From the root of the primary source. */
  | { readonly kind: "file"; readonly path: string; readonly isDefault: boolean }
  | { readonly kind: "s3"; readonly bucket: string; readonly key: string };

/**
 * What `source.buildspec` or `buildspecOverride` stands for: the text itself, the ARN of an S3 object, or a path in the source;
 * nothing means `buildspec.yml`. How AWS tells the first from the last is not documented. Here a text is inline when it has
 * more than one line, is a JSON object, or begins with a YAML key (a word, a colon, a blank or the end).
 */
export function toBuildspecLocation(text: string | undefined): BuildspecLocation {
  if (text === undefined || text.trim() === "") return { kind: "file", path: "buildspec.yml", isDefault: true };
  const object = /^arn:[a-z0-9-]+:s3:::([^/\s]+)\/(\S+)$/.exec(text.trim());
  const [, bucket, key] = object ?? [];
  if (bucket !== undefined && key !== undefined) return { kind: "s3", bucket, key };
  if (/[\n\r]/.test(text.trim()) || /^\s*(\{|['"]?[\w-]+['"]?\s*:(\s|$))/.test(text)) return { kind: "inline", text };
  return { kind: "file", path: text.trim(), isDefault: false };
}
