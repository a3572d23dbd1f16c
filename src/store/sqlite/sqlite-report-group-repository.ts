import type { ReportGroup } from "../../../generated/codebuild/types.ts";
import type { Database } from "../database.ts";
import type { ReportGroupRepository } from "../store.ts";
import { bytes, toScopeText } from "./columns.ts";
import { fromRecordBytes, toRecordBytes } from "./record-codec.ts";
import { readSortedPage } from "./sorted-page.ts";

export function createReportGroupRepository(database: Database): ReportGroupRepository {
  return {
    insert(scope, group) {
      const { arn, name, created, modified } = toColumns(group);
      const { changes } = database
        .prepare(
          "INSERT INTO report_group (scope, name, arn, created, modified, record) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .run(toScopeText(scope), name, arn, created, modified, toRecordBytes("ReportGroup", group));
      return changes > 0;
    },
    get(arn) {
      const row = database.prepare("SELECT record FROM report_group WHERE arn = ?").get(arn);
      return row && fromRecordBytes("ReportGroup", bytes(row, "record"));
    },
    replace(group) {
      const { arn, modified } = toColumns(group);
      database
        .prepare("UPDATE report_group SET modified = ?, record = ? WHERE arn = ?")
        .run(modified, toRecordBytes("ReportGroup", group), arn);
    },
    delete: (arn) => database.prepare("DELETE FROM report_group WHERE arn = ?").run(arn).changes > 0,
    list: (scope, query) => readSortedPage(database, "report_group", "arn", scope, query),
  };
}

function toColumns(group: ReportGroup) {
  const { arn, name, created, lastModified } = group;
  if (arn === undefined || name === undefined || created === undefined || lastModified === undefined) {
    throw new TypeError("a stored report group has an ARN, a name and its times");
  }
  return { arn, name, created: created.getTime(), modified: lastModified.getTime() };
}
