import type { Database } from "../database.ts";
import type { CacheRepository, LocalCache, LocalCacheLease } from "../store.ts";
import { text, toScopeText } from "./columns.ts";

const EMPTY: LocalCache = { layers: [], engines: [] };

export function createCacheRepository(database: Database): CacheRepository {
  return {
    generation(scope, { kind, name }) {
      const row = database
        .prepare("SELECT generation FROM cache_generation WHERE scope = ? AND kind = ? AND name = ?")
        .get(toScopeText(scope), kind, name);
      return row === undefined ? "" : text(row, "generation");
    },
    drop(scope, { kind, name }, generation) {
      database
        .prepare(
          "INSERT INTO cache_generation (scope, kind, name, generation) VALUES (?, ?, ?, ?) " +
            "ON CONFLICT (scope, kind, name) DO UPDATE SET generation = excluded.generation",
        )
        .run(toScopeText(scope), kind, name, generation);
      if (kind !== "project") return;
      // The row stays: it tells that there may be volumes to be removed.
      database
        .prepare("UPDATE local_cache SET cache = ? WHERE scope = ? AND project = ?")
        .run(JSON.stringify(EMPTY), toScopeText(scope), name);
    },
    local(scope, project) {
      const row = database
        .prepare("SELECT cache FROM local_cache WHERE scope = ? AND project = ?")
        .get(toScopeText(scope), project);
      return row === undefined ? EMPTY : (JSON.parse(text(row, "cache")) as LocalCache);
    },
    putLocal(scope, project, cache) {
      database
        .prepare(
          "INSERT INTO local_cache (scope, project, cache) VALUES (?, ?, ?) " +
            "ON CONFLICT (scope, project) DO UPDATE SET cache = excluded.cache",
        )
        .run(toScopeText(scope), project, JSON.stringify(cache));
    },
    lease(arn) {
      const row = database.prepare("SELECT lease FROM local_cache_lease WHERE arn = ?").get(arn);
      return row === undefined ? undefined : (JSON.parse(text(row, "lease")) as LocalCacheLease);
    },
    putLease(arn, lease) {
      database
        .prepare(
          "INSERT INTO local_cache_lease (arn, lease) VALUES (?, ?) ON CONFLICT (arn) DO UPDATE SET lease = excluded.lease",
        )
        .run(arn, JSON.stringify(lease));
    },
    deleteLease(arn) {
      database.prepare("DELETE FROM local_cache_lease WHERE arn = ?").run(arn);
    },
    hasLocal: () => database.prepare("SELECT 1 FROM local_cache LIMIT 1").get() !== undefined,
    leases: () =>
      database
        .prepare("SELECT arn FROM local_cache_lease")
        .all()
        .map((row) => text(row, "arn")),
    volumes() {
      const caches = database.prepare("SELECT cache FROM local_cache").all();
      const leases = database.prepare("SELECT lease FROM local_cache_lease").all();
      return new Set([
        ...caches.flatMap((row) => {
          const { layers, engines } = JSON.parse(text(row, "cache")) as LocalCache;
          return [...layers, ...engines];
        }),
        ...leases.flatMap((row) => {
          const { layers, changes, engine } = JSON.parse(text(row, "lease")) as LocalCacheLease;
          return [...layers, ...[changes, engine].filter((name) => name !== undefined)];
        }),
      ]);
    },
  };
}
