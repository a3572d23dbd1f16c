export { batchDeleteBuilds } from "./batch-delete-builds.ts";
export { batchGetBuilds } from "./batch-get-builds.ts";
export { listBuildsForProject } from "./list-builds-for-project.ts";
export { listBuilds } from "./list-builds.ts";
export { retryBuild } from "./retry-build.ts";
export { startBuild } from "./start-build.ts";
export { stopBuild } from "./stop-build.ts";
