export { listCuratedEnvironmentImages } from "./list-curated-environment-images.ts";
