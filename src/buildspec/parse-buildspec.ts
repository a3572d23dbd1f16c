import type {
  ArtifactsSection,
  Buildspec,
  BuildspecArtifacts,
  BuildspecEnv,
  BuildspecPhase,
  BuildspecPhaseName,
  SecondaryArtifactsSection,
} from "./buildspec.ts";
import { BuildspecSection, buildspecError, quote, shorten } from "./buildspec-section.ts";
import { parseBatch } from "./parse-batch.ts";
import { isVariableName, toReferences, toVariables } from "./parse-variables.ts";
import { parseCache } from "./parse-cache.ts";
import { parseYaml } from "./parse-yaml.ts";
import { toRetryPattern } from "./retry-pattern.ts";

type Version = Buildspec["version"];

/** AWS documents them for version 0.2 only. */
const SECTIONS_OF_VERSION_02 = ["env", "run-as", "proxy", "batch", "reports"];
const KEYS_OF_VERSION_02 = ["finally", "on-failure", "run-as", "runtime-versions"];

const PHASE_NAMES = ["build", "install", "post_build", "pre_build"] as const satisfies readonly BuildspecPhaseName[];

/**
 * Text → checked buildspec. What has no effect is told in `warnings`; what CodeBuild would do and this version does not is
 * refused.
 *
 * @param options.forBatch whether a batch build reads it, which takes no version in quotes
 * @throws PhaseError `YAML_FILE_ERROR`, and nothing else, for whatever text; in CodeBuild's words where they are known.
 */
export function parseBuildspec(text: string, options: { readonly forBatch?: boolean } = {}): Buildspec {
  const { root, documents } = parseYaml(text);
  const warnings: string[] = [];
  // CodeBuild's words for an empty file and for one without phases.
  if (root === undefined || (root.kind === "scalar" && root.isNull))
    throw buildspecError("wrong number of container tags, expected 1");
  if (root.kind !== "mapping") {
    throw buildspecError(
      `Expected the buildspec to be a map: found ${root.kind === "sequence" ? "a list" : "a string"} instead at line ${root.line}`,
    );
  }
  if (documents > 1) warnings.push(`Only the first of the ${documents} YAML documents in the buildspec is used`);

  const top = new BuildspecSection(root, "", warnings);
  if (top.take("phases") === undefined) throw buildspecError("wrong number of container tags, expected 1");
  const version = toVersion(top, options.forBatch ?? false);
  if (version === "0.1") top.refuseInVersion(version, ...SECTIONS_OF_VERSION_02);
  else top.refuseInVersion(version, "environment_variables");

  checkProxy(top);
  checkReports(top);

  const buildspec: Buildspec = {
    version,
    env: version === "0.1" ? toEnvOfVersion01(top) : toEnv(top),
    runAs: toUser(top),
    phases: toPhases(top, version),
    runtimeVersions: toRuntimeVersions(top),
    artifacts: toArtifacts(top),
    cache: parseCache(top),
    batch: parseBatch(top),
    warnings,
  };
  top.finish();
  return buildspec;
}

function toVersion(top: BuildspecSection, forBatch: boolean): Version {
  const entry = top.take("version");
  if (entry === undefined) throw buildspecError("The buildspec has no version: expected 0.1 or 0.2");
  if (forBatch && entry.value.kind === "scalar" && entry.value.isString) {
    throw buildspecError(
      `yaml: unmarshal errors: line ${entry.line}: cannot unmarshal !!str \`${entry.value.text.slice(0, 10)}\` into float64`,
    );
  }
  // A number, or the same in quotes, which builds that are no batch builds tolerate.
  if (entry.value.kind === "scalar" && /^[0-9.]+$/.test(entry.value.text)) {
    if (Number(entry.value.text) === 0.2) return "0.2";
    if (Number(entry.value.text) === 0.1) return "0.1";
  }
  const found = entry.value.kind === "scalar" ? quote(entry.value.text) : `a ${entry.value.kind}`;
  throw buildspecError(`Invalid buildspec version: found ${found} at line ${entry.line}. Expecting: 0.1,0.2`);
}

const EMPTY_ENV: BuildspecEnv = {
  shell: "/bin/sh",
  variables: new Map(),
  parameterStore: new Map(),
  secretsManager: new Map(),
  exportedVariables: [],
  gitCredentialHelper: false,
};

