/** The tables of the embedded S3, for its own database. Steps are only ever appended. */
export const s3Migrations: readonly string[] = [
  `
  CREATE TABLE bucket (
    name TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    location TEXT NOT NULL,            -- as the client named it; '' is us-east-1
    created INTEGER NOT NULL,          -- milliseconds
    versioning TEXT NOT NULL DEFAULT '' CHECK (versioning IN ('', 'Enabled', 'Suspended')),
    tags TEXT NOT NULL DEFAULT '[]'
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE version (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,   -- of the versions of a key, the greatest is the latest
    bucket TEXT NOT NULL REFERENCES bucket (name),
    key TEXT NOT NULL,
    version TEXT NOT NULL,             -- 'null' or a generated id
    latest INTEGER NOT NULL,
    marker INTEGER NOT NULL,           -- a delete marker
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,                -- without quotes
    modified INTEGER NOT NULL,         -- milliseconds
    headers TEXT NOT NULL,             -- JSON: the headers that come back, user metadata included
    tags TEXT NOT NULL,                -- JSON: [[key, value], ...]
    checksum TEXT,                     -- JSON
    parts INTEGER NOT NULL             -- of a multipart upload, else 0
  ) STRICT;
  CREATE INDEX version_by_key ON version (bucket, key, seq DESC);
  CREATE UNIQUE INDEX latest_version ON version (bucket, key) WHERE latest = 1;

  CREATE TABLE segment (
    seq INTEGER NOT NULL REFERENCES version (seq) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT,
    size INTEGER NOT NULL,
    checksum TEXT,                     -- base64, of the part that it was
    PRIMARY KEY (seq, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX segment_file ON segment (file);

  CREATE TABLE upload (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    bucket TEXT NOT NULL REFERENCES bucket (name) ON DELETE CASCADE,
    key TEXT NOT NULL,
    created INTEGER NOT NULL,
    headers TEXT NOT NULL,
    tags TEXT NOT NULL,
    algorithm TEXT,
    checksum_type TEXT
  ) STRICT;
  CREATE INDEX upload_by_key ON upload (bucket, key, seq);

  CREATE TABLE part (
    upload INTEGER NOT NULL REFERENCES upload (seq) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file TEXT,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified INTEGER NOT NULL,
    checksum TEXT NOT NULL,            -- base64, of the upload's algorithm
    PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX part_file ON part (file);
  `,
];
