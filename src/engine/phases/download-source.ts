import type { Buildspec } from "../../buildspec/buildspec.ts";
import { parseBuildspec } from "../../buildspec/parse-buildspec.ts";
import type { BuildSettings } from "../../domain/build-settings.ts";
import { toSourceDirectories, type SourceDirectories } from "../../domain/source-directory.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { BuildPlan } from "../build-plan.ts";
import { readCertificates } from "../build-certificate.ts";
import { putSources } from "../build-sources.ts";
import { toBuildVariables } from "../build-variables.ts";
import { prepareCache } from "../cache/prepare-cache.ts";
import { reportStart } from "../commit-statuses.ts";
import { compilePlan, toFailureRules, toNamedPhases, toRetryRules, withRuntimes } from "../compile-plan.ts";
import { toCertificateInstall } from "../driver/certificate-script.ts";
import { toDriverScript } from "../driver/driver-script.ts";
import { findBuildspec, INLINE_BUILDSPEC } from "../find-buildspec.ts";
import { chooseCredentials, toCredentialSecrets, toGitCredentialFiles } from "../git-credentials.ts";
import { resolveVariables, type ResolvedVariables } from "../resolve-variables.ts";
import type { StartedContainer } from "../run-record.ts";
import { toRunTimes, type RunContext } from "../run-context.ts";
import { writeNewFile } from "../driver/shell-text.ts";
import { toRuntimeCommands } from "../switch-runtimes.ts";

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
  const directories = toDirectories(context);
  for (const [id, directory] of directories.secondary) say(`CODEBUILD_SRC_DIR_${id}=${directory}`);
  const certificates = await readCertificates(context);
  await using sources = await putSources(context, environment, directories, certificates);
  // What the host is told of the start is told of the end too, by the next process if this one ends.
  if (context.commits.size > 0) tracker.putRun({ stage: "preparing", ...toRunTimes(context) });
  for (const problem of await reportStart(context)) say(`WARNING: ${problem}`);
  interruption.throwIfInterrupted();

  const found = await findBuildspec(context, sources.primary);
  say(`YAML location is ${found.location}`);
  const buildspec = parseBuildspec(found.text);
  for (const warning of buildspec.warnings) say(`WARNING: ${warning}`);
  for (const { phase, commands } of toNamedPhases(buildspec))
    if (commands.length === 0) say(`No commands found for phase name: ${phase.toLowerCase()}`);
  say("Processing environment variables");
  const variables = await resolveVariables(context, buildspec.env);
  interruption.throwIfInterrupted();
  const runtimes = await chooseRuntimes(context, environment, buildspec, variables, say);
  const credentials = buildspec.env.gitCredentialHelper ? chooseCredentials(sources.accesses, say) : [];
  const secrets = [...variables.secrets, ...toCredentialSecrets(credentials)];
  const debugSession = toDebugSession(context, environment);
  if (debugSession !== undefined) say(`Session debugging is enabled: enter the build by ${debugSession.entry}`);
  const { plan, started } = toStart(
    context,
    directories,
    buildspec,
    variables,
    sources.primary.resolvedSourceVersion,
    debugSession,
  );
  say(`Moving to directory ${sourceDirectory}`);
  const plain = new Map([...plan.environment].filter(([name]) => !variables.secretNames.has(name)));
  log.mask(secrets);
  const cache = await prepareCache(context, environment, buildspec.cache, { ...plan, environment: plain }, (line) => {
    say(log.masked(line));
  });
  sayPhases(say, buildspec);
  const { phases } = withRuntimes(plan, runtimes);
  // Kept to be quoted by log and record: a buildspec may hold the value of a secret.
  const quoted = phases.map((phase) => ({
    ...phase,
    commands: phase.commands.map((text) => log.masked(text)),
    finally: phase.finally.map((text) => log.masked(text)),
  }));

  await log.flush();
  const container: StartedContainer = {
    ...started,
    ...(cache && { cache }),
    phases: quoted,
    messagesBefore: log.messages,
  };
  tracker.putStartedRun({ stage: "started", ...toRunTimes(context), container }, secrets);
  log.follow(container.messagesBefore);
  interruption.throwIfInterrupted();
  const files = found.location === INLINE_BUILDSPEC ? writeNewFile(INLINE_BUILDSPEC, found.text) : "";
  const script = toDriverScript({ ...plan, phases }, { nonce: started.nonce });
  await environment.start(files + toCertificateInstall(certificates) + toGitCredentialFiles(credentials) + script);
  return container;
}

/** The primary one is the run's, which an earlier process may have told. */
function toDirectories({ tracker, uuid, sourceDirectory }: RunContext): SourceDirectories {
  const { source, secondarySources } = tracker.build();
  return { ...toSourceDirectories(uuid, source, secondarySources), primary: sourceDirectory };
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

/** The record names the session once its container is there, as AWS tells of one that can be entered. */
function toDebugSession({ deps, tracker, uuid }: RunContext, { entry }: BuildEnvironment): BuildPlan["debugSession"] {
  if (tracker.build().debugSession?.sessionEnabled !== true) return undefined;
  const debugSession = { sessionEnabled: true, sessionTarget: `codebuild:${uuid}` };
  tracker.update((build) => ({ ...build, debugSession }));
  const { breakpointMinutes: minutes, minute } = deps;
  return { entry, seconds: minutes === undefined ? undefined : Math.ceil((minutes * minute) / 1000) };
}

function toStart(
  context: RunContext,
  directories: SourceDirectories,
  buildspec: Buildspec,
  { values, secretNames }: ResolvedVariables,
  resolvedSourceVersion: string | undefined,
  debugSession: BuildPlan["debugSession"],
): { plan: BuildPlan; started: Omit<StartedContainer, "messagesBefore"> } {
  const { deps, tracker, scope } = context;
  const build = tracker.build();
  const settings = deps.store.builds.getSettings(tracker.arn);
  const variables = toBuildVariables(build, values, deps.endpointVariables(build, scope), {
    region: scope.region,
    sourceDirectory: directories.primary,
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

/** Those that the buildspec names: of others CodeBuild says nothing, of one without commands that it has none. */
function sayPhases(say: (text: string) => void, buildspec: Buildspec): void {
  const phases = toNamedPhases(buildspec);
  say(`Phases found in YAML: ${phases.length}`);
  for (const { phase, commands } of phases) say(` ${phase}: ${commands.length} commands`);
}
