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
import { notYetProblem } from "../../src/domain/not-yet.ts";
import { PhaseError } from "../../src/domain/phase-error.ts";
import type { StartSettings } from "../../src/domain/start-settings.ts";
import { notConfigured } from "../../src/embedded/s3/not-configured.ts";
import { route } from "../../src/embedded/s3/route.ts";
import { S3Error } from "../../src/embedded/s3/s3-error.ts";
import type { S3Request } from "../../src/embedded/s3/s3-request.ts";
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
  "source.reportBuildStatus": {
    source: { type: "GITHUB", location: "https://github.com/o/r", reportBuildStatus: true },
  },
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
  "environment.computeConfiguration": environment({ computeConfiguration: { vCpu: 4 } }),
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
  buildBatchConfig: { buildBatchConfig: { serviceRole: "arn:aws:iam::000000000000:role/r" } },
  badgeEnabled: { badgeEnabled: true },
  autoRetryLimit: { autoRetryLimit: 1 },
  debugSessionEnabled: { debugSessionEnabled: true },
};

function settingsTable(): string {
  const isDone = (settings: object, architecture = "x64"): boolean =>
    notYetProblem(settings, { architecture }) === undefined;
  const code = (names: readonly string[]): string =>
    names.map((name) => (name.includes(" ") ? name : `\`${name}\``)).join(", ");
  const choices = CHOICES.map(([member, shape, ask]) => {
    const done: string[] = [];
    const refused: string[] = [];
    for (const value of valuesOf(shape)) {
      if (isDone(ask(value))) done.push(`\`${value}\``);
      else if (isDone(ask(value), "arm64")) done.push(`\`${value}\` (on an ARM machine)`);
      else refused.push(`\`${value}\``);
    }
    return { member, done: done.join(", "), refused: refused.join(", ") };
  });
  const whole = choices.filter(({ refused }) => refused === "").map(({ member }) => member);
  const members = Object.entries(MEMBERS);
  const named = (done: boolean): string =>
    code(members.filter(([, settings]) => isDone(settings) === done).map(([name]) => name));
  const partly = choices
    .filter(({ refused }) => refused !== "")
    .map(({ member, done, refused }) => [`\`${member}\``, done, refused]);
  return table(
    ["Setting", "Done", "Refused"],
    [...partly, ["all values of", code(whole), ""], ["others", named(true), named(false)]],
  );
}

/** Every key of the buildspec reference, with a value. */
const BUILDSPEC_KEYS: Readonly<Record<string, object>> = {
  "run-as": { "run-as": "user" },
  "env.shell": { env: { shell: "bash" } },
  "env.variables": { env: { variables: { NAME: "value" } } },
  "env.parameter-store": { env: { "parameter-store": { NAME: "parameter" } } },
  "env.secrets-manager": { env: { "secrets-manager": { NAME: "secret" } } },
  "env.exported-variables": { env: { "exported-variables": ["NAME"] } },
  "env.git-credential-helper": { env: { "git-credential-helper": "yes" } },
  proxy: { proxy: { logs: "yes" } },
  "phases.*.commands": { phases: { build: { commands: ["true"] } } },
  "phases.*.finally": { phases: { build: { commands: ["true"], finally: ["true"] } } },
  "phases.*.on-failure: ABORT": { phases: { build: { commands: ["true"], "on-failure": "ABORT" } } },
  "phases.*.on-failure: CONTINUE": { phases: { build: { commands: ["true"], "on-failure": "CONTINUE" } } },
  "phases.*.on-failure: RETRY": { phases: { build: { commands: ["true"], "on-failure": "RETRY" } } },
  "phases.*.run-as": { phases: { build: { commands: ["true"], "run-as": "user" } } },
  "phases.install.runtime-versions": { phases: { install: { "runtime-versions": { nodejs: 20 } } } },
  reports: { reports: { tests: { files: ["*.xml"] } } },
  "artifacts.files": { artifacts: { files: ["a"] } },
  "artifacts.name": { artifacts: { files: ["a"], name: "name" } },
  "artifacts.base-directory": { artifacts: { files: ["a"], "base-directory": "b" } },
  "artifacts.discard-paths": { artifacts: { files: ["a"], "discard-paths": "yes" } },
  "artifacts.exclude-paths": { artifacts: { files: ["a"], "exclude-paths": ["b"] } },
  "artifacts.enable-symlinks": { artifacts: { files: ["a"], "enable-symlinks": "yes" } },
  "artifacts.s3-prefix": { artifacts: { files: ["a"], "s3-prefix": "p" } },
  "artifacts.secondary-artifacts": { artifacts: { files: ["a"], "secondary-artifacts": { other: { files: ["b"] } } } },
  cache: { cache: { paths: ["/root/.m2/**/*"] } },
  batch: { batch: { "fast-fail": false } },
};

function buildspecTable(): string {
  const fates = Object.entries(BUILDSPEC_KEYS).map(([key, content]) => ({ key, fate: fateOf(content) }));
  const named = (fate: string): string =>
    fates
      .filter((one) => one.fate === fate)
      .map(({ key }) => `\`${key}\``)
      .join(", ");
  return table(
    ["Buildspec keys", ""],
    [
      ["done", `\`version\` (0.1, 0.2), ${named("done")}`],
      ["refused: the build fails in DOWNLOAD_SOURCE", named("refused")],
      ["no effect, and the log says so", named("warned about")],
    ],
  );
}

function fateOf(content: object): "done" | "refused" | "warned about" {
  try {
    const { warnings } = parseBuildspec(
      JSON.stringify({ version: 0.2, phases: { build: { commands: ["true"] } }, ...content }),
    );
    return warnings.length === 0 ? "done" : "warned about";
  } catch (error) {
    if (error instanceof PhaseError && error.message.includes("not supported by codebuild-local yet")) return "refused";
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
