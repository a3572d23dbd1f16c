import { ResourceNotFoundException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { Clock } from "../../common/clock.ts";
import { isOwnReportGroupArn } from "../../domain/arns.ts";
import { exportConfigProblem, toExportConfig } from "../../domain/report-group-settings.ts";
import { tagProblem } from "../../domain/tag-rules.ts";
import type { Store } from "../../store/store.ts";
import { requireNoProblem } from "../refuse.ts";

/** Export configuration and tags are replaced where they are sent. */
export function updateReportGroup(deps: { store: Store; clock: Clock }): Operations["UpdateReportGroup"] {
  return ({ arn, exportConfig, tags }, context) => {
    const group = isOwnReportGroupArn(context, arn) ? deps.store.reportGroups.get(arn) : undefined;
    if (group === undefined) throw new ResourceNotFoundException(`Report group cannot be found: ${arn}`);
    requireNoProblem((exportConfig && exportConfigProblem(exportConfig)) ?? tagProblem(tags));
    const earliest = (group.lastModified?.getTime() ?? 0) + 1;
    const reportGroup = {
      ...group,
      ...(exportConfig && { exportConfig: toExportConfig(exportConfig, context) }),
      ...(tags && { tags }),
      lastModified: new Date(Math.max(deps.clock.now(), earliest)),
    };
    deps.store.reportGroups.replace(reportGroup);
    return { reportGroup };
  };
}
