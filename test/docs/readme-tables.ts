/**
 * The tables of README.md, each made from the code that it tells about: `node test/docs/readme-tables.ts` writes them there,
 * between `<!-- table: NAME -->` and `<!-- end -->`.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { service as codebuild } from "../../generated/codebuild/schema.ts";
import { service as logs } from "../../generated/logs/schema.ts";
import { service as secretsmanager } from "../../generated/secretsmanager/schema.ts";
import { service as ssm } from "../../generated/ssm/schema.ts";
import type { EnvironmentVariable, ProjectEnvironment } from "../../generated/codebuild/types.ts";
import { parseBuildspec } from "../../src/buildspec/parse-buildspec.ts";
import { OPTIONS, SERVICE_SWITCHES, type Option } from "../../src/config/options.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import { findRefused } from "../../src/domain/refused-settings.ts";
import type { StartSettings } from "../../src/domain/start-settings.ts";
import { notConfigured } from "../../src/embedded/s3/not-configured.ts";
import { route } from "../../src/embedded/s3/route.ts";
import { S3Error } from "../../src/embedded/s3/s3-error.ts";
import type { S3Request } from "../../src/embedded/s3/s3-request.ts";
import { toSettingWarnings } from "../../src/engine/setting-warnings.ts";
import { createHandlers, type OperationDeps } from "../../src/operations/index.ts";
import type { ServiceDefinition } from "../../src/protocol/service-definition.ts";
import { notImplemented } from "../../src/protocol/not-implemented.ts";

export const README = "README.md";

export const TABLES: Readonly<Record<string, () => string>> = {
  options: optionsTable,
  operations: operationsTable,
  settings: settingsTable,
  buildspec: buildspecTable,
  neighbours: neighboursTable,
};

/** The README with each of its tables made anew. @throws Error when it has no place for one of them */
export function withTables(readme: string): string {
  let text = readme;
  for (const [name, make] of Object.entries(TABLES)) {
    const place = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`${README} has no place for the table ${name}`);
    text = text.replace(place, (_, before: string, after: string) => `${before}${make()}${after}`);
  }
  return text;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return [head, head.map(() => "---"), ...rows].map(line).join("");
}

/** The services on the port; of those that are generated, their definitions. */
const SERVICES: Readonly<Record<string, { readonly label: string; readonly definition?: ServiceDefinition }>> = {
  codebuild: { label: "CodeBuild" },
  s3: { label: "S3" },
  logs: { label: "CloudWatch Logs", definition: logs },
  ssm: { label: "Parameter Store", definition: ssm },
  secretsmanager: { label: "Secrets Manager", definition: secretsmanager },
};

function optionsTable(): string {
  const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;
  const options = Object.values<Option>(OPTIONS).map((option) => [
    code(`--${option.flag}${option.value === undefined ? "" : ` ${option.value}`}`),
    [option.env, ...(option.alsoEnv ?? [])].map(code).join(", "),
    `${option.help}${option.initial === undefined ? "" : ` Default: ${code(option.initial)}.`}`,
  ]);
  const switches = Object.entries(SERVICE_SWITCHES).map(([service, names]) => [
    "",
    names.map(code).join(", "),
    `\`false\` switches ${serviceOf(service).label} off. Default: \`true\`.`,
  ]);
  return table(["Flag", "Environment", "Meaning"], [...options, ...switches]);
}

function serviceOf(name: string): { readonly label: string; readonly definition?: ServiceDefinition } {
  const service = SERVICES[name];
  if (service === undefined) throw new Error(`the README's tables do not know the service ${name}`);
  return service;
}

/** By name, the first that fits. */
const AREAS: readonly (readonly [area: string, names: RegExp])[] = [
  ["Sandboxes", /Sandbox|CommandExecution/],
  ["Batch builds", /BuildBatch/],
  ["Fleets", /Fleet/],
  ["Webhooks", /Webhook/],
  ["Sharing", /ResourcePolicy|Shared|Visibility/],
  ["Source credentials", /SourceCredential/],
  ["Report groups", /ReportGroup(s|$)/],
  ["Reports", /Report|TestCase|CodeCoverage/],
  ["Images", /Image/],
  ["Projects", /Project(s|$|Cache)/],
  ["Builds", /Build/],
];

