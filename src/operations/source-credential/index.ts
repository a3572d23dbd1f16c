export { deleteSourceCredentials } from "./delete-source-credentials.ts";
export { importSourceCredentials } from "./import-source-credentials.ts";
export { listSourceCredentials } from "./list-source-credentials.ts";
