import type { Operations } from "../../../generated/codebuild/operations.ts";
import { curatedPlatforms } from "../../domain/curated-images.ts";

export function listCuratedEnvironmentImages(): Operations["ListCuratedEnvironmentImages"] {
  return () => ({ platforms: curatedPlatforms });
}