function toEnv(top: BuildspecSection): BuildspecEnv {
  const env = top.section("env");
  if (env === undefined) return EMPTY_ENV;
  const shell = env.text("shell") ?? "/bin/sh";
  if (shell !== "bash" && shell !== "/bin/sh")
    throw buildspecError(`Invalid shell: ${quote(shell)} at line ${env.lineOf("shell")}. Expecting: /bin/sh,bash`);
  const variables = toVariables(env, "variables");
  const parameterStore = toReferences(env, "parameter-store", "parameter");
  const secretsManager = toReferences(env, "secrets-manager", "secret");
  const exportedVariables = toExportedVariables(env);
  const gitCredentialHelper = env.flag("git-credential-helper") ?? false;
  env.finish();
  return { shell, variables, parameterStore, secretsManager, exportedVariables, gitCredentialHelper };
}

/** Version 0.1 names the section and the map of plain values differently. */
function toEnvOfVersion01(top: BuildspecSection): BuildspecEnv {
  const env = top.section("environment_variables");
  if (env === undefined) return EMPTY_ENV;
  const variables = toVariables(env, "plaintext");
  const parameterStore = toReferences(env, "parameter-store", "parameter");
  env.finish();
  return { ...EMPTY_ENV, variables, parameterStore };
}

function toExportedVariables(env: BuildspecSection): readonly string[] {
  return [...new Set(env.textList("exported-variables", "ExportedVariables"))].filter((name) => {
    const why = name.startsWith("AWS_")
      ? "begins with AWS_"
      : isVariableName(name)
        ? undefined
        : "is no name of a shell's variable";
    if (why !== undefined) env.warn(`The variable ${quote(name)} can't be exported, as it ${why}`);
    return why === undefined;
  });
}

function toPhases(top: BuildspecSection, version: Version): Buildspec["phases"] {
  const section = top.section("phases");
  const phases: Partial<Record<BuildspecPhaseName, BuildspecPhase>> = {};
  for (const [name] of section?.takeAll() ?? []) {
    const known = PHASE_NAMES.find((phase) => phase === name);
    if (known === undefined)
      throw buildspecError(`Invalid buildspec phase name: ${shorten(name)}. Expecting: ${PHASE_NAMES.join(",")}`);
    const phase = section?.section(known);
    phases[known] =
      phase === undefined ? { commands: [], finally: [], onFailure: undefined } : toPhase(phase, known, version);
  }
  return phases;
}

function toPhase(section: BuildspecSection, name: BuildspecPhaseName, version: Version): BuildspecPhase {
  if (version === "0.1") section.refuseInVersion(version, ...KEYS_OF_VERSION_02);
  if (name === "install") section.take("runtime-versions");
  const phase: BuildspecPhase = {
    runAs: toUser(section),
    commands: section.textList("commands", "Commands"),
    finally: section.textList("finally", "Finally"),
    ...toOnFailure(section),
  };
  section.finish();
  return phase;
}

