import { addAbortSignal, type Readable } from "node:stream";

import type { ProjectSource } from "../../../generated/codebuild/types.ts";
import { toBuildspecLocation } from "../../buildspec/buildspec-location.ts";
import type { Buildspec } from "../../buildspec/buildspec.ts";
import { parseBuildspec } from "../../buildspec/parse-buildspec.ts";
import type { BuildSettings } from "../../domain/build-settings.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { toSourceDirectories, type SourceDirectories } from "../../domain/source-directory.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { FetchedSource, SourceRequest } from "../../source/source-provider.ts";
import type { BuildPlan } from "../build-plan.ts";
import { readCertificates } from "../build-certificate.ts";
import { toBuildVariables } from "../build-variables.ts";
import { prepareCache } from "../cache/prepare-cache.ts";
import { commitKey, reportStart } from "../commit-statuses.ts";
import { compilePlan, toFailureRules, toPlannedPhases, toRetryRules, withRuntimes } from "../compile-plan.ts";
import { toCertificateInstall } from "../driver/certificate-script.ts";
import { toDriverScript } from "../driver/driver-script.ts";
import { chooseCredentials, toCredentialSecrets, toGitCredentialFiles, type SourceAccess } from "../git-credentials.ts";
import { resolveVariables, type ResolvedVariables } from "../resolve-variables.ts";
import type { StartedContainer } from "../run-record.ts";
import { requireMember, toRunTimes, type RunContext } from "../run-context.ts";
import { toShellFile } from "../shell-file.ts";
import { toRuntimeCommands } from "../switch-runtimes.ts";

/** Where CodeBuild puts a buildspec that is given as text. */
const INLINE_BUILDSPEC = "/codebuild/readonly/buildspec.yml";

/**
 * The source into the container, the buildspec read and compiled, the driver started. The phase ends when the driver says
 * that it is ready.
 */
export async function downloadSource(context: RunContext, environment: BuildEnvironment): Promise<StartedContainer> {
  const { deps, tracker, log, interruption, sourceDirectory } = context;
  const say = (text: string): void => {
    log.line(deps.clock.now(), text);
  };
  say("Phase is DOWNLOAD_SOURCE");
  say(`CODEBUILD_SRC_DIR=${sourceDirectory}`);
  const secondaryDirectories = toDirectories(context).secondary;
  for (const [id, directory] of secondaryDirectories) say(`CODEBUILD_SRC_DIR_${id}=${directory}`);
  const certificates = await readCertificates(context);
  await using source = await fetchPrimary(context, environment, certificates);
  if (source.resolvedSourceVersion !== undefined) {
    const { resolvedSourceVersion } = source;
    tracker.update((build) => ({ ...build, resolvedSourceVersion }));
    noteCommit(context, tracker.build().source, resolvedSourceVersion);
  }
  const archive = source.archive(sourceDirectory.slice(1));
  if (archive !== undefined) await putSource(context, environment, archive);
  const fetched: SourceAccess[] = [{ type: tracker.build().source?.type, credential: source.credential }];
  fetched.push(...(await putSecondarySources(context, environment, secondaryDirectories, certificates)));
  // What the host is told of the start is told of the end too, by the next process if this one ends.
  if (context.commits.size > 0) tracker.putRun({ stage: "preparing", ...toRunTimes(context) });
  for (const problem of await reportStart(context)) say(`WARNING: ${problem}`);
  interruption.throwIfInterrupted();

  const found = await findBuildspec(context, source);
  say(`YAML location is ${found.location}`);
  const buildspec = parseBuildspec(found.text);
  for (const warning of buildspec.warnings) say(`WARNING: ${warning}`);
  for (const { phase, commands } of toPlannedPhases(buildspec))
    if (commands.length === 0) say(`No commands found for phase name: ${phase.toLowerCase()}`);
  say("Processing environment variables");
  const variables = await resolveVariables(context, buildspec.env);
  interruption.throwIfInterrupted();
  const runtimes = await chooseRuntimes(context, environment, buildspec, variables, say);
  const credentials = buildspec.env.gitCredentialHelper ? chooseCredentials(fetched, say) : [];
  const secrets = [...variables.secrets, ...toCredentialSecrets(credentials)];
  const debugSession = toDebugSession(context, environment);
  if (debugSession !== undefined) say(`Session debugging is enabled: enter the build by ${debugSession.entry}`);
  const { plan, started } = toStart(context, buildspec, variables, source.resolvedSourceVersion, debugSession);
  say(`Moving to directory ${sourceDirectory}`);
  const plain = new Map([...plan.environment].filter(([name]) => !variables.secretNames.has(name)));
  const cache = await prepareCache(context, environment, buildspec.cache, plain.set("HOME", "/root"), say);
  sayPlan(say, plan);
  const { phases } = withRuntimes(plan, runtimes);

  await log.flush();
  const container: StartedContainer = {
    ...started,
    ...(cache && { cache }),
    phases,
    messagesBefore: log.messages,
  };
  tracker.putStartedRun({ stage: "started", ...toRunTimes(context), container }, secrets);
  log.mask(secrets);
  log.follow(container.messagesBefore);
  interruption.throwIfInterrupted();
  const files = found.location === INLINE_BUILDSPEC ? toShellFile(INLINE_BUILDSPEC, found.text) : "";
  const script = toDriverScript({ ...plan, phases }, { nonce: started.nonce });
  await environment.start(files + toCertificateInstall(certificates) + toGitCredentialFiles(credentials) + script);
  return container;
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

function toDirectories({ tracker, uuid }: RunContext): SourceDirectories {
  const { source, secondarySources } = tracker.build();
  return toSourceDirectories(uuid, source, secondarySources);
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
    const archive = directory === undefined ? undefined : fetched.archive(directory.slice(1));
    if (archive !== undefined) await putSource(context, environment, archive);
    accesses.push({ type: source.type, credential: fetched.credential });
  }
  return accesses;
}

