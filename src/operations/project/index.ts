export { batchGetProjects } from "./batch-get-projects.ts";
export { createProject } from "./create-project.ts";
export { deleteProject } from "./delete-project.ts";
export { invalidateProjectCache } from "./invalidate-project-cache.ts";
export { listProjects } from "./list-projects.ts";
export { updateProject } from "./update-project.ts";
