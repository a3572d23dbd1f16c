/** The tables of the embedded Parameter Store, for `openSqliteDatabase`. Values stand in them encrypted only. */
export const parameterMigrations: readonly string[] = [
  `CREATE TABLE parameter (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     account TEXT NOT NULL,
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     type TEXT NOT NULL,
     tier TEXT NOT NULL,
     data_type TEXT NOT NULL,
     key_id TEXT,
     description TEXT,
     tags TEXT NOT NULL,
     version INTEGER NOT NULL,
     modified INTEGER NOT NULL,
     UNIQUE (account, region, name)
   ) STRICT;
   CREATE TABLE parameter_version (
     parameter_id INTEGER NOT NULL REFERENCES parameter(id),
     version INTEGER NOT NULL,
     type TEXT NOT NULL,
     data_type TEXT NOT NULL,
     modified INTEGER NOT NULL,
     value BLOB NOT NULL,
     PRIMARY KEY (parameter_id, version)
   ) STRICT, WITHOUT ROWID;`,
];
