import type { BuildArtifacts, ProjectArtifacts } from "../../../generated/codebuild/types.ts";
import { selectArtifacts } from "../../artifacts/artifact-selection.ts";
import type { ArtifactFile } from "../../artifacts/artifact-store.ts";
import type { ArtifactsSection, BuildspecArtifacts } from "../../buildspec/buildspec.ts";
import { toArtifactLocation } from "../../domain/artifact-location.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import { applyExpansions, toPrefix } from "../compile-plan.ts";
import type { Expanded } from "../expansions.ts";
import type { StartedContainer } from "../run-record.ts";
import type { RunContext } from "../run-context.ts";

/** The most characters of one expanded text; a longer one is no file name. */
const LONGEST_NAME = 4096;

/** Selected files out of the stopped container to the artifact store, the primary artifact first; locations and sums into the record. */
export async function uploadArtifacts(
  context: RunContext,
  environment: BuildEnvironment,
  started: StartedContainer,
  expanded: Expanded,
): Promise<void> {
  try {
    await uploadAll(context, environment, started, expanded);
  } catch (error) {
    // A path that is told as it was expanded may hold a secret.
    throw error instanceof PhaseError ? withMessage(error, context.log.masked(error.message)) : error;
  }
}

async function uploadAll(
  context: RunContext,
  environment: BuildEnvironment,
  started: StartedContainer,
  expanded: Expanded,
): Promise<void> {
  const { deps, tracker, log } = context;
  const settings = deps.store.builds.getSettings(tracker.arn);
  if (settings === undefined) return;
  const { artifacts: primary, secondaryArtifacts = [] } = settings;
  const wanted = secondaryArtifacts.filter(({ type }) => type !== "NO_ARTIFACTS");
  if (primary.type === "NO_ARTIFACTS" && wanted.length === 0) return;
  const sections = started.artifacts && toSections(started.artifacts, started.expansions, expanded);

  if (primary.type !== "NO_ARTIFACTS") {
    if (sections === undefined)
      throw new PhaseError("CLIENT_ERROR", "no definition for primary artifacts in buildspec");
    const stored = await uploadOne(context, environment, sections.primary, primary);
    tracker.update((build) => ({ ...build, artifacts: { ...build.artifacts, ...stored } }));
  }
  for (const target of wanted) {
    const id = target.artifactIdentifier ?? "";
    log.line(deps.clock.now(), `Preparing to copy secondary artifacts ${id}`);
    const stored = await forSecondary(id, async () => {
      const section = sections?.secondary.get(id);
      if (section === undefined)
        throw new PhaseError("CLIENT_ERROR", "no definition for secondary artifacts in buildspec");
      return uploadOne(context, environment, section, target);
    });
    tracker.update((build) => ({
      ...build,
      secondaryArtifacts: (build.secondaryArtifacts ?? []).map((artifact) =>
        artifact.artifactIdentifier === id ? { ...artifact, ...stored } : artifact,
      ),
    }));
  }
  for (const identifier of sections?.secondary.keys() ?? []) {
    if (!secondaryArtifacts.some(({ artifactIdentifier }) => artifactIdentifier === identifier))
      log.line(deps.clock.now(), `WARNING: The project has no secondary artifact ${identifier}: it is not uploaded`);
  }
}

/** Selects and stores one artifact. @returns what the record says of it */
async function uploadOne(
  context: RunContext,
  environment: BuildEnvironment,
  { section, failed }: ExpandedSection,
  target: ProjectArtifacts,
): Promise<BuildArtifacts> {
  const { deps, tracker, scope, project, uuid, interruption, log, sourceDirectory } = context;
  const unused = [
    ...(target.overrideArtifactName === true ? [] : ["name"]),
    ...(target.namespaceType === "BUILD_ID" ? [] : ["s3-prefix"]),
  ];
  const missing = failed.find((key) => !unused.includes(key));
  if (missing !== undefined)
    throw new PhaseError("CLIENT_ERROR", `The ${missing} of the artifacts could not be expanded`);
  const packaging = target.packaging === "ZIP" ? "ZIP" : "NONE";
  const name = target.overrideArtifactName === true && section.name?.trim() ? section.name : target.name;
  const location = toArtifactLocation({
    location: target.location ?? "",
    path: target.path,
    prefix: section.s3Prefix,
    namespaceType: target.namespaceType,
    name,
    packaging,
    projectName: project,
    buildUuid: uuid,
  });
  const keepLinks = section.enableSymlinks && packaging === "ZIP";
  const files = selectArtifacts(environment, sourceDirectory, { ...section, keepLinks }, (line) => {
    log.line(deps.clock.now(), log.masked(line));
  });
  const { md5sum, sha256sum } = await deps.artifacts.upload(
    {
      ...scope,
      buildArn: tracker.arn,
      bucket: location.bucket,
      key: location.key,
      packaging,
      encryptionKey: target.encryptionDisabled === true ? undefined : tracker.build().encryptionKey,
      bucketOwnerAccess: target.bucketOwnerAccess,
    },
    whileUninterrupted(files, context),
    interruption.work,
  );
  return { location: location.arn, md5sum, sha256sum };
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

/** Says of a build outcome which artifact it is about. */
async function forSecondary<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    throw withMessage(error, `${error.message} (secondary artifact ${id})`);
  }
}

function withMessage(error: PhaseError, message: string): PhaseError {
  return new PhaseError(error.code, message, { status: error.status, cause: error });
}

/** A section of the buildspec with its texts expanded. */
interface ExpandedSection {
  readonly section: ArtifactsSection;
  /** The keys of its texts that the shell could not expand, or made too long for a name. */
  readonly failed: readonly string[];
}

function toSections(
  artifacts: BuildspecArtifacts,
  keys: readonly string[],
  { texts }: Expanded,
): { primary: ExpandedSection; secondary: ReadonlyMap<string, ExpandedSection> } {
  const { secondary, ...primary } = applyExpansions(artifacts, texts);
  const failedOf = (index: number): string[] => {
    const prefix = toPrefix(index);
    return keys
      .filter((key) => key.startsWith(prefix) && !isName(texts.get(key)))
      .map((key) => key.slice(prefix.length));
  };
  return {
    primary: { section: primary, failed: failedOf(0) },
    secondary: new Map(
      secondary.map((section, index) => [section.identifier, { section, failed: failedOf(index + 1) }]),
    ),
  };
}

function isName(text: string | undefined): boolean {
  return text !== undefined && text.length <= LONGEST_NAME;
}
