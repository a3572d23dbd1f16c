import { S3Error } from "./s3-error.ts";
import { allowChildren, childText, malformed, parseXml } from "./xml-reader.ts";
import { element, group, xmlDocument } from "./xml-writer.ts";

export type Tags = readonly (readonly [key: string, value: string])[];

export const MOST_OBJECT_TAGS = 10;
export const MOST_BUCKET_TAGS = 50;

/** The `x-amz-tagging` header: `a=1&b=2`. */
export function parseTagHeader(header: string | undefined): Tags {
  if (header === undefined || header === "") return [];
  return requireTags([...new URLSearchParams(header)], MOST_OBJECT_TAGS);
}

/** @throws S3Error MalformedXML, InvalidTag, BadRequest */
export function parseTagDocument(text: string, most: number): Tags {
  const root = parseXml(text, "Tagging");
  allowChildren(root, ["TagSet"]);
  const [set] = root.children;
  if (!set || root.children.length > 1) throw malformed();
  allowChildren(set, ["Tag"]);
  const tags = set.children.map((tag) => {
    allowChildren(tag, ["Key", "Value"]);
    const key = childText(tag, "Key");
    const value = childText(tag, "Value");
    if (key === undefined || value === undefined) throw malformed();
    return [key, value] as const;
  });
  return requireTags(tags, most);
}

export function toTagDocument(tags: Tags): string {
  const set = tags.map(([key, value]) => group("Tag", element("Key", key), element("Value", value)));
  return xmlDocument("Tagging", group("TagSet", ...set));
}

function requireTags(tags: Tags, most: number): Tags {
  if (tags.length > most) {
    const what = most === MOST_OBJECT_TAGS ? "Object" : "Bucket";
    throw new S3Error("BadRequest", {}, { message: `${what} tags cannot be greater than ${most}` });
  }
  const seen = new Set<string>();
  for (const [key, value] of tags) {
    if (key.length === 0 || key.length > 128)
      throw new S3Error("InvalidTag", { TagKey: key }, { message: "The TagKey you have provided is invalid" });
    if (value.length > 256)
      throw new S3Error(
        "InvalidTag",
        { TagKey: key, TagValue: value },
        { message: "The TagValue you have provided is invalid" },
      );
    if (seen.has(key))
      throw new S3Error("InvalidTag", { TagKey: key }, { message: "Cannot provide multiple Tags with the same key" });
    seen.add(key);
  }
  return tags;
}
