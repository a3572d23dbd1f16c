import type { Database, Row } from "../../store/database.ts";
import type { Tags } from "./tags.ts";

export type Versioning = "" | "Enabled" | "Suspended";

export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The location constraint that it was made with; empty for us-east-1. */
  readonly location: string;
  /** Milliseconds. */
  readonly created: number;
  /** Empty until it is first configured. */
  readonly versioning: Versioning;
  readonly tags: Tags;
}

/** The buckets. Names are global; each belongs to one account. */
export interface BucketStore {
  get(name: string): Bucket | undefined;
  insert(bucket: Pick<Bucket, "name" | "account" | "region" | "location" | "created">): void;
  setVersioning(name: string, versioning: Versioning): void;
  setTags(name: string, tags: Tags): void;
  /** @returns false, and does nothing, while it holds a version or delete marker. Unfinished uploads go with it. */
  delete(name: string): boolean;
  /** In name order, those after `after`. */
  list(query: { account: string; prefix: string; after: string; limit: number }): Bucket[];
}

export function createBucketStore(database: Database): BucketStore {
  const get = database.prepare("SELECT * FROM bucket WHERE name = ?");
  return {
    get(name) {
      const row = get.get(name);
      return row && toBucket(row);
    },
    insert({ name, account, region, location, created }) {
      database
        .prepare("INSERT INTO bucket (name, account, region, location, created) VALUES (?, ?, ?, ?, ?)")
        .run(name, account, region, location, created);
    },
    setVersioning(name, versioning) {
      database.prepare("UPDATE bucket SET versioning = ? WHERE name = ?").run(versioning, name);
    },
    setTags(name, tags) {
      database.prepare("UPDATE bucket SET tags = ? WHERE name = ?").run(JSON.stringify(tags), name);
    },
    delete(name) {
      return database.transaction(() => {
        if (database.prepare("SELECT 1 FROM version WHERE bucket = ? LIMIT 1").get(name)) return false;
        database.prepare("DELETE FROM bucket WHERE name = ?").run(name);
        return true;
      });
    },
    list({ account, prefix, after, limit }) {
      return database
        .prepare(
          "SELECT * FROM bucket WHERE account = ? AND name > ? AND substr(name, 1, length(?)) = ? ORDER BY name LIMIT ?",
        )
        .all(account, after, prefix, prefix, limit)
        .map(toBucket);
    },
  };
}

function toBucket(row: Row): Bucket {
  return {
    name: String(row["name"]),
    account: String(row["account"]),
    region: String(row["region"]),
    location: String(row["location"]),
    created: Number(row["created"]),
    versioning: row["versioning"] as Versioning,
    tags: JSON.parse(String(row["tags"])) as Tags,
  };
}
