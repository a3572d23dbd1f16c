import type { Database, Row } from "../../store/database.ts";
import type { Segment } from "./body-store.ts";
import type { Checksum } from "./checksum.ts";
import type { Tags } from "./tags.ts";

/** A version of an object, or a delete marker. */
export interface ObjectVersion {
  /** Grows with every write: of the versions of a key, the greatest is the latest. */
  readonly seq: number;
  readonly bucket: string;
  readonly key: string;
  /** `null` for the version that belongs to no versioning. */
  readonly version: string;
  readonly latest: boolean;
  readonly marker: boolean;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds. */
  readonly modified: number;
  /** The headers that come back with it, user metadata included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly checksum: Checksum | undefined;
  /** How many parts it was uploaded in; 0 when it was not a multipart upload. */
  readonly parts: number;
}

/** A part of an object that was uploaded in parts, or the only piece of another. */
export interface ObjectSegment extends Segment {
  /** Base64, of the algorithm of the object's checksum. */
  readonly checksum: string | undefined;
}

export type NewVersion = Omit<ObjectVersion, "seq" | "latest">;

/** After this place in a listing: past the versions of `key` that are not older than `seq`. */
export interface ListingPlace {
  readonly key: string;
  readonly seq: number;
}

/** The rows of objects. Methods that write return the files that no row names any longer, for the caller to remove after the commit. */
export interface ObjectStore {
  latest(bucket: string, key: string): ObjectVersion | undefined;
  version(bucket: string, key: string, version: string): ObjectVersion | undefined;
  segments(seq: number): ObjectSegment[];
  /** Makes it the latest of its key; a version of the same id goes. */
  put(version: NewVersion, segments: readonly ObjectSegment[]): string[];
  /** Deletes a version; the next newest becomes the latest. */
  delete(version: ObjectVersion): string[];
  setTags(seq: number, tags: Tags): void;
  /** In key order, newest first. `current` leaves out delete markers and what is not the latest. */
  list(bucket: string, after: ListingPlace, limit: number, current: boolean): ObjectVersion[];
  /** Whether an object or a part is made of the file. */
  isNamed(this: void, file: string): boolean;
}

export function createObjectStore(database: Database): ObjectStore {
  const latest = database.prepare("SELECT * FROM version WHERE bucket = ? AND key = ? AND latest = 1");
  const byVersion = database.prepare("SELECT * FROM version WHERE bucket = ? AND key = ? AND version = ?");
  const segments = database.prepare("SELECT file, size, checksum FROM segment WHERE seq = ? ORDER BY position");
  const named = database.prepare(
    "SELECT 1 FROM segment WHERE file = ? UNION ALL SELECT 1 FROM part WHERE file = ? LIMIT 1",
  );
  const addSegment = database.prepare(
    "INSERT INTO segment (seq, position, file, size, checksum) VALUES (?, ?, ?, ?, ?)",
  );
  const isNamed = (file: string): boolean => named.get(file, file) !== undefined;

  function remove(seq: number): string[] {
    const files = segments.all(seq).flatMap(({ file }) => (typeof file === "string" ? [file] : []));
    database.prepare("DELETE FROM version WHERE seq = ?").run(seq);
    return files.filter((file) => !isNamed(file));
  }

  return {
    latest(bucket, key) {
      const row = latest.get(bucket, key);
      return row && toVersion(row);
    },
    version(bucket, key, version) {
      const row = byVersion.get(bucket, key, version);
      return row && toVersion(row);
    },
    segments: (seq) =>
      segments.all(seq).map((row) => ({
        file: textOf(row["file"]),
        size: Number(row["size"]),
        checksum: textOf(row["checksum"]),
      })),
    put(version, pieces) {
      return database.transaction(() => {
        const same = byVersion.get(version.bucket, version.key, version.version);
        const files = same ? remove(Number(same["seq"])) : [];
        database
          .prepare("UPDATE version SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1")
          .run(version.bucket, version.key);
        const inserted = database
          .prepare(
            "INSERT INTO version (bucket, key, version, latest, marker, size, etag, modified, headers, tags, checksum, parts) " +
              "VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
          )
          .get(
            version.bucket,
            version.key,
            version.version,
            version.marker ? 1 : 0,
            version.size,
            version.etag,
            version.modified,
            JSON.stringify(version.headers),
            JSON.stringify(version.tags),
            version.checksum ? JSON.stringify(version.checksum) : null,
            version.parts,
          );
        const seq = Number(inserted?.["seq"]);
        for (const [position, piece] of pieces.entries()) {
          addSegment.run(seq, position, piece.file ?? null, piece.size, piece.checksum ?? null);
        }
        // A copy onto itself names its file again.
        return files.filter((file) => !isNamed(file));
      });
    },
    delete(version) {
      return database.transaction(() => {
        const files = remove(version.seq);
        if (version.latest) {
          database
            .prepare(
              "UPDATE version SET latest = 1 WHERE seq = (SELECT max(seq) FROM version WHERE bucket = ? AND key = ?)",
            )
            .run(version.bucket, version.key);
        }
        return files;
      });
    },
    setTags(seq, tags) {
      database.prepare("UPDATE version SET tags = ? WHERE seq = ?").run(JSON.stringify(tags), seq);
    },
    list(bucket, after, limit, current) {
      return database
        .prepare(
          "SELECT * FROM version WHERE bucket = ? AND key >= ? AND NOT (key = ? AND seq >= ?) " +
            (current ? "AND latest = 1 AND marker = 0 ORDER BY key LIMIT ?" : "ORDER BY key, seq DESC LIMIT ?"),
        )
        .all(bucket, after.key, after.key, after.seq, limit)
        .map(toVersion);
    },
    isNamed,
  };
}

function toVersion(row: Row): ObjectVersion {
  const checksum = row["checksum"];
  return {
    seq: Number(row["seq"]),
    bucket: String(row["bucket"]),
    key: String(row["key"]),
    version: String(row["version"]),
    latest: row["latest"] === 1,
    marker: row["marker"] === 1,
    size: Number(row["size"]),
    etag: String(row["etag"]),
    modified: Number(row["modified"]),
    headers: JSON.parse(String(row["headers"])) as Record<string, string>,
    tags: JSON.parse(String(row["tags"])) as Tags,
    checksum: typeof checksum === "string" ? (JSON.parse(checksum) as Checksum) : undefined,
    parts: Number(row["parts"]),
  };
}

function textOf(value: Row[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
