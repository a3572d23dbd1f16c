import { expect, test } from "vitest";
import { S3Error } from "./s3-error.ts";
import { childText, parseXml } from "./xml-reader.ts";

test("elements, text, entities, CDATA, comments, attributes and prefixes are read", () => {
  const root = parseXml(
    `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" a='b'>\r\n<!-- no -->
      <s3:Object><Key>a &amp; &lt;b&gt; &#x1F600;&#10;<![CDATA[<&amp;>]]></Key><VersionId/></s3:Object></s3:Delete >\n`,
    "Delete",
  );
  const [object] = root.children;
  expect(object?.name).toBe("Object");
  expect(object && childText(object, "Key")).toBe("a & <b> 😀\n<&amp;>");
  expect(object && childText(object, "VersionId")).toBe("");
  expect(object && childText(object, "Nothing")).toBeUndefined();
});

test("a raw line end is normalised, a referenced one is kept", () => {
  expect(parseXml("<a>x\r\ny\rz&#13;</a>", "a").text).toBe("x\ny\nz\r");
});

test.each([
  ["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["an external entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ["an unknown entity", "<a>&x;</a>"],
  ["a bare ampersand", "<a>x & y</a>"],
  ["a processing instruction", "<a><?php x?></a>"],
  ["another root", "<b/>"],
  ["two roots", "<a/><a/>"],
  ["text outside", "<a/>x"],
  ["an open element", "<a><b></a>"],
  ["a closing element too many", "<a></a></a>"],
  ["no closing", "<a>"],
  ["nothing", ""],
  ["a bad reference", "<a>&#xD800;</a>"],
  ["a reference beyond Unicode", "<a>&#x110000;</a>"],
  ["an attribute without quotes", "<a b=c/>"],
  ["deep nesting", `${"<a>".repeat(20)}${"</a>".repeat(20)}`],
  ["an unfinished comment", "<a><!-- x</a>"],
])("%s is refused", (_, document) => {
  expect(() => parseXml(document, "a")).toThrow(S3Error);
});

test("hostile repetition takes linear time", () => {
  const began = performance.now();
  for (const piece of ["<a ", "<!--", "&#", "<![CDATA[", "<a b='", "</", ' x="'.repeat(3)]) {
    expect(() => parseXml(`<a>${piece.repeat(100_000)}`, "a")).toThrow(S3Error);
  }
  expect(performance.now() - began).toBeLessThan(5000);
});
