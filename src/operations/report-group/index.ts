export { batchGetReportGroups } from "./batch-get-report-groups.ts";
export { createReportGroup } from "./create-report-group.ts";
export { deleteReportGroup } from "./delete-report-group.ts";
export { listReportGroups } from "./list-report-groups.ts";
export { updateReportGroup } from "./update-report-group.ts";
