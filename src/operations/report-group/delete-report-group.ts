import type { Operations } from "../../../generated/codebuild/operations.ts";
import { isOwnReportGroupArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

/** Idempotent. Groups have no reports yet, so there is nothing that `deleteReports` would have to allow. */
export function deleteReportGroup(deps: { store: Store }): Operations["DeleteReportGroup"] {
  return ({ arn }, context) => {
    if (isOwnReportGroupArn(context, arn)) deps.store.reportGroups.delete(arn);
    return {};
  };
}