function operationsTable(): string {
  // Nothing is called: only which of them there are is asked.
  const handlers: Readonly<Record<string, unknown>> = { ...createHandlers({} as OperationDeps) };
  const all = Object.keys(codebuild.operations);
  const areaOf = (operation: string): string => {
    if (operation === "ListBuildsForProject") return "Builds";
    const area = AREAS.find(([, names]) => names.test(operation))?.[0];
    if (area === undefined) throw new Error(`the operation ${operation} belongs to no area`);
    return area;
  };
  const rows = [...Map.groupBy(all, areaOf)].map(([area, operations]) => {
    const done = operations.filter((operation) => handlers[operation] !== notImplemented);
    const open = operations.filter((operation) => handlers[operation] === notImplemented);
    return { area, done, open };
  });
  rows.sort((a, b) => b.done.length - a.done.length || a.area.localeCompare(b.area));
  const count = rows.reduce((sum, { done }) => sum + done.length, 0);
  return table(
    ["Area", `Done (${count} of ${all.length})`, "Not implemented yet"],
    rows.map(({ area, done, open }) => [area, done.join(", "), open.join(", ")]),
  );
}

/** The values of an enum of the model. */
function valuesOf(shape: string): string[] {
  const model = JSON.parse(readFileSync("model/codebuild.json", "utf8")) as {
    shapes: Readonly<
      Record<string, { members?: Readonly<Record<string, { traits: Readonly<Record<string, string>> }>> }>
    >;
  };
  const members = Object.values(model.shapes[`com.amazonaws.codebuild#${shape}`]?.members ?? {});
  if (members.length === 0) throw new Error(`the model has no enum ${shape}`);
  return members.map(({ traits }) => traits["smithy.api#enumValue"] ?? "?");
}

const ENVIRONMENT: ProjectEnvironment = {
  type: "LINUX_CONTAINER",
  image: "image",
  computeType: "BUILD_GENERAL1_SMALL",
};
const environment = (more: object): StartSettings => ({ environment: { ...ENVIRONMENT, ...more } });

const repository = (more: object): StartSettings => ({
  source: { type: "GITHUB", location: "https://github.com/o/r", ...more },
});

/** Members with an enum, and settings that ask for one of its values. */
const CHOICES: readonly (readonly [member: string, shape: string, ask: (value: string) => object])[] = [
  ["source.type", "SourceType", (type) => ({ source: { type, location: "bucket/key.zip" } })],
  ["artifacts.type", "ArtifactsType", (type) => ({ artifacts: { type } })],
  ["artifacts.packaging", "ArtifactPackaging", (packaging) => ({ artifacts: { type: "S3", packaging } })],
  ["artifacts.namespaceType", "ArtifactNamespace", (namespaceType) => ({ artifacts: { type: "S3", namespaceType } })],
  [
    "artifacts.bucketOwnerAccess",
    "BucketOwnerAccess",
    (bucketOwnerAccess) => ({ artifacts: { type: "S3", bucketOwnerAccess } }),
  ],
  ["cache.type", "CacheType", (type) => ({ cache: { type } })],
  ["cache.modes", "CacheMode", (mode) => ({ cache: { type: "LOCAL", modes: [mode] } })],
  ["environment.type", "EnvironmentType", (type) => environment({ type })],
  ["environment.computeType", "ComputeType", (computeType) => environment({ computeType })],
  [
    "environment.imagePullCredentialsType",
    "ImagePullCredentialsType",
    (imagePullCredentialsType) => environment({ imagePullCredentialsType }),
  ],
  [
    "environmentVariables.type",
    "EnvironmentVariableType",
    (type) => environment({ environmentVariables: [{ name: "N", value: "v", type } as EnvironmentVariable] }),
  ],
  [
    "logsConfig.cloudWatchLogs.status",
    "LogsConfigStatusType",
    (status) => ({ logsConfig: { cloudWatchLogs: { status } } }),
  ],
  [
    "logsConfig.s3Logs.status",
    "LogsConfigStatusType",
    (status) => ({ logsConfig: { s3Logs: { status, location: "bucket/logs" } } }),
  ],
];

