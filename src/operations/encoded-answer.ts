import { EncodedJson } from "../protocol/operation.ts";

const COMMA = Buffer.from(",");

/**
 * A batch's answer, `{"<found>":[records],"<missing>":[names]}`, put together from the bytes that the records are kept as.
 * Both members are always present, as AWS answers them.
 */
export function encodeBatch<Output>(
  found: keyof Output & string,
  records: readonly Uint8Array[],
  missing: keyof Output & string,
  names: readonly string[],
): EncodedJson<Output> {
  const chunks: Uint8Array[] = [Buffer.from(`{"${found}":[`)];
  for (const [index, record] of records.entries()) {
    if (index > 0) chunks.push(COMMA);
    chunks.push(record);
  }
  chunks.push(Buffer.from(`],"${missing}":${JSON.stringify(names)}}`));
  return new EncodedJson<Output>(chunks);
}

/** `{"<member>":record}` from the record's bytes. */
export function encodeRecord<Output>(member: keyof Output & string, record: Uint8Array): EncodedJson<Output> {
  return new EncodedJson<Output>([Buffer.from(`{"${member}":`), record, CLOSE]);
}

const CLOSE = Buffer.from("}");
