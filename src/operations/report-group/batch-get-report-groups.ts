import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { ReportGroup } from "../../../generated/codebuild/types.ts";
import { isOwnReportGroupArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

/** In the order of the request, each once. */
export function batchGetReportGroups(deps: { store: Store }): Operations["BatchGetReportGroups"] {
  return (input, context) => {
    const reportGroups: ReportGroup[] = [];
    const reportGroupsNotFound: string[] = [];
    for (const arn of new Set(input.reportGroupArns)) {
      const group = isOwnReportGroupArn(context, arn) ? deps.store.reportGroups.get(arn) : undefined;
      if (group === undefined) reportGroupsNotFound.push(arn);
      else reportGroups.push(group);
    }
    return { reportGroups, reportGroupsNotFound };
  };
}