/** The user must exist when its first phase begins; a name that could be that of no user is found here. */
function toUser(section: BuildspecSection): string | undefined {
  const user = section.text("run-as");
  if (user !== undefined && !/^[^\s:,/'"-][^\s:,/'"]*$/.test(user))
    throw buildspecError(
      `Invalid run-as value: ${quote(user)} at line ${section.lineOf("run-as")}. Expecting the name of a Linux user`,
    );
  return user;
}

/** Whether the image has them is for the build to find out. */
function toRuntimeVersions(top: BuildspecSection): ReadonlyMap<string, string> {
  const install = top.section("phases")?.section("install");
  const entry = install?.take("runtime-versions");
  const versions = new Map<string, string>();
  if (install === undefined || entry === undefined) return versions;
  const section = install.section("runtime-versions");
  for (const [runtime, { line }] of section?.takeAll() ?? []) {
    const version = section?.text(runtime)?.trim() ?? "";
    if (version === "") throw buildspecError(`The runtime ${quote(runtime)} has no version (line ${line})`);
    versions.set(runtime, version);
  }
  if (versions.size === 0)
    throw buildspecError(`Expected phases/install/runtime-versions to have at least one runtime at line ${entry.line}`);
  return versions;
}

function toOnFailure(section: BuildspecSection): Pick<BuildspecPhase, "onFailure" | "retry"> {
  const text = section.text("on-failure");
  if (text === undefined || text === "ABORT" || text === "CONTINUE") return { onFailure: text };
  const [whole, count, pattern] = /^RETRY(?!-\d+-$)(?:-(\d+)(?=-|$))?(?:-(.+))?$/s.exec(text) ?? [];
  const invalid = `Invalid on-failure value: ${quote(text)} at line ${section.lineOf("on-failure")}`;
  if (whole === undefined) throw buildspecError(`${invalid}. Expecting: ABORT,CONTINUE,RETRY`);
  if (Number(count ?? 0) > 100) throw buildspecError(`${invalid}. A count is from 0 to 100`);
  return {
    onFailure: "ABORT",
    retry: { count: Number(count ?? 3), pattern: toRetryPattern(pattern ?? ".*", invalid) },
  };
}

/** Builds have no explicit proxy server, so there is nothing that artifacts or logs could go through. */
function checkProxy(top: BuildspecSection): void {
  const proxy = top.section("proxy");
  for (const key of ["upload-artifacts", "logs"]) {
    if (proxy?.flag(key) === true)
      top.warn(`The buildspec key 'proxy/${key}: yes' has no effect: builds have no explicit proxy server`);
  }
  proxy?.finish();
}

/** Formats of test reports and of code coverage (user guide, buildspec reference). */
const REPORT_FORMATS: ReadonlySet<string> = new Set([
  "CUCUMBERJSON",
  "JUNITXML",
  "NUNITXML",
  "NUNIT3XML",
  "TESTNGXML",
  "VISUALSTUDIOTRX",
  "CLOVERXML",
  "COBERTURAXML",
  "JACOCOXML",
  "SIMPLECOV",
]);
const MOST_REPORT_GROUPS = 5;

function checkReports(top: BuildspecSection): void {
  const reports = top.section("reports");
  const groups = reports?.takeAll() ?? [];
  for (const [name, { line }] of groups) {
    const group = reports?.section(name);
    if (group === undefined || group.textList("files", "Files").length === 0)
      throw buildspecError(`The report group ${quote(name)} has no files (line ${line})`);
    const format = group.text("file-format") ?? "JUNITXML";
    if (!REPORT_FORMATS.has(format.toUpperCase())) {
      throw buildspecError(
        `Invalid file-format of the report group ${quote(name)}: ${quote(format)} at line ${group.lineOf("file-format")}. Expecting: ${[...REPORT_FORMATS].join(",")}`,
      );
    }
    group.text("base-directory");
    group.flag("discard-paths");
    group.finish();
  }
  if (groups.length > MOST_REPORT_GROUPS)
    throw buildspecError(
      `The buildspec has ${groups.length} report groups at line ${reports?.line ?? 0}: at most ${MOST_REPORT_GROUPS} are possible`,
    );
  if (groups.length > 0)
    top.warn(`The buildspec key 'reports' is not processed by codebuild-local yet: no report is made of the files`);
}

function toArtifacts(top: BuildspecSection): BuildspecArtifacts | undefined {
  const section = top.section("artifacts");
  if (section === undefined) return undefined;
  const secondaries = section.section("secondary-artifacts");
  const secondary: SecondaryArtifactsSection[] = [];
  for (const [identifier, entry] of secondaries?.takeAll() ?? []) {
    if (!/^\w{1,127}$/.test(identifier)) {
      throw buildspecError(
        `Invalid identifier of a secondary artifact: ${quote(identifier)} at line ${entry.line}. It has letters, digits and underscores only, at most 127`,
      );
    }
    const one = secondaries?.section(identifier);
    if (one === undefined) throw buildspecError(`The secondary artifact ${identifier} is empty (line ${entry.line})`);
    secondary.push({ identifier, ...toArtifactsSection(one) });
  }
  return { ...toArtifactsSection(section), secondary };
}

function toArtifactsSection(section: BuildspecSection): ArtifactsSection {
  const artifacts: ArtifactsSection = {
    files: section.textList("files", "Files"),
    baseDirectory: section.text("base-directory"),
    discardPaths: section.flag("discard-paths") ?? false,
    excludePaths: section.textList("exclude-paths", "ExcludePaths", { orOneText: true }),
    name: section.text("name"),
    enableSymlinks: section.flag("enable-symlinks") ?? false,
    s3Prefix: section.text("s3-prefix"),
  };
  section.finish();
  return artifacts;
}
