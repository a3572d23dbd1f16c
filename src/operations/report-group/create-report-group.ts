import { ResourceAlreadyExistsException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { ReportGroup } from "../../../generated/codebuild/types.ts";
import type { Clock } from "../../common/clock.ts";
import { toReportGroupArn } from "../../domain/arns.ts";
import { exportConfigProblem, toExportConfig } from "../../domain/report-group-settings.ts";
import { tagProblem } from "../../domain/tag-rules.ts";
import type { Store } from "../../store/store.ts";
import { requireNoProblem } from "../refuse.ts";

export function createReportGroup(deps: { store: Store; clock: Clock }): Operations["CreateReportGroup"] {
  return ({ name, type, exportConfig, tags = [] }, context) => {
    requireNoProblem(exportConfigProblem(exportConfig) ?? tagProblem(tags));
    const now = new Date(deps.clock.now());
    const reportGroup: ReportGroup = {
      arn: toReportGroupArn(context, name),
      name,
      type,
      exportConfig: toExportConfig(exportConfig, context),
      created: now,
      lastModified: now,
      tags,
      status: "ACTIVE",
    };
    if (!deps.store.reportGroups.insert(context, reportGroup)) {
      throw new ResourceAlreadyExistsException(`Report group already exists: ${reportGroup.arn ?? name}`);
    }
    return { reportGroup };
  };
}
