import type { Database, Row } from "../../store/database.ts";
import type { ChecksumAlgorithm, ChecksumType } from "./checksum.ts";
import type { ListingPlace } from "./object-store.ts";
import type { Tags } from "./tags.ts";

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  /** Grows with every upload. */
  readonly seq: number;
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly created: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The checksum that the client chose; none means that the default is computed and that parts need none. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
}

export interface Part {
  readonly number: number;
  readonly file: string | undefined;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  /** Base64, of the upload's algorithm. */
  readonly checksum: string;
}

/** The rows of uploads. Methods return the files that no row names any longer. */
export interface UploadStore {
  get(bucket: string, key: string, id: string): Upload | undefined;
  insert(upload: Omit<Upload, "seq">): void;
  /** Replaces a part of the same number. */
  putPart(upload: Upload, part: Part): string[];
  /** In number order, those after `after`. */
  parts(upload: Upload, after: number, limit: number): Part[];
  /** Forgets the upload; the files of its parts that no object took over are returned. */
  delete(upload: Upload, isNamed: (file: string) => boolean): string[];
  /** In key order, oldest first. `after.seq` is past the uploads of that key up to it. */
  list(bucket: string, after: ListingPlace, limit: number): Upload[];
}

export function createUploadStore(database: Database): UploadStore {
  const allParts = database.prepare("SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?");
  return {
    get(bucket, key, id) {
      const row = database.prepare("SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?").get(id, bucket, key);
      return row && toUpload(row);
    },
    insert({ id, bucket, key, created, headers, tags, checksum }) {
      database
        .prepare(
          "INSERT INTO upload (id, bucket, key, created, headers, tags, algorithm, checksum_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          id,
          bucket,
          key,
          created,
          JSON.stringify(headers),
          JSON.stringify(tags),
          checksum?.algorithm ?? null,
          checksum?.type ?? null,
        );
    },
    putPart(upload, part) {
      return database.transaction(() => {
        const before = database
          .prepare("SELECT file FROM part WHERE upload = ? AND number = ?")
          .get(upload.seq, part.number)?.["file"];
        database
          .prepare(
            "INSERT OR REPLACE INTO part (upload, number, file, size, etag, modified, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
          )
          .run(upload.seq, part.number, part.file ?? null, part.size, part.etag, part.modified, part.checksum);
        return typeof before === "string" ? [before] : [];
      });
    },
    parts: (upload, after, limit) => allParts.all(upload.seq, after, limit).map(toPart),
    delete(upload, isNamed) {
      return database.transaction(() => {
        const files = allParts.all(upload.seq, 0, -1).flatMap(({ file }) => (typeof file === "string" ? [file] : []));
        database.prepare("DELETE FROM upload WHERE seq = ?").run(upload.seq);
        return files.filter((file) => !isNamed(file));
      });
    },
    list(bucket, after, limit) {
      return database
        .prepare(
          "SELECT * FROM upload WHERE bucket = ? AND key >= ? AND NOT (key = ? AND seq <= ?) ORDER BY key, seq LIMIT ?",
        )
        .all(bucket, after.key, after.key, after.seq, limit)
        .map(toUpload);
    },
  };
}

function toUpload(row: Row): Upload {
  const algorithm = row["algorithm"];
  return {
    seq: Number(row["seq"]),
    id: String(row["id"]),
    bucket: String(row["bucket"]),
    key: String(row["key"]),
    created: Number(row["created"]),
    headers: JSON.parse(String(row["headers"])) as Record<string, string>,
    tags: JSON.parse(String(row["tags"])) as Tags,
    checksum:
      algorithm === null
        ? undefined
        : { algorithm: algorithm as ChecksumAlgorithm, type: row["checksum_type"] as ChecksumType },
  };
}

function toPart(row: Row): Part {
  return {
    number: Number(row["number"]),
    file: typeof row["file"] === "string" ? row["file"] : undefined,
    size: Number(row["size"]),
    etag: String(row["etag"]),
    modified: Number(row["modified"]),
    checksum: String(row["checksum"]),
  };
}
