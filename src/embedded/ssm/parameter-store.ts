import type { ParameterTier, ParameterType } from "../../../generated/ssm/types.ts";
import type { SecretBox } from "../../common/secret-box.ts";
import type { Database, Row } from "../../store/database.ts";

/** Whose parameters: they are apart per account and region. */
export interface ParameterScope {
  readonly account: string;
  readonly region: string;
}

/** What is known of a parameter without its values. Times are milliseconds since the epoch. */
export interface ParameterRecord {
  readonly id: number;
  readonly name: string;
  readonly type: ParameterType;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly keyId: string | undefined;
  readonly description: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the newest value; the first has 1. */
  readonly version: number;
  readonly modified: number;
}

/** One value of a parameter, still encrypted. */
export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly dataType: string;
  readonly modified: number;
  readonly sealed: Uint8Array;
}

/** AWS keeps so many versions of a parameter and then drops the oldest with each new one. */
const MOST_VERSIONS = 100;

/** Parameters and their versions; values are encrypted before they reach the database. */
export class ParameterStore {
  readonly #database: Database;
  readonly #box: SecretBox;

  constructor(database: Database, box: SecretBox) {
    this.#database = database;
    this.#box = box;
  }

  get(scope: ParameterScope, name: string): ParameterRecord | undefined {
    const row = this.#database
      .prepare("SELECT * FROM parameter WHERE account = ? AND region = ? AND name = ?")
      .get(scope.account, scope.region, name);
    return row && toRecord(row);
  }

  /** Sorted by the bytes of the name, from the first name after `after` that begins with `prefix`. */
  *list(scope: ParameterScope, query: { readonly prefix: string; readonly after: string }): Iterable<ParameterRecord> {
    const rows = this.#database
      .prepare(
        `SELECT * FROM parameter
         WHERE account = ? AND region = ? AND name > ? AND substr(name, 1, length(?)) = ? ORDER BY name`,
      )
      .iterate(scope.account, scope.region, query.after, query.prefix, query.prefix);
    for (const row of rows) yield toRecord(row);
  }

  /** Makes the parameter, or a new version of it, whose number is the record's; older versions than AWS keeps are dropped. */
  put(scope: ParameterScope, record: Omit<ParameterRecord, "id">, value: string): void {
    this.#database.transaction(() => {
      this.#database
        .prepare(
          `INSERT INTO parameter (account, region, name, type, tier, data_type, key_id, description, tags, version, modified)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (account, region, name) DO UPDATE SET
             type = excluded.type, tier = excluded.tier, data_type = excluded.data_type, key_id = excluded.key_id,
             description = excluded.description, tags = excluded.tags, version = excluded.version, modified = excluded.modified`,
        )
        .run(
          scope.account,
          scope.region,
          record.name,
          record.type,
          record.tier,
          record.dataType,
          record.keyId ?? null,
          record.description ?? null,
          JSON.stringify(record.tags),
          record.version,
          record.modified,
        );
      const id = this.get(scope, record.name)?.id;
      if (id === undefined) throw new Error("a parameter that was just stored is not there");
      this.#database
        .prepare(
          "INSERT INTO parameter_version (parameter_id, version, type, data_type, modified, value) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(
          id,
          record.version,
          record.type,
          record.dataType,
          record.modified,
          this.#box.seal(sealedName(id, record.version), value),
        );
      this.#database
        .prepare("DELETE FROM parameter_version WHERE parameter_id = ? AND version <= ?")
        .run(id, record.version - MOST_VERSIONS);
    });
  }

  version(parameterId: number, version: number): ParameterVersion | undefined {
    const row = this.#database
      .prepare("SELECT * FROM parameter_version WHERE parameter_id = ? AND version = ?")
      .get(parameterId, version);
    return (
      row && {
        version: Number(row["version"]),
        type: String(row["type"]) as ParameterType,
        dataType: String(row["data_type"]),
        modified: Number(row["modified"]),
        sealed: row["value"] as Uint8Array,
      }
    );
  }

  /** The value of a version in the clear. */
  open(parameterId: number, { version, sealed }: ParameterVersion): string {
    return this.#box.open(sealedName(parameterId, version), sealed);
  }

  /** @returns whether there was one */
  delete(scope: ParameterScope, name: string): boolean {
    return this.#database.transaction(() => {
      const id = this.get(scope, name)?.id;
      if (id === undefined) return false;
      this.#database.prepare("DELETE FROM parameter_version WHERE parameter_id = ?").run(id);
      this.#database.prepare("DELETE FROM parameter WHERE id = ?").run(id);
      return true;
    });
  }
}

/** Ids are never given twice, so that a value can't pass for that of another parameter or version. */
function sealedName(parameterId: number, version: number): string {
  return `ssm/${parameterId}/${version}`;
}

function toRecord(row: Row): ParameterRecord {
  return {
    id: Number(row["id"]),
    name: String(row["name"]),
    type: String(row["type"]) as ParameterType,
    tier: String(row["tier"]) as ParameterTier,
    dataType: String(row["data_type"]),
    keyId: optionalText(row["key_id"]),
    description: optionalText(row["description"]),
    tags: JSON.parse(String(row["tags"])) as Record<string, string>,
    version: Number(row["version"]),
    modified: Number(row["modified"]),
  };
}

function optionalText(value: Row[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