/** Members that ask for something by being there. */
const MEMBERS: Readonly<Record<string, StartSettings>> = {
  "an S3 folder as the source": { source: { type: "S3", location: "bucket/folder/" } },
  "source.auth": repository({ auth: { type: "SECRETS_MANAGER", resource: "secret" } }),
  "source.gitCloneDepth": repository({ gitCloneDepth: 1 }),
  "source.gitSubmodulesConfig": repository({ gitSubmodulesConfig: { fetchSubmodules: true } }),
  "source.insecureSsl": repository({ insecureSsl: true }),
  "source.reportBuildStatus": repository({ reportBuildStatus: true }),
  secondarySources: { secondarySources: [{ type: "S3", location: "bucket/key.zip", sourceIdentifier: "other" }] },
  secondarySourceVersions: { secondarySourceVersions: [{ sourceIdentifier: "other", sourceVersion: "1" }] },
  secondaryArtifacts: { secondaryArtifacts: [{ type: "S3", location: "bucket", artifactIdentifier: "other" }] },
  "artifacts.overrideArtifactName": { artifacts: { type: "S3", location: "bucket", overrideArtifactName: true } },
  "artifacts.encryptionDisabled": { artifacts: { type: "S3", location: "bucket", encryptionDisabled: true } },
  "environment.privilegedMode": environment({ privilegedMode: true }),
  "environment.certificate": environment({ certificate: "bucket/certificate.pem" }),
  "environment.registryCredential": environment({
    registryCredential: { credential: "secret", credentialProvider: "SECRETS_MANAGER" },
  }),
  "environment.computeConfiguration": environment({
    computeType: "ATTRIBUTE_BASED_COMPUTE",
    computeConfiguration: { vCpu: 4 },
  }),
  "environment.computeConfiguration.disk": environment({
    computeType: "ATTRIBUTE_BASED_COMPUTE",
    computeConfiguration: { vCpu: 4, disk: 64 },
  }),
  "environment.computeConfiguration.machineType": environment({
    computeType: "ATTRIBUTE_BASED_COMPUTE",
    computeConfiguration: { vCpu: 4, machineType: "NVME" },
  }),
  "environment.fleet": environment({ fleet: { fleetArn: "arn" } }),
  "environment.dockerServer": environment({ dockerServer: { computeType: "BUILD_GENERAL1_SMALL" } }),
  "environment.hostKernel": environment({ hostKernel: "LINUX_KERNEL_6" }),
  timeoutInMinutes: { timeoutInMinutes: 5 },
  queuedTimeoutInMinutes: { queuedTimeoutInMinutes: 5 },
  concurrentBuildLimit: { concurrentBuildLimit: 1 },
  encryptionKey: { encryptionKey: "arn:aws:kms:us-east-1:000000000000:key/1" },
  tags: { tags: [{ key: "k", value: "v" }] },
  vpcConfig: { vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] } },
  fileSystemLocations: {
    fileSystemLocations: [
      { type: "EFS", location: "fs-1.efs.us-east-1.amazonaws.com:/", mountPoint: "/efs", identifier: "efs" },
    ],
  },
  "`buildBatchConfig` (kept for batch builds)": {
    buildBatchConfig: { serviceRole: "arn:aws:iam::000000000000:role/r" },
  },
  badgeEnabled: { badgeEnabled: true },
  autoRetryLimit: { autoRetryLimit: 1 },
  debugSessionEnabled: { debugSessionEnabled: true },
};

function settingsTable(): string {
  const whyNot = (settings: object): string => findRefused(settings)?.why ?? "";
  const code = (names: readonly string[]): string =>
    names.map((name) => (name.includes(" ") ? name : `\`${name}\``)).join(", ");
  const split = (names: readonly string[], ask: (name: string) => object): { done: string; refused: string } => {
    const { "": done = [], ...refused } = Object.groupBy(names, (name) => whyNot(ask(name)));
    const reasons = Object.entries(refused).map(([why, which = []]) => `${code(which)}: ${why}.`);
    return { done: code(done), refused: reasons.join("<br>") };
  };
  const choices = CHOICES.map(([member, shape, ask]) => ({ member, ...split(valuesOf(shape), ask) }));
  const whole = choices.filter(({ refused }) => refused === "").map(({ member }) => member);
  const partly = choices
    .filter(({ refused }) => refused !== "")
    .map(({ member, done, refused }) => [`\`${member}\``, done, refused]);
  const asked = (name: string): StartSettings => MEMBERS[name] ?? {};
  const told = Object.keys(MEMBERS).filter((name) => toSettingWarnings(asked(name)).length > 0);
  const others = split(
    Object.keys(MEMBERS).filter((name) => !told.includes(name)),
    asked,
  );
  return table(
    ["Setting", "Done", "Refused, and why"],
    [
      ...partly,
      ["all values of", code(whole), ""],
      ["others", others.done, others.refused],
      ["taken, with no effect, as the log of each build says", code(told), ""],
    ],
  );
}

