import { schema } from "../../../generated/codebuild/schema.ts";
import type { Structures } from "../../../generated/codebuild/types.ts";
import { fromWireJson, toWireJson } from "../../protocol/aws-json/wire-json.ts";

/** A record as it is kept: the bytes that it is answered with. */
export function toRecordBytes<Name extends keyof Structures>(name: Name, record: Structures[Name]): Buffer {
  return Buffer.from(toWireJson(schema.shape(name), record));
}

export function fromRecordBytes<Name extends keyof Structures>(name: Name, bytes: Uint8Array): Structures[Name] {
  return fromWireJson(schema.shape(name), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
}
