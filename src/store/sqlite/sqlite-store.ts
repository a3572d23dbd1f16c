import type { Database } from "../database.ts";
import type { Store } from "../store.ts";
import { RecordCache } from "./record-cache.ts";
import { createSecretBox } from "../../common/secret-box.ts";
import { createBuildRepository } from "./sqlite-build-repository.ts";
import { createCacheRepository } from "./sqlite-cache-repository.ts";
import { createCredentialRepository } from "./sqlite-credential-repository.ts";
import { createEventOutbox } from "./sqlite-event-outbox.ts";
import { createIdempotencyRepository } from "./sqlite-idempotency-repository.ts";
import { createProjectRepository } from "./sqlite-project-repository.ts";
import { createReportGroupRepository } from "./sqlite-report-group-repository.ts";
import type { StoreContext } from "./store-context.ts";

/** Bytes of records that are kept in memory, whatever the number of records. */
const CACHE_BYTES = 8 * 1024 * 1024;

/**
 * The store in an open database that was brought up to date with `storeMigrations`. No other writer may touch its tables: what is
 * read often stays in memory. Whoever opened the database disposes of it, after the store.
 *
 * @param options.encryptionKey 32 bytes; the secrets of source credentials and of running builds are encrypted with it
 */
export function openSqliteStore(options: { readonly database: Database; readonly encryptionKey: Uint8Array }): Store {
  const { database } = options;
  const box = createSecretBox(options.encryptionKey);
  let depth = 0;
  const context: StoreContext = {
    database,
    cache: new RecordCache(CACHE_BYTES),
    inTransaction: () => depth > 0,
  };
  return {
    projects: createProjectRepository(context),
    builds: createBuildRepository(context, box),
    idempotency: createIdempotencyRepository(database),
    reportGroups: createReportGroupRepository(database),
    credentials: createCredentialRepository(database, box),
    caches: createCacheRepository(database),
    events: createEventOutbox(database),
    transaction(work) {
      depth += 1;
      try {
        return database.transaction(work);
      } finally {
        depth -= 1;
      }
    },
    [Symbol.dispose]() {
      // The database is its opener's.
    },
  };
}
