import { posix } from "node:path";

import { toBuildspecLocation } from "../buildspec/buildspec-location.ts";
import { PhaseError } from "../domain/phase-error.ts";
import type { FetchedSource } from "../source/source-provider.ts";
import type { RunContext } from "./run-context.ts";

/** Where CodeBuild puts a buildspec that is given as text. */
export const INLINE_BUILDSPEC = "/codebuild/readonly/buildspec.yml";

/**
 * The text of the build's buildspec, and where the log says that it is.
 *
 * @throws PhaseError `YAML_FILE_ERROR` for a file that isn't in the source, S3's words for an object that can't be had
 */
export async function findBuildspec(
  { deps, tracker, scope, sourceDirectory, interruption }: RunContext,
  source: FetchedSource,
): Promise<{ readonly text: string; readonly location: string }> {
  const location = toBuildspecLocation(tracker.build().source?.buildspec);
  switch (location.kind) {
    case "inline":
      return { text: location.text, location: INLINE_BUILDSPEC };
    case "s3":
      return {
        text: await deps.readObject(scope, location.bucket, location.key, interruption.work),
        location: `s3://${location.bucket}/${location.key}`,
      };
    case "file": {
      const path = posix.join(sourceDirectory, location.path);
      const text = await source.readText(location.path);
      if (text === undefined) {
        throw new PhaseError(
          "YAML_FILE_ERROR",
          location.path === "buildspec.yml" ? "YAML file does not exist" : `stat ${path}: no such file or directory`,
        );
      }
      return { text, location: path };
    }
  }
}
