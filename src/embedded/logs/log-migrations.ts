/** The tables of the embedded CloudWatch Logs, for `openSqliteDatabase`. */
export const logMigrations: readonly string[] = [
  `CREATE TABLE log_group (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     account TEXT NOT NULL,
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     creation_time INTEGER NOT NULL,
     retention_days INTEGER,
     deletion_protection INTEGER NOT NULL,
     tags TEXT NOT NULL,
     stored_bytes INTEGER NOT NULL DEFAULT 0,
     longest_span INTEGER NOT NULL DEFAULT 0,
     UNIQUE (account, region, name)
   ) STRICT;
   CREATE TABLE log_stream (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     group_id INTEGER NOT NULL REFERENCES log_group(id),
     name TEXT NOT NULL,
     creation_time INTEGER NOT NULL,
     first_event INTEGER,
     last_event INTEGER,
     last_ingestion INTEGER,
     last_batch INTEGER,
     longest_span INTEGER NOT NULL DEFAULT 0,
     UNIQUE (group_id, name)
   ) STRICT;
   CREATE INDEX log_stream_by_last_event ON log_stream (group_id, coalesce(last_event, 0), name);
   CREATE TABLE log_batch (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     group_id INTEGER NOT NULL,
     stream_id INTEGER NOT NULL,
     first_time INTEGER NOT NULL,
     last_time INTEGER NOT NULL,
     ingestion_time INTEGER NOT NULL,
     bytes INTEGER NOT NULL,
     events TEXT NOT NULL
   ) STRICT;
   CREATE INDEX log_batch_by_group ON log_batch (group_id, first_time);
   CREATE INDEX log_batch_by_stream ON log_batch (stream_id, first_time);
   CREATE INDEX log_batch_by_stream_end ON log_batch (stream_id, last_time);`,
];
