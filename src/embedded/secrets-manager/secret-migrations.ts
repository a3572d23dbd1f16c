/** The tables of the embedded Secrets Manager, for `openSqliteDatabase`. Values stand in them encrypted only. */
export const secretMigrations: readonly string[] = [
  `CREATE TABLE secret (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     account TEXT NOT NULL,
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     arn TEXT NOT NULL UNIQUE,
     description TEXT,
     kms_key_id TEXT,
     tags TEXT NOT NULL,
     created INTEGER NOT NULL,
     changed INTEGER NOT NULL,
     accessed INTEGER,
     deletion INTEGER,
     UNIQUE (account, region, name)
   ) STRICT;
   CREATE TABLE secret_version (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     secret_id INTEGER NOT NULL REFERENCES secret(id),
     version_id TEXT NOT NULL,
     created INTEGER NOT NULL,
     value BLOB NOT NULL,
     UNIQUE (secret_id, version_id)
   ) STRICT;
   CREATE TABLE secret_stage (
     secret_id INTEGER NOT NULL REFERENCES secret(id),
     stage TEXT NOT NULL,
     version_id TEXT NOT NULL,
     PRIMARY KEY (secret_id, stage)
   ) STRICT, WITHOUT ROWID;`,
];