const ENGINE = "test/engine";
const CASES = "test/fixtures/buildspecs";

/** A key of the buildspec reference: a buildspec that has it, and the file of its test. */
interface BuildspecKey {
  readonly content: object;
  readonly test: string;
  readonly note?: string;
}

const inBuild = (more: object): object => ({ phases: { build: { commands: ["true"], ...more } } });
const inArtifacts = (more: object): object => ({ artifacts: { files: ["a"], ...more } });
const inReports = (more: object): object => ({ reports: { tests: { files: ["*.xml"], ...more } } });
const inCache = (more: object): object => ({ cache: { paths: ["/root/.m2/**/*"], ...more } });
const inBatch = (task: object): object => ({ batch: { "build-list": [{ identifier: "a", ...task }] } });
const inMatrix = (more: object): object => ({
  batch: { "build-matrix": { dynamic: { buildspec: ["a.yml"] }, ...more } },
});
const BATCH_NOTE = "read and checked; of no use to a build that is no batch build";

/** Every key of the buildspec reference. */
export const BUILDSPEC_KEYS: Readonly<Record<string, BuildspecKey>> = {
  "version: 0.2": { content: {}, test: `${ENGINE}/phases.test.ts` },
  "version: 0.1": {
    content: { version: 0.1 },
    test: `${ENGINE}/phases.test.ts`,
    note: "done: every command in a new shell",
  },
  "run-as": { content: { "run-as": "user" }, test: `${ENGINE}/run-as.test.ts` },
  "env.shell": { content: { env: { shell: "bash" } }, test: `${ENGINE}/phases.test.ts` },
  "env.variables": { content: { env: { variables: { NAME: "value" } } }, test: `${ENGINE}/variables.test.ts` },
  "env.parameter-store": {
    content: { env: { "parameter-store": { NAME: "parameter" } } },
    test: `${ENGINE}/parameters-and-secrets.test.ts`,
  },
  "env.secrets-manager": {
    content: { env: { "secrets-manager": { NAME: "secret" } } },
    test: `${ENGINE}/parameters-and-secrets.test.ts`,
  },
  "env.exported-variables": {
    content: { env: { "exported-variables": ["NAME"] } },
    test: `${ENGINE}/exported-variables.test.ts`,
  },
  "env.git-credential-helper": {
    content: { env: { "git-credential-helper": "yes" } },
    test: `${ENGINE}/git-credential-helper.test.ts`,
  },
  "environment_variables.plaintext": {
    content: { version: 0.1, environment_variables: { plaintext: { NAME: "value" } } },
    test: `${ENGINE}/variables.test.ts`,
    note: "done, in version 0.1",
  },
  "environment_variables.parameter-store": {
    content: { version: 0.1, environment_variables: { "parameter-store": { NAME: "parameter" } } },
    test: `${ENGINE}/parameters-and-secrets.test.ts`,
    note: "done, in version 0.1",
  },
  "proxy.upload-artifacts": { content: { proxy: { "upload-artifacts": "yes" } }, test: `${CASES}/proxy/buildspec.yml` },
  "proxy.logs": { content: { proxy: { logs: "yes" } }, test: `${CASES}/proxy/buildspec.yml` },
  "phases.*.commands": { content: inBuild({}), test: `${ENGINE}/phases.test.ts` },
  "phases.*.finally": { content: inBuild({ finally: ["true"] }), test: `${ENGINE}/phases.test.ts` },
  "phases.*.on-failure: ABORT": { content: inBuild({ "on-failure": "ABORT" }), test: `${ENGINE}/phases.test.ts` },
  "phases.*.on-failure: CONTINUE": { content: inBuild({ "on-failure": "CONTINUE" }), test: `${ENGINE}/phases.test.ts` },
  "phases.*.on-failure: RETRY": {
    content: inBuild({ "on-failure": "RETRY-2-x" }),
    test: `${ENGINE}/auto-retry.test.ts`,
  },
  "phases.*.run-as": { content: inBuild({ "run-as": "user" }), test: `${ENGINE}/run-as.test.ts` },
  "phases.install.runtime-versions": {
    content: { phases: { install: { "runtime-versions": { nodejs: 20 } } } },
    test: `${ENGINE}/runtime-versions.test.ts`,
  },
  "reports.*.files": { content: inReports({}), test: `${CASES}/reports-all-keys/buildspec.yml` },
  "reports.*.file-format": {
    content: inReports({ "file-format": "JUNITXML" }),
    test: `${CASES}/reports-all-keys/buildspec.yml`,
  },
  "reports.*.base-directory": {
    content: inReports({ "base-directory": "b" }),
    test: `${CASES}/reports-all-keys/buildspec.yml`,
  },
  "reports.*.discard-paths": {
    content: inReports({ "discard-paths": "yes" }),
    test: `${CASES}/reports-all-keys/buildspec.yml`,
  },
  "artifacts.files": { content: inArtifacts({}), test: `${ENGINE}/artifacts.test.ts` },
  "artifacts.name": { content: inArtifacts({ name: "name" }), test: `${ENGINE}/artifacts.test.ts` },
  "artifacts.base-directory": { content: inArtifacts({ "base-directory": "b" }), test: `${ENGINE}/artifacts.test.ts` },
  "artifacts.discard-paths": { content: inArtifacts({ "discard-paths": "yes" }), test: `${ENGINE}/artifacts.test.ts` },
  "artifacts.exclude-paths": { content: inArtifacts({ "exclude-paths": ["b"] }), test: `${ENGINE}/artifacts.test.ts` },
  "artifacts.enable-symlinks": {
    content: inArtifacts({ "enable-symlinks": "yes" }),
    test: `${ENGINE}/secondary-artifacts.test.ts`,
  },
  "artifacts.s3-prefix": { content: inArtifacts({ "s3-prefix": "p" }), test: `${ENGINE}/secondary-artifacts.test.ts` },
  "artifacts.secondary-artifacts": {
    content: inArtifacts({ "secondary-artifacts": { other: { files: ["b"] } } }),
    test: `${ENGINE}/secondary-artifacts.test.ts`,
  },
  "cache.paths": { content: inCache({}), test: `${ENGINE}/s3-cache.test.ts` },
  "cache.key": { content: inCache({ key: "k" }), test: `${ENGINE}/s3-cache.test.ts` },
  "cache.fallback-keys": {
    content: inCache({ key: "k", "fallback-keys": ["f"] }),
    test: `${ENGINE}/s3-cache.test.ts`,
  },
  "cache.action": { content: inCache({ action: "restore" }), test: `${ENGINE}/s3-cache.test.ts` },
  "batch.fast-fail": {
    content: { batch: { "fast-fail": true, "build-fanout": { parallelism: 2 } } },
    test: `${CASES}/batch-list/buildspec.yml`,
    note: BATCH_NOTE,
  },
  "batch.build-list": { content: inBatch({}), test: `${CASES}/batch-list/buildspec.yml`, note: BATCH_NOTE },
  "batch.build-graph": {
    content: { batch: { "build-graph": [{ identifier: "a" }, { identifier: "b", "depend-on": ["a"] }] } },
    test: `${CASES}/batch-graph/buildspec.yml`,
    note: BATCH_NOTE,
  },
  "batch.build-matrix": { content: inMatrix({}), test: `${CASES}/batch-matrix/buildspec.yml`, note: BATCH_NOTE },
  "batch.build-fanout": {
    content: { batch: { "build-fanout": { parallelism: 2 } } },
    test: `${CASES}/batch-fanout/buildspec.yml`,
    note: BATCH_NOTE,
  },
  ...Object.fromEntries(
    Object.entries({
      identifier: {},
      buildspec: { buildspec: "b.yml" },
      "debug-session": { "debug-session": true },
      "ignore-failure": { "ignore-failure": true },
      "env.compute-type": { env: { "compute-type": "BUILD_GENERAL1_LARGE" } },
      "env.fleet": { env: { fleet: "f" } },
      "env.image": { env: { image: "i" } },
      "env.privileged-mode": { env: { "privileged-mode": true } },
      "env.type": { env: { type: "LINUX_CONTAINER" } },
      "env.variables": { env: { variables: { A: "1" } } },
    }).map(([key, task]) => [
      // Those of build-graph are the same, and read by the same function.
      `batch.build-list.*.${key}`,
      { content: inBatch(task), test: `${CASES}/batch-list/buildspec.yml`, note: BATCH_NOTE },
    ]),
  ),
  "batch.build-graph.*.depend-on": {
    content: { batch: { "build-graph": [{ identifier: "a" }, { identifier: "b", "depend-on": ["a"] }] } },
    test: `${CASES}/batch-graph/buildspec.yml`,
    note: BATCH_NOTE,
  },
  ...Object.fromEntries(
    Object.entries({
      "static.ignore-failure": { static: { "ignore-failure": true } },
      "static.env.privileged-mode": { static: { env: { "privileged-mode": true } } },
      "static.env.type": { static: { env: { type: "LINUX_CONTAINER" } } },
      "dynamic.buildspec": {},
      "dynamic.env.compute-type": { dynamic: { env: { "compute-type": ["BUILD_GENERAL1_SMALL"] } } },
      "dynamic.env.image": { dynamic: { env: { image: ["i"] } } },
      "dynamic.env.variables": { dynamic: { env: { variables: { A: ["1", "2"] } } } },
    }).map(([key, more]) => [
      `batch.build-matrix.${key}`,
      { content: inMatrix(more), test: `${CASES}/batch-matrix/buildspec.yml`, note: BATCH_NOTE },
    ]),
  ),
  "batch.build-fanout.parallelism": {
    content: { batch: { "build-fanout": { parallelism: 2 } } },
    test: `${CASES}/batch-fanout/buildspec.yml`,
    note: BATCH_NOTE,
  },
  "batch.build-fanout.ignore-failure": {
    content: { batch: { "build-fanout": { parallelism: 2, "ignore-failure": true } } },
    test: `${CASES}/batch-fanout/buildspec.yml`,
    note: BATCH_NOTE,
  },
};

