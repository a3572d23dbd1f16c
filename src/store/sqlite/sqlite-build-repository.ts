import type { Build } from "../../../generated/codebuild/types.ts";
import { toBuildArn } from "../../domain/arns.ts";
import { toBadgeVersion } from "../../domain/badge.ts";
import type { SecretBox } from "../../common/secret-box.ts";
import type { BuildSettings } from "../../domain/build-settings.ts";
import type { BuildRepository, Scope } from "../store.ts";
import { bytes, integer, text, toScopeText } from "./columns.ts";
import { fromRecordBytes, toRecordBytes } from "./record-codec.ts";
import { toPage } from "./sorted-page.ts";
import { readThrough, written, type StoreContext } from "./store-context.ts";

export function createBuildRepository(context: StoreContext, box: SecretBox): BuildRepository {
  const { database, cache } = context;
  let revision = 0;

  const getJson = (arn: string): Uint8Array | undefined =>
    readThrough(context, arn, () => {
      const key = parseKey(arn);
      const row = key && database.prepare("SELECT record FROM build WHERE scope = ? AND id = ?").get(...key);
      return row && bytes(row, "record");
    });

  const hasRun = (arn: string): boolean =>
    database.prepare("SELECT 1 FROM build_run WHERE arn = ?").get(arn) !== undefined;

  return {
    get revision() {
      return revision;
    },
    insert(scope, build, settings) {
      const { arn, id, projectName, buildNumber, complete } = toColumns(build);
      const record = toRecordBytes("Build", build);
      database
        .prepare(
          "INSERT INTO build (scope, id, project, number, complete, settings, record, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          toScopeText(scope),
          id,
          projectName,
          buildNumber,
          complete,
          JSON.stringify(settings),
          record,
          toBadgeVersion(build) ?? null,
        );
      written(context, arn, record);
      revision += 1;
    },
    get(arn) {
      const record = getJson(arn);
      return record && fromRecordBytes("Build", record);
    },
    getJson,
    getSettings(arn) {
      const key = parseKey(arn);
      const row = key && database.prepare("SELECT settings FROM build WHERE scope = ? AND id = ?").get(...key);
      return row && (JSON.parse(text(row, "settings")) as BuildSettings);
    },
    replace(build) {
      const { arn, complete } = toColumns(build);
      const key = parseKey(arn);
      if (key === undefined) throw new TypeError(`not the ARN of a build: ${arn}`);
      const record = toRecordBytes("Build", build);
      database
        .prepare("UPDATE build SET complete = ?, record = ? WHERE scope = ? AND id = ?")
        .run(complete, record, ...key);
      written(context, arn, record);
      revision += 1;
    },
    delete(arn) {
      const key = parseKey(arn);
      cache.forget(arn);
      revision += 1;
      return (
        key !== undefined && database.prepare("DELETE FROM build WHERE scope = ? AND id = ?").run(...key).changes > 0
      );
    },
    deleteEnded: (time, { after, limit }) =>
      database.transaction(() => {
        let deleted = 0;
        const rows = database
          .prepare("SELECT sequence, record FROM build WHERE sequence > ? ORDER BY sequence LIMIT ?")
          .all(after, limit);
        for (const row of rows) {
          const { arn = "", startTime, endTime } = fromRecordBytes("Build", bytes(row, "record"));
          if (startTime !== undefined && startTime.getTime() >= time) return { deleted, next: undefined };
          if (endTime === undefined || endTime.getTime() >= time || hasRun(arn)) continue;
          database.prepare("DELETE FROM build WHERE sequence = ?").run(integer(row, "sequence"));
          cache.forget(arn);
          revision += 1;
          deleted += 1;
        }
        const last = rows.length < limit ? undefined : rows.at(-1);
        return { deleted, next: last && integer(last, "sequence") };
      }),
    list(scope, { order, after, limit }) {
      const [compare, direction] = order === "ASCENDING" ? [">", "ASC"] : ["<", "DESC"];
      const beyond = after === undefined ? "" : `AND id ${compare} ?`;
      const rows = database
        .prepare(`SELECT id FROM build WHERE scope = ? ${beyond} ORDER BY id ${direction} LIMIT ?`)
        .all(toScopeText(scope), ...(after === undefined ? [] : [after]), limit + 1);
      return toPage(rows, limit, "id", (last) => text(last, "id"));
    },
    listForProject(scope, project, { order, after, limit }) {
      const [compare, direction] = order === "ASCENDING" ? [">", "ASC"] : ["<", "DESC"];
      const beyond = after === undefined ? "" : `AND number ${compare} ?`;
      const rows = database
        .prepare(
          `SELECT number, id FROM build WHERE scope = ? AND project = ? ${beyond} ORDER BY number ${direction} LIMIT ?`,
        )
        .all(toScopeText(scope), project, ...(after === undefined ? [] : [Number(after)]), limit + 1);
      return toPage(rows, limit, "id", (last) => String(integer(last, "number")));
    },
    newestOf(scope, project, versions) {
      const statement = database.prepare(
        "SELECT number, id FROM build WHERE scope = ? AND project = ? AND version = ? ORDER BY number DESC LIMIT 1",
      );
      const newest = versions
        .map((version) => statement.get(toScopeText(scope), project, version))
        .filter((row) => row !== undefined)
        .toSorted((one, other) => integer(other, "number") - integer(one, "number"))[0];
      const record = newest && getJson(toBuildArn(scope, text(newest, "id")));
      return record && fromRecordBytes("Build", record);
    },
    countActive(scope, project) {
      const row = database
        .prepare("SELECT count(*) AS count FROM build WHERE scope = ? AND project = ? AND complete = 0")
        .get(toScopeText(scope), project);
      return row === undefined ? 0 : integer(row, "count");
    },
    active: () =>
      database
        .prepare("SELECT scope, id FROM build WHERE complete = 0 ORDER BY sequence")
        .all()
        .map((row) => toBuildArn(parseScope(text(row, "scope")), text(row, "id"))),
    getRun(arn) {
      const row = database.prepare("SELECT run FROM build_run WHERE arn = ?").get(arn);
      return row && text(row, "run");
    },
    putRun(arn, run) {
      database
        .prepare("INSERT INTO build_run (arn, run) VALUES (?, ?) ON CONFLICT DO UPDATE SET run = excluded.run")
        .run(arn, run);
    },
    deleteRun(arn) {
      database.transaction(() => {
        database.prepare("DELETE FROM build_run WHERE arn = ?").run(arn);
        database.prepare("DELETE FROM build_secret WHERE arn = ?").run(arn);
      });
    },
    getSecrets(arn) {
      const row = database.prepare("SELECT secrets FROM build_secret WHERE arn = ?").get(arn);
      return row === undefined ? [] : (JSON.parse(box.open(arn, bytes(row, "secrets"))) as string[]);
    },
    putSecrets(arn, secrets) {
      database
        .prepare(
          "INSERT INTO build_secret (arn, secrets) VALUES (?, ?) ON CONFLICT DO UPDATE SET secrets = excluded.secrets",
        )
        .run(arn, box.seal(arn, JSON.stringify(secrets)));
    },
    runs: () =>
      database
        .prepare("SELECT arn FROM build_run ORDER BY arn")
        .all()
        .map((row) => text(row, "arn")),
  };
}

function toColumns(build: Build) {
  const { arn, id, projectName, buildNumber, buildComplete } = build;
  if (arn === undefined || id === undefined || projectName === undefined || buildNumber === undefined) {
    throw new TypeError("a stored build has an ARN, an id, a project and a number");
  }
  return { arn, id, projectName, buildNumber, complete: buildComplete === true ? 1 : 0 };
}

/** Scope and id out of `arn:<partition>:codebuild:<region>:<account>:build/<id>`. */
function parseKey(arn: string): [scope: string, id: string] | undefined {
  const [, scope, id] = /^arn:[\w-]+:codebuild:([^:]+:[^:]+):build\/(.+)$/s.exec(arn) ?? [];
  return scope === undefined || id === undefined ? undefined : [scope, id];
}

function parseScope(scope: string): Scope {
  const colon = scope.indexOf(":");
  return { region: scope.slice(0, colon), account: scope.slice(colon + 1) };
}
