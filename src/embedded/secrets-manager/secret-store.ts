import type { Tag } from "../../../generated/secretsmanager/types.ts";
import type { SecretBox } from "../../common/secret-box.ts";
import type { Database, Row } from "../../store/database.ts";

/** Whose secrets: they are apart per account and region. */
export interface SecretScope {
  readonly account: string;
  readonly region: string;
}

/** What is known of a secret without its values. Times are milliseconds since the epoch. */
export interface SecretRecord {
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: readonly Tag[];
  readonly created: number;
  readonly changed: number;
  readonly accessed: number | undefined;
  /** When it goes for good; absent unless it was deleted. */
  readonly deletion: number | undefined;
}

/** A secret is a text or bytes. */
export type SecretValue =
  { readonly kind: "string"; readonly text: string } | { readonly kind: "binary"; readonly bytes: Uint8Array };

export interface SecretVersion {
  readonly versionId: string;
  readonly created: number;
  readonly value: SecretValue;
}

/** AWS keeps about so many versions; those without a stage go first. */
const MOST_VERSIONS = 100;

/** Secrets, their versions and stages; values are encrypted before they reach the database. */
export class SecretStore {
  readonly #database: Database;
  readonly #box: SecretBox;

  constructor(database: Database, box: SecretBox) {
    this.#database = database;
    this.#box = box;
  }

  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  byName(scope: SecretScope, name: string): SecretRecord | undefined {
    const row = this.#database
      .prepare("SELECT * FROM secret WHERE account = ? AND region = ? AND name = ?")
      .get(scope.account, scope.region, name);
    return row && toRecord(row);
  }

  byArn(arn: string): SecretRecord | undefined {
    const row = this.#database.prepare("SELECT * FROM secret WHERE arn = ?").get(arn);
    return row && toRecord(row);
  }

  list(scope: SecretScope): SecretRecord[] {
    return this.#database
      .prepare("SELECT * FROM secret WHERE account = ? AND region = ? ORDER BY id")
      .all(scope.account, scope.region)
      .map(toRecord);
  }

  insert(scope: SecretScope, secret: Omit<SecretRecord, "id" | "accessed" | "deletion">): SecretRecord {
    this.#database
      .prepare(
        `INSERT INTO secret (account, region, name, arn, description, kms_key_id, tags, created, changed)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        scope.account,
        scope.region,
        secret.name,
        secret.arn,
        secret.description ?? null,
        secret.kmsKeyId ?? null,
        JSON.stringify(secret.tags),
        secret.created,
        secret.changed,
      );
    const inserted = this.byArn(secret.arn);
    if (inserted === undefined) throw new Error("a secret that was just stored is not there");
    return inserted;
  }

  describe(id: number, changes: { readonly description?: string | undefined; readonly kmsKeyId?: string | undefined }) {
    this.#database
      .prepare(
        "UPDATE secret SET description = coalesce(?, description), kms_key_id = coalesce(?, kms_key_id) WHERE id = ?",
      )
      .run(changes.description ?? null, changes.kmsKeyId ?? null, id);
  }

  changed(id: number, time: number): void {
    this.#database.prepare("UPDATE secret SET changed = ? WHERE id = ?").run(time, id);
  }

  accessed(id: number, time: number): void {
    this.#database.prepare("UPDATE secret SET accessed = ? WHERE id = ?").run(time, id);
  }

  setDeletion(id: number, time: number | undefined): void {
    this.#database.prepare("UPDATE secret SET deletion = ? WHERE id = ?").run(time ?? null, id);
  }

  delete(id: number): void {
    this.#database.transaction(() => {
      this.#database.prepare("DELETE FROM secret_stage WHERE secret_id = ?").run(id);
      this.#database.prepare("DELETE FROM secret_version WHERE secret_id = ?").run(id);
      this.#database.prepare("DELETE FROM secret WHERE id = ?").run(id);
    });
  }

  version(secretId: number, versionId: string): SecretVersion | undefined {
    const row = this.#database
      .prepare("SELECT * FROM secret_version WHERE secret_id = ? AND version_id = ?")
      .get(secretId, versionId);
    return (
      row && {
        versionId,
        created: Number(row["created"]),
        value: fromText(this.#box.open(sealedName(secretId, versionId), row["value"] as Uint8Array)),
      }
    );
  }

  insertVersion(secretId: number, version: SecretVersion): void {
    this.#database
      .prepare("INSERT INTO secret_version (secret_id, version_id, created, value) VALUES (?, ?, ?, ?)")
      .run(
        secretId,
        version.versionId,
        version.created,
        this.#box.seal(sealedName(secretId, version.versionId), toText(version.value)),
      );
  }

  /** Drops the oldest versions that no stage keeps. */
  prune(secretId: number): void {
    this.#database
      .prepare(
        `DELETE FROM secret_version WHERE secret_id = ?
         AND version_id NOT IN (SELECT version_id FROM secret_stage WHERE secret_id = ?)
         AND sequence NOT IN (SELECT sequence FROM secret_version WHERE secret_id = ? ORDER BY sequence DESC LIMIT ${MOST_VERSIONS})`,
      )
      .run(secretId, secretId, secretId);
  }

  /** The version that each stage is at. */
  stages(secretId: number): ReadonlyMap<string, string> {
    return new Map(
      this.#database
        .prepare("SELECT stage, version_id FROM secret_stage WHERE secret_id = ? ORDER BY stage")
        .all(secretId)
        .map((row) => [String(row["stage"]), String(row["version_id"])]),
    );
  }

  /** Moves the stage to this version from whichever has it. */
  setStage(secretId: number, stage: string, versionId: string): void {
    this.#database
      .prepare(
        `INSERT INTO secret_stage (secret_id, stage, version_id) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET version_id = excluded.version_id`,
      )
      .run(secretId, stage, versionId);
  }

  deleteStage(secretId: number, stage: string): void {
    this.#database.prepare("DELETE FROM secret_stage WHERE secret_id = ? AND stage = ?").run(secretId, stage);
  }
}

export function sameValue(a: SecretValue, b: SecretValue): boolean {
  return toText(a) === toText(b);
}

/** Ids are never given twice, so that a value can't pass for that of another secret or version. */
function sealedName(secretId: number, versionId: string): string {
  return `secretsmanager/${secretId}/${versionId}`;
}

function toText(value: SecretValue): string {
  return value.kind === "string" ? `s${value.text}` : `b${Buffer.from(value.bytes).toString("base64")}`;
}

function fromText(text: string): SecretValue {
  return text.startsWith("s")
    ? { kind: "string", text: text.slice(1) }
    : { kind: "binary", bytes: Buffer.from(text.slice(1), "base64") };
}

function toRecord(row: Row): SecretRecord {
  return {
    id: Number(row["id"]),
    name: String(row["name"]),
    arn: String(row["arn"]),
    description: typeof row["description"] === "string" ? row["description"] : undefined,
    kmsKeyId: typeof row["kms_key_id"] === "string" ? row["kms_key_id"] : undefined,
    tags: JSON.parse(String(row["tags"])) as readonly Tag[],
    created: Number(row["created"]),
    changed: Number(row["changed"]),
    accessed: typeof row["accessed"] === "number" ? row["accessed"] : undefined,
    deletion: typeof row["deletion"] === "number" ? row["deletion"] : undefined,
  };
}