function buildspecTable(): string {
  return table(
    ["Buildspec key", "What it does here", "Test"],
    Object.entries(BUILDSPEC_KEYS).map(([key, { content, test, note }]) => {
      const fate = fateOf(content);
      const name = test.startsWith(CASES) ? test.slice(CASES.length + 1).replace(/\/.*/, "") : test.replace(/.*\//, "");
      return [`\`${key}\``, fate === "done" && note !== undefined ? note : fate, `[${name}](${test})`];
    }),
  );
}

function fateOf(content: object): string {
  try {
    const { warnings } = parseBuildspec(
      JSON.stringify({ version: 0.2, phases: { build: { commands: ["true"] } }, ...content }),
    );
    return warnings.length === 0 ? "done" : "no effect yet, and the log says so";
  } catch (error) {
    if (error instanceof PhaseError && error.message.includes("not supported by codebuild-local yet"))
      return "refused: the build fails in DOWNLOAD_SOURCE";
    throw error;
  }
}

type Place = "service" | "bucket" | "object";

/** S3's operations by the requests that ask for them: `METHOD place subresource`. */
const S3_OPERATIONS: Readonly<Record<string, `${string} ${Place}` | `${string} ${Place} ${string}`>> = {
  ListBuckets: "GET service",
  CreateBucket: "PUT bucket",
  HeadBucket: "HEAD bucket",
  DeleteBucket: "DELETE bucket",
  GetBucketLocation: "GET bucket location",
  GetBucketVersioning: "GET bucket versioning",
  PutBucketVersioning: "PUT bucket versioning",
  GetBucketTagging: "GET bucket tagging",
  PutBucketTagging: "PUT bucket tagging",
  DeleteBucketTagging: "DELETE bucket tagging",
  GetBucketAcl: "GET bucket acl",
  PutBucketAcl: "PUT bucket acl",
  ListObjects: "GET bucket",
  ListObjectsV2: "GET bucket list-type=2",
  ListObjectVersions: "GET bucket versions",
  ListMultipartUploads: "GET bucket uploads",
  DeleteObjects: "POST bucket delete",
  GetObject: "GET object",
  HeadObject: "HEAD object",
  PutObject: "PUT object",
  CopyObject: "PUT object",
  DeleteObject: "DELETE object",
  GetObjectAttributes: "GET object attributes",
  GetObjectAcl: "GET object acl",
  PutObjectAcl: "PUT object acl",
  GetObjectTagging: "GET object tagging",
  PutObjectTagging: "PUT object tagging",
  DeleteObjectTagging: "DELETE object tagging",
  CreateMultipartUpload: "POST object uploads",
  UploadPart: "PUT object uploadId",
  UploadPartCopy: "PUT object uploadId",
  CompleteMultipartUpload: "POST object uploadId",
  AbortMultipartUpload: "DELETE object uploadId",
  ListParts: "GET object uploadId",
  GetBucketCors: "GET bucket cors",
  PutBucketCors: "PUT bucket cors",
  GetBucketPolicy: "GET bucket policy",
  PutBucketPolicy: "PUT bucket policy",
  GetBucketEncryption: "GET bucket encryption",
  PutBucketEncryption: "PUT bucket encryption",
  GetBucketLifecycleConfiguration: "GET bucket lifecycle",
  PutBucketLifecycleConfiguration: "PUT bucket lifecycle",
  GetBucketLogging: "GET bucket logging",
  PutBucketLogging: "PUT bucket logging",
  GetBucketNotificationConfiguration: "GET bucket notification",
  PutBucketNotificationConfiguration: "PUT bucket notification",
  GetBucketOwnershipControls: "GET bucket ownershipControls",
  PutBucketOwnershipControls: "PUT bucket ownershipControls",
  GetBucketReplication: "GET bucket replication",
  PutBucketReplication: "PUT bucket replication",
  GetBucketRequestPayment: "GET bucket requestPayment",
  PutBucketRequestPayment: "PUT bucket requestPayment",
  GetBucketWebsite: "GET bucket website",
  PutBucketWebsite: "PUT bucket website",
  GetBucketAccelerateConfiguration: "GET bucket accelerate",
  PutBucketAccelerateConfiguration: "PUT bucket accelerate",
  GetObjectLockConfiguration: "GET bucket object-lock",
  PutObjectLockConfiguration: "PUT bucket object-lock",
  GetPublicAccessBlock: "GET bucket publicAccessBlock",
  PutPublicAccessBlock: "PUT bucket publicAccessBlock",
  PutObjectLegalHold: "PUT object legal-hold",
  PutObjectRetention: "PUT object retention",
  RestoreObject: "POST object restore",
  SelectObjectContent: "POST object select",
};

function neighboursTable(): string {
  const s3 = Object.entries(S3_OPERATIONS).map(([operation, request]) => ({ operation, fate: s3Fate(request) }));
  const named = (fate: string): string =>
    s3
      .filter((one) => one.fate === fate)
      .map(({ operation }) => operation)
      .join(", ");
  return table(
    ["Service", "Operations"],
    [
      ["S3: done", named("done")],
      ["S3: reads that tell of no such setting, which is always true", named("none set")],
      ["S3: refused (`NotImplemented`), as is all that is not in this table", named("refused")],
      ...Object.keys(SERVICE_SWITCHES)
        .map(serviceOf)
        .flatMap(({ label, definition }) =>
          definition === undefined
            ? []
            : [[`${label}: done, all others are unknown operations`, Object.keys(definition.operations).join(", ")]],
        ),
    ],
  );
}

function s3Fate(request: string): "done" | "none set" | "refused" {
  const [method = "", place, subresource] = request.split(" ");
  const [name, value = ""] = subresource?.split("=") ?? [];
  const head: Partial<S3Request> = {
    method,
    bucket: place === "service" ? undefined : "bucket",
    key: place === "object" ? "key" : undefined,
    query: new Map(name === undefined ? [] : [[name, value]]),
    headers: new Map(),
    resource: "/",
  };
  try {
    const operation = route(head as S3Request);
    return Object.values(notConfigured).includes(operation) ? "none set" : "done";
  } catch (error) {
    if (error instanceof S3Error && error.code === "NotImplemented") return "refused";
    throw error;
  }
}

if (import.meta.main) writeFileSync(README, withTables(readFileSync(README, "utf8")));
