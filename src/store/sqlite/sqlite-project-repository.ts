import type { Project } from "../../../generated/codebuild/types.ts";
import type { Page, ProjectRepository, Scope } from "../store.ts";
import { bytes, integer, toScopeText } from "./columns.ts";
import { fromRecordBytes, toRecordBytes } from "./record-codec.ts";
import { readSortedPage } from "./sorted-page.ts";
import { readThrough, written, type StoreContext } from "./store-context.ts";

/** Pages kept in memory; each is a hundred names. */
const KEPT_PAGES = 64;

export function createProjectRepository(context: StoreContext): ProjectRepository {
  const { database, cache } = context;
  const pages = new Map<string, Page<string>>();
  let revision = 0;
  const changed = (): void => {
    pages.clear();
    revision += 1;
  };
  const toKey = (scope: Scope, name: string): string => `project/${toScopeText(scope)}/${name}`;

  const getJson = (scope: Scope, name: string): Uint8Array | undefined =>
    readThrough(context, toKey(scope, name), () => {
      const row = database
        .prepare("SELECT record FROM project WHERE scope = ? AND name = ?")
        .get(toScopeText(scope), name);
      return row && bytes(row, "record");
    });

  return {
    get revision() {
      return revision;
    },
    insert(scope, project) {
      const { name, created, modified } = toColumns(project);
      const record = toRecordBytes("Project", project);
      const { changes } = database
        .prepare(
          "INSERT INTO project (scope, name, created, modified, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .run(toScopeText(scope), name, created, modified, record);
      if (changes === 0) return false;
      written(context, toKey(scope, name), record);
      changed();
      return true;
    },
    get(scope, name) {
      const record = getJson(scope, name);
      return record && fromRecordBytes("Project", record);
    },
    getJson,
    replace(scope, project) {
      const { name, modified } = toColumns(project);
      const record = toRecordBytes("Project", project);
      database
        .prepare("UPDATE project SET modified = ?, record = ? WHERE scope = ? AND name = ?")
        .run(modified, record, toScopeText(scope), name);
      written(context, toKey(scope, name), record);
      changed();
    },
    delete(scope, name) {
      const { changes } = database
        .prepare("DELETE FROM project WHERE scope = ? AND name = ?")
        .run(toScopeText(scope), name);
      cache.forget(toKey(scope, name));
      changed();
      return changes > 0;
    },
    list(scope, query) {
      const key = `${toScopeText(scope)} ${query.sortBy} ${query.order} ${query.limit} ${query.after ?? ""}`;
      const kept = pages.get(key);
      if (kept !== undefined) return kept;
      const page = readSortedPage(database, "project", "name", scope, query);
      if (!context.inTransaction()) {
        if (pages.size >= KEPT_PAGES) pages.clear();
        pages.set(key, page);
      }
      return page;
    },
    nextBuildNumber(scope, name) {
      const row = database
        .prepare(
          "INSERT INTO build_number (scope, project, last) VALUES (?, ?, 1) " +
            "ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
        )
        .get(toScopeText(scope), name);
      if (row === undefined) throw new Error("SQLite returned no build number");
      return integer(row, "last");
    },
  };
}

function toColumns(project: Project): { name: string; created: number; modified: number } {
  const { name, created, lastModified } = project;
  if (name === undefined || created === undefined || lastModified === undefined) {
    throw new TypeError("a stored project has a name and its times");
  }
  return { name, created: created.getTime(), modified: lastModified.getTime() };
}