/** @throws PhaseError for runtimes that the image does not have */
function chooseRuntimes(
  { tracker }: RunContext,
  environment: BuildEnvironment,
  { runtimeVersions }: Buildspec,
  { values, secretNames }: ResolvedVariables,
  say: (text: string) => void,
): Promise<readonly string[]> {
  // What is chosen is told in the log and kept with the run, where no secret may stand.
  const plain = new Map([...values].filter(([name]) => !secretNames.has(name)));
  return toRuntimeCommands(environment, tracker.build().environment?.image ?? "", runtimeVersions, plain, say);
}

/** Remembers which commit of a repository is built, for its host's sake. */
function noteCommit({ commits }: RunContext, source: ProjectSource | undefined, commit: string | undefined): void {
  if (source?.reportBuildStatus === true && commit !== undefined) commits.set(commitKey(source), commit);
}

/** An interruption ends it in the middle: a large source takes long, and nobody wants it any more. */
async function putSource({ interruption }: RunContext, environment: BuildEnvironment, tar: Readable): Promise<void> {
  try {
    await environment.putArchive("/", addAbortSignal(interruption.work, tar));
  } catch (error) {
    interruption.throwIfInterrupted();
    throw error;
  }
}

async function fetchSource(
  { deps, scope, interruption }: RunContext,
  request: Pick<SourceRequest, "source" | "sourceVersion" | "label" | "certificates">,
): Promise<FetchedSource> {
  const { type } = request.source;
  const provider = deps.sourceProvider(type);
  if (provider === undefined) {
    throw new PhaseError("CLIENT_ERROR", `The source type ${type} is not supported by codebuild-local yet`);
  }
  return provider.fetch({ ...scope, ...request }, interruption.work);
}

async function findBuildspec(
  { deps, tracker, scope, sourceDirectory, interruption }: RunContext,
  source: FetchedSource,
): Promise<{ text: string; location: string }> {
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
      const path = `${sourceDirectory}/${location.path}`;
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

/** The record names the session once its container is there, as AWS tells of one that can be entered. */
function toDebugSession({ tracker, uuid }: RunContext, { entry }: BuildEnvironment): BuildPlan["debugSession"] {
  if (tracker.build().debugSession?.sessionEnabled !== true) return undefined;
  const debugSession = { sessionEnabled: true, sessionTarget: `codebuild:${uuid}` };
  tracker.update((build) => ({ ...build, debugSession }));
  return { entry };
}

function toStart(
  context: RunContext,
  buildspec: Buildspec,
  { values, secretNames }: ResolvedVariables,
  resolvedSourceVersion: string | undefined,
  debugSession: BuildPlan["debugSession"],
): { plan: BuildPlan; started: Omit<StartedContainer, "messagesBefore"> } {
  const { deps, tracker, scope, sourceDirectory } = context;
  const build = tracker.build();
  const settings = deps.store.builds.getSettings(tracker.arn);
  const directories = { ...toDirectories(context), primary: sourceDirectory };
  const variables = toBuildVariables(build, values, deps.endpointVariables(build, scope), {
    region: scope.region,
    sourceDirectory,
    secondaryDirectories: directories.secondary,
    resolvedSourceVersion,
  });
  const withArtifacts = settings !== undefined && withAnyArtifacts(settings);
  const artifacts = withArtifacts ? buildspec.artifacts : undefined;
  for (const name of buildspec.env.exportedVariables.filter((exported) => secretNames.has(exported)))
    context.log.line(deps.clock.now(), `WARNING: The variable '${name}' can't be exported, as its value is a secret`);
  const plan = compilePlan({ ...buildspec, artifacts }, variables, directories, secretNames, debugSession);
  return {
    plan,
    started: {
      nonce: deps.ids.uuid(),
      phases: plan.phases,
      onFailure: toFailureRules(buildspec),
      retries: toRetryRules(buildspec),
      artifacts,
      expansions: [...plan.expansions.keys()],
    },
  };
}

function withAnyArtifacts({ artifacts, secondaryArtifacts = [] }: BuildSettings): boolean {
  return [artifacts, ...secondaryArtifacts].some(({ type }) => type !== "NO_ARTIFACTS");
}

function sayPlan(say: (text: string) => void, plan: BuildPlan): void {
  const withCommands = plan.phases.filter((phase) => phase.commands.length > 0);
  say(`Phases found in YAML: ${withCommands.length}`);
  for (const phase of withCommands) say(` ${phase.phase}: ${phase.commands.length} commands`);
}
