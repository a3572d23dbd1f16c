/**
 * The tables of the records, oldest step first; steps are only ever appended. Records are kept as the bytes of their awsJson1_1
 * form, beside the columns that they are found, sorted and paged by. Lists are answered from an index alone: the lists'
 * indexes hold what is listed. Only projects by time are sorted when they are asked for: two more indexes would make
 * CreateProject a fifth slower, and an account has at most 5,000 projects. `scope` is `<region>:<account>`; times are milliseconds since the epoch.
 */
export const storeMigrations: readonly string[] = [
  `
  CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    record BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX project_by_name ON project (scope, name);

  CREATE TABLE build_number (
    scope TEXT NOT NULL,
    project TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (scope, project)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE build (
    sequence INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    project TEXT NOT NULL,
    number INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    settings TEXT NOT NULL,
    record BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX build_by_id ON build (scope, id);
  CREATE INDEX build_by_number ON build (scope, project, number, id);
  CREATE INDEX build_active ON build (scope, project) WHERE complete = 0;

  CREATE TABLE build_run (
    arn TEXT PRIMARY KEY,
    run TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    operation TEXT NOT NULL,
    token TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    arn TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (scope, operation, token)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_by_time ON idempotency (time);

  CREATE TABLE report_group (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    record BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX report_group_by_name ON report_group (scope, name, arn);
  CREATE INDEX report_group_by_created ON report_group (scope, created, id, arn);
  CREATE INDEX report_group_by_modified ON report_group (scope, modified, id, arn);

  CREATE TABLE credential (
    scope TEXT NOT NULL,
    server_type TEXT NOT NULL,
    auth_type TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE,
    record BLOB NOT NULL,
    secret BLOB NOT NULL,
    PRIMARY KEY (scope, server_type, auth_type)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE build_secret (
    arn TEXT PRIMARY KEY,
    secrets BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    build TEXT NOT NULL,
    time INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_by_build ON event (target, build);
  `,
  `
  CREATE TABLE cache_generation (
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    generation TEXT NOT NULL,
    PRIMARY KEY (scope, kind, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE local_cache (
    scope TEXT NOT NULL,
    project TEXT NOT NULL,
    cache TEXT NOT NULL,
    PRIMARY KEY (scope, project)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE local_cache_lease (
    arn TEXT PRIMARY KEY,
    lease TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // What a build of a git repository was made of, for badges.
  `
  ALTER TABLE build ADD COLUMN version TEXT;
  UPDATE build SET version = coalesce(json_extract(CAST(record AS TEXT), '$.sourceVersion'), '')
    WHERE json_extract(CAST(record AS TEXT), '$.source.type') NOT IN ('NO_SOURCE', 'S3', 'CODEPIPELINE');
  CREATE INDEX build_by_version ON build (scope, project, version, number, id) WHERE version IS NOT NULL;
  `,
];
