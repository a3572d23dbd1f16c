import { selectArtifacts } from "../../artifacts/artifact-selection.ts";
import type { ArtifactFile } from "../../artifacts/artifact-store.ts";
import { toArtifactLocation } from "../../domain/artifact-location.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import { applyExpansions } from "../compile-plan.ts";
import { isExport, type Expanded } from "../expansions.ts";
import type { StartedContainer } from "../run-record.ts";
import type { RunContext } from "../run-context.ts";

/** The most characters of one expanded text; a longer one is no file name. */
const LONGEST_NAME = 4096;

/** Selected files out of the stopped container to the artifact store; the location and sums into the record. */
export async function uploadArtifacts(
  context: RunContext,
  environment: BuildEnvironment,
  started: StartedContainer,
  expanded: Expanded,
): Promise<void> {
  const { deps, tracker, scope, project, uuid, interruption, log, sourceDirectory } = context;
  const settings = deps.store.builds.getSettings(tracker.arn);
  if (settings === undefined || settings.artifacts.type === "NO_ARTIFACTS") return;
  const { artifacts: target } = settings;
  if (started.artifacts === undefined)
    throw new PhaseError("CLIENT_ERROR", "no definition for primary artifacts in buildspec");

  const section = applyExpansions(started.artifacts, requireArtifactTexts(started, expanded));
  const build = tracker.build();
  const packaging = target.packaging === "ZIP" ? "ZIP" : "NONE";
  const name = target.overrideArtifactName === true && section.name !== undefined ? section.name : target.name;
  const location = toArtifactLocation({
    location: target.location ?? "",
    path: target.path,
    namespaceType: target.namespaceType,
    name,
    packaging,
    projectName: project,
    buildUuid: uuid,
  });
  const files = selectArtifacts(environment, sourceDirectory, section, (line) => {
    log.line(deps.clock.now(), line);
  });
  const stored = await deps.artifacts.upload(
    {
      ...scope,
      buildArn: tracker.arn,
      bucket: location.bucket,
      key: location.key,
      packaging,
      encryptionKey: target.encryptionDisabled === true ? undefined : build.encryptionKey,
    },
    whileUninterrupted(files, context),
    interruption.work,
  );
  tracker.update((record) => ({
    ...record,
    artifacts: { ...record.artifacts, location: location.arn, md5sum: stored.md5sum, sha256sum: stored.sha256sum },
  }));
}

async function* whileUninterrupted(
  files: AsyncIterable<ArtifactFile>,
  { interruption }: RunContext,
): AsyncGenerator<ArtifactFile> {
  for await (const file of files) {
    interruption.throwIfInterrupted();
    yield file;
  }
}

/** @throws PhaseError when the shell could not expand a text, or made it too long for a name */
function requireArtifactTexts(started: StartedContainer, { texts }: Expanded): ReadonlyMap<string, string> {
  const failed = started.expansions.find((key) => !isExport(key) && !isName(texts.get(key)));
  if (failed !== undefined)
    throw new PhaseError("CLIENT_ERROR", `The ${failed} of the artifacts could not be expanded`);
  return texts;
}

function isName(text: string | undefined): boolean {
  return text !== undefined && text.length <= LONGEST_NAME;
}
