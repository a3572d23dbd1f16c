import { crc32, deflateRawSync } from "node:zlib";

export interface RawEntry {
  /** Bytes are taken as they are, a string as UTF-8. */
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** Unix mode with its type bits; `undefined` for an entry of a system without modes. */
  readonly mode?: number;
  readonly deflate?: boolean;
  /** General purpose flags; bit 11 says that the name is UTF-8. */
  readonly flags?: number;
  readonly method?: number;
  /** What the entry lies about. */
  readonly declared?: { readonly size?: number; readonly crc32?: number; readonly offset?: number };
}

/** A zip, byte for byte as asked, so that it can also be one that no tool would write. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? "");
    const data = entry.deflate === true ? deflateRawSync(content) : content;
    const method = entry.method ?? (entry.deflate === true ? 8 : 0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(0x6000, 6); // 12:00:00
    common.writeUInt16LE(((2026 - 1980) << 9) | (1 << 5) | 2, 8);
    common.writeUInt32LE(entry.declared?.crc32 ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.declared?.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    local.push(Buffer.from("PK\x03\x04"), common, name, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(entry.mode === undefined ? 0 : entry.mode * 0x10000, 6);
    rest.writeUInt32LE(entry.declared?.offset ?? offset, 10);
    const madeBy = Buffer.from([20, entry.mode === undefined ? 0 : 3]);
    central.push(Buffer.from("PK\x01\x02"), madeBy, common, rest, name);
    offset += 4 + common.length + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from("PK\x05\x06"), end]);
}
