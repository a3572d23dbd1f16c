import { addAbortSignal, type Readable } from "node:stream";

import type { ProjectSource } from "../../generated/codebuild/types.ts";
import { PhaseError } from "../domain/phase-error.ts";
import type { SourceDirectories } from "../domain/source-directory.ts";
import type { BuildEnvironment } from "../environment/build-environment.ts";
import type { FetchedSource, SourceRequest } from "../source/source-provider.ts";
import { commitKey } from "./commit-statuses.ts";
import type { SourceAccess } from "./git-credentials.ts";
import { requireMember, type RunContext } from "./run-context.ts";

/** A build's sources, in its container. Disposing removes what they keep on this machine. */
export interface BuildSources extends AsyncDisposable {
  readonly primary: FetchedSource;
  /** The primary source's, then those of the secondary ones. */
  readonly accesses: readonly SourceAccess[];
}

/**
 * Fetches the sources into the container, which is opened meanwhile. The record tells the resolved version as soon as it is known.
 *
 * @param certificates in PEM: trusted beside those that this machine trusts
 * @throws PhaseError for the first that can't be had
 */
export async function putSources(
  context: RunContext,
  environment: BuildEnvironment,
  directories: SourceDirectories,
  certificates: readonly string[],
): Promise<BuildSources> {
  const { tracker } = context;
  await using kept = new AsyncDisposableStack();
  const primary = kept.use(await fetchPrimary(context, environment, certificates));
  const { source } = tracker.build();
  const { resolvedSourceVersion, credential } = primary;
  if (resolvedSourceVersion !== undefined) {
    tracker.update((build) => ({ ...build, resolvedSourceVersion }));
    noteCommit(context, source, resolvedSourceVersion);
  }
  await putSource(context, environment, primary, directories.primary);
  const secondary = await putSecondarySources(context, environment, directories.secondary, certificates);
  const held = kept.move();
  return {
    primary,
    accesses: [{ type: source?.type, credential }, ...secondary],
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** While it is fetched the container is started, which takes 0.2 s. */
async function fetchPrimary(
  context: RunContext,
  environment: BuildEnvironment,
  certificates: readonly string[],
): Promise<FetchedSource> {
  const build = context.tracker.build();
  const source = requireMember(build.source, "source", build);
  const { sourceVersion } = build;
  const [opened, fetched] = await Promise.allSettled([
    environment.open(),
    fetchSource(context, { source, sourceVersion, label: "primary source", certificates }),
  ]);
  if (fetched.status === "rejected") throw fetched.reason;
  if (opened.status === "fulfilled") return fetched.value;
  await fetched.value[Symbol.asyncDispose]();
  throw opened.reason;
}

/** One after the other: what one has on disk is gone before the next is fetched. */
async function putSecondarySources(
  context: RunContext,
  environment: BuildEnvironment,
  directories: ReadonlyMap<string, string>,
  certificates: readonly string[],
): Promise<SourceAccess[]> {
  const accesses: SourceAccess[] = [];
  const { source: primary, secondarySources = [], secondarySourceVersions = [] } = context.tracker.build();
  // The user guide's project level fallback credential (Multiple access tokens).
  const fallback = primary?.type === "NO_SOURCE" ? primary.auth : undefined;
  for (const source of secondarySources) {
    const id = source.sourceIdentifier ?? "";
    const version = secondarySourceVersions.find(({ sourceIdentifier }) => sourceIdentifier === id)?.sourceVersion;
    await using fetched = await fetchSource(context, {
      source: source.auth === undefined && fallback !== undefined ? { ...source, auth: fallback } : source,
      sourceVersion: version === "" ? undefined : version,
      label: `secondary source ${id}`,
      certificates,
    });
    noteCommit(context, source, fetched.resolvedSourceVersion);
    const directory = directories.get(id);
    if (directory !== undefined) await putSource(context, environment, fetched, directory);
    accesses.push({ type: source.type, credential: fetched.credential });
  }
  return accesses;
}

/** Remembers which commit of a repository is built, for its host's sake. */
function noteCommit({ commits }: RunContext, source: ProjectSource | undefined, commit: string | undefined): void {
  if (source?.reportBuildStatus === true && commit !== undefined) commits.set(commitKey(source), commit);
}

/** An interruption ends it in the middle: a large source takes long, and nobody wants it any more. */
async function putSource(
  { interruption }: RunContext,
  environment: BuildEnvironment,
  source: FetchedSource,
  directory: string,
): Promise<void> {
  const archive: Readable | undefined = source.archive(directory.slice(1));
  if (archive === undefined) return;
  try {
    await environment.putArchive("/", addAbortSignal(interruption.work, archive));
  } catch (error) {
    interruption.throwIfInterrupted();
    throw error;
  }
}

async function fetchSource(
  context: RunContext,
  request: Pick<SourceRequest, "source" | "sourceVersion" | "label" | "certificates">,
): Promise<FetchedSource> {
  const { deps, scope, interruption } = context;
  const { type } = request.source;
  const provider = deps.sourceProvider(type);
  if (provider === undefined) {
    throw new PhaseError(
      "CLIENT_ERROR",
      `The input of source type ${type} comes from a pipeline, and there is none here, for ${request.label}`,
    );
  }
  return provider.fetch({ ...scope, ...request, cache: toSourceCache(context) }, interruption.work);
}

/** For all of the build's sources; those of types that keep nothing have no use for it (user guide, local caching). */
function toSourceCache({ deps, tracker, scope, project }: RunContext): SourceRequest["cache"] {
  const { cache } = tracker.build();
  if (cache?.type !== "LOCAL" || cache.modes?.includes("LOCAL_SOURCE_CACHE") !== true) return undefined;
  return { project, generation: deps.store.caches.generation(scope, { kind: "project", name: project }) };
}
