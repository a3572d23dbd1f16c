const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole document with S3's namespace on its root; `parts` are XML. */
export function xmlDocument(root: string, ...parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${parts.join("")}</${root}>`;
}

/** An element around XML. */
export function group(name: string, ...parts: readonly string[]): string {
  return `<${name}>${parts.join("")}</${name}>`;
}

/** An element around a text; nothing at all for `undefined`. */
export function element(name: string, text: string | number | boolean | undefined): string {
  if (text === undefined) return "";
  return text === "" ? `<${name}/>` : `<${name}>${typeof text === "string" ? escapeXml(text) : String(text)}</${name}>`;
}

/** The answer to an error; errors carry no namespace. */
export function errorDocument(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(([name, text]) => element(name, text));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${parts.join("")}</Error>`;
}

const SPECIAL: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters become references, as S3 writes them: XML 1.0 forbids most, so clients ask for `encoding-type=url`. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"\p{Cc}]/gu,
    (character) => SPECIAL[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}

/** A time as S3 writes it in XML: whole seconds. */
export function xmlTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.000Z`;
}
