import { S3Error } from "./s3-error.ts";

/** An element of a request document: its children, or its text when it has none. Namespaces and attributes are left out. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const DEEPEST = 8;
const TOKEN =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([\w.:-]{1,100})\s*>|<([\w.:-]{1,100})((?:\s+[\w.:-]{1,100}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/uy;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads the small documents that S3 takes: elements and text, nothing else of XML. Document types and with them all
 * entities of their own are refused, so nothing can grow or reach outside; the time taken is linear.
 * @throws S3Error MalformedXML
 */
export function parseXml(document: string, root: string): XmlElement {
  const text = document.replace(/^\uFEFF/, "").replace(/^\s*<\?xml(?:\s[^?]*)?\?>/, "");
  const top = { name: "", children: [] as XmlElement[], text: "" };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    const current = open.at(-1);
    if (!match || !current) throw malformed();
    const [, characters, closing, opening, , empty, plain] = match;
    if (characters !== undefined) current.text += normalizeLines(characters);
    else if (plain !== undefined) current.text += decodeEntities(normalizeLines(plain));
    else if (closing !== undefined) {
      if (open.length === 1 || current.name !== toLocalName(closing)) throw malformed();
      open.pop();
    } else if (opening !== undefined) {
      if (open.length > DEEPEST) throw malformed();
      const child = { name: toLocalName(opening), children: [], text: "" };
      current.children.push(child);
      if (empty === "") open.push(child);
    }
  }
  const found = top.children[0];
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== "" || found?.name !== root)
    throw malformed();
  return found;
}

/** The text of the only child of that name. @throws S3Error MalformedXML when there are several, or it has children. */
export function childText(parent: XmlElement, name: string): string | undefined {
  const children = parent.children.filter((child) => child.name === name);
  if (children.length > 1 || (children[0]?.children.length ?? 0) > 0) throw malformed();
  return children[0]?.text;
}

/** Refuses elements that the document must not have, so that nothing asked for is passed over. */
export function allowChildren(parent: XmlElement, names: readonly string[]): void {
  for (const child of parent.children) if (!names.includes(child.name)) throw malformed();
  if (parent.children.length > 0 && parent.text.trim() !== "") throw malformed();
}

export function malformed(): S3Error {
  return new S3Error("MalformedXML");
}

function toLocalName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function normalizeLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));|&/g,
    (_, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) {
        const character = ENTITIES[name];
        if (character === undefined) throw malformed();
        return character;
      }
      if (hex === undefined && decimal === undefined) throw malformed();
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed();
      return String.fromCodePoint(point);
    },
  );
}
