import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Build } from "@aws-sdk/client-codebuild";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { commands, contextOf, IMAGE, openTestService, type TestService } from "./test-service.ts";

const directory = mkdtempSync(join(tmpdir(), "codebuild-local-test-"));
let service: TestService;

function clients(): { ssm: SSMClient; secrets: SecretsManagerClient } {
  const settings = {
    endpoint: service.url,
    region: "us-east-1",
    credentials: { accessKeyId: "000000000000", secretAccessKey: "test" },
    maxAttempts: 1,
  };
  return { ssm: new SSMClient(settings), secrets: new SecretsManagerClient(settings) };
}

beforeAll(async () => {
  service = await openTestService({ flags: ["--data-dir", directory] });
  const { ssm, secrets } = clients();
  const put = (Name: string, Value: string) => ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString" }));
  await put("/app/one", "first-value-of-one");
  await ssm.send(new PutParameterCommand({ Name: "/app/one", Value: "value-of-one", Overwrite: true }));
  await put("/app/lines", "multi-first\nmulti-second");
  for (let index = 0; index < 23; index++) await put(`/many/${index}`, `many-value-${index}.`);
  await secrets.send(
    new CreateSecretCommand({ Name: "db", SecretString: '{"password":"older-p4ssword","port":5432}' }),
  );
  await secrets.send(
    new PutSecretValueCommand({ SecretId: "db", SecretString: '{"password":"newer-p4ssword","port":5432}' }),
  );
  await secrets.send(new CreateSecretCommand({ Name: "plain", SecretString: "no-object" }));
  await secrets.send(new CreateSecretCommand({ Name: "quoted", SecretString: "quoted-p4ssword" }));
  await secrets.send(new CreateSecretCommand({ Name: "binary", SecretBinary: Buffer.from("bytes") }));
  ssm.destroy();
  secrets.destroy();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

const ENV = {
  env: {
    "parameter-store": { ONE: "/app/one", OLD: "/app/one:1", LINES: "/app/lines" },
    "secrets-manager": { NOW: "db:password", BEFORE: "db:password:AWSPREVIOUS", PORT: "db:port" },
  },
};

test("a secret is nowhere in a cache's key, and where its value stands in one the log masks it", async () => {
  const { client } = service;
  await client.s3.send(new CreateBucketCommand({ Bucket: "keys-of-caches" }));
  const project = await client.createProject(IMAGE, { cache: { type: "S3", location: "keys-of-caches" } });
  const env = { "parameter-store": { MANY: "/many/7" } };
  const cache = { key: "k-$MANY-$(echo many-value-7.)", paths: ["deps/**/*"] };
  const { id } = await client.startBuild(project, commands({ build: ["true"] }, { env, cache }));
  const build = await client.finish(id);
  const log = await client.logOf(build);
  expect(log).toContain("Expanded cache key k--***\n");
  expect(log).not.toContain("many-value-7.");
});

async function run(
  section: object,
  build: readonly string[],
  more: object = {},
): Promise<{ build: Build; log: string }> {
  const { client } = service;
  const ended = await client.run(IMAGE, commands({ build: [...build] }, section), more);
  return { build: ended, log: await client.logOf(ended) };
}

/** @returns the object's bucket and key */
async function putBuildspec(bucket: string, buildspec: object): Promise<string> {
  const Body = JSON.stringify(buildspec);
  await service.client.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "buildspec.yml", Body }));
  return `${bucket}/buildspec.yml`;
}

/** Files of the data directory that hold this text. */
function filesWith(text: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "lock")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

test("variables of all three kinds get their values, and the log has *** in their place", async () => {
  const { build, log } = await run(ENV, [
    'test "$OLD" = "first-val""ue-of-one" && test "$PORT" = 5432',
    "echo one is $ONE, now is $NOW, before is $BEFORE",
    'echo "$LINES" | tail -n 1',
    "printf new; sleep 0.1; printf er-p4ss; sleep 0.1; echo word",
  ]);
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(log).toContain("Decrypting parameter store environment variables");
  expect(outputLines(log)).toEqual(["one is ***, now is ***, before is ***", "***", "***"]);
  for (const value of ["value-of-one", "newer-p4ssword", "older-p4ssword", "multi-second"])
    expect({ value, files: filesWith(value) }).toEqual({ value, files: [] });
});

test("an exported variable that was made of a secret has *** in its place, in the record and the database", async () => {
  const { build, log } = await run({ env: { ...ENV.env, "exported-variables": ["URL", "PLAIN", "BOTH"] } }, [
    "URL=http://me:$NOW@db",
    "PLAIN=1.2",
    'BOTH="$ONE $BEFORE"',
  ]);
  expect(build.exportedEnvironmentVariables).toEqual([
    { name: "URL", value: "http://me:***@db" },
    { name: "PLAIN", value: "1.2" },
    { name: "BOTH", value: "*** ***" },
  ]);
  expect(log).toContain("WARNING: The exported variable 'URL' has a secret in its value, which is masked\n");
  expect(log).not.toContain("'PLAIN'");
  for (const value of ["value-of-one", "newer-p4ssword", "older-p4ssword"])
    expect({ value, files: filesWith(value) }).toEqual({ value, files: [] });
});

test("the pattern of on-failure: RETRY is matched with what the log says, where secrets are masked", async () => {
  const failing = async (pattern: string): Promise<string | undefined> => {
    const { build } = await run(
      { ...ENV, phases: { build: { "on-failure": pattern, commands: ["echo the word is $NOW", "false"] } } },
      [],
    );
    expect(build.buildStatus).toBe("FAILED");
    const next = build.autoRetryConfig?.nextAutoRetry;
    if (next !== undefined) await service.client.finish(next);
    return next;
  };
  expect(await failing("RETRY-1-newer.p4ssword")).toBeUndefined();
  expect(await failing("RETRY-1-the word is \\*{3}$|word is .{3}\n")).toBeDefined();
});

test("a secret's value is masked wherever the buildspec quotes it: in commands, in paths of artifacts, in what failed", async () => {
  const { client } = service;
  const bucket = "artifacts-with-secrets";
  await client.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: bucket } });
  const { id } = await client.startBuild(
    project,
    // Given by S3, not inline: the record has an inline text as its user wrote it.
    `arn:aws:s3:::${await putBuildspec(bucket, {
      version: 0.2,
      env: { "secrets-manager": { NOW: "quoted" } },
      phases: { build: { commands: ["echo quoted-p4ssword", "false quoted-p4ssword"] } },
      artifacts: { files: ["$NOW/*", "/$NOW"] },
    })}`,
  );
  const build = await client.finish(id);
  const log = await client.logOf(build);
  expect(log).toContain("Running command echo ***\n");
  expect(log).toContain("Command did not exit successfully false *** exit status 1\n");
  expect(contextOf(build, "BUILD")).toEqual([
    "COMMAND_EXECUTION_ERROR",
    "Error while executing command: false ***. Reason: exit status 1",
  ]);
  expect(contextOf(build, "UPLOAD_ARTIFACTS")[1]).toMatch(/^Invalid artifact path \/\*\*\*: it is not below /);
  expect(log).not.toContain("quoted-p4ssword");
  expect(filesWith("quoted-p4ssword").filter((path) => !path.includes("/bodies/"))).toEqual([]);
});

test("a buildspec of version 0.1 has parameters too, masked as those of 0.2", async () => {
  const { build, log } = await run(
    { version: 0.1, environment_variables: { "parameter-store": { ONE: "/app/one" } } },
    ['echo "one is $ONE"'],
  );
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(outputLines(log)).toEqual(["one is ***"]);
});

test("json-key takes what is the object's own, numbers with all their digits", async () => {
  const { secrets } = clients();
  const SecretString = '{"number":12345678901234567890,"small":1.10,"__proto__":"own-proto","deep":{"n":0.30}}';
  await secrets.send(new CreateSecretCommand({ Name: "odd", SecretString }));
  secrets.destroy();
  const names = { N: "odd:number", S: "odd:small", P: "odd:__proto__", D: "odd:deep" };
  const { build } = await run({ env: { "secrets-manager": names } }, [
    'test "$N $S $P" = "12345678901234567890 1.10 own-proto" && test "$D" = \'{"n":0.30}\'',
  ]);
  expect(build.buildStatus).toBe("SUCCEEDED");
});

test("a build has more parameters than one request may name", async () => {
  const names = Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`MANY_${index}`, `/many/${index}`]));
  const { build } = await run({ env: { "parameter-store": names } }, [
    'test "$MANY_0 $MANY_10 $MANY_22" = "many""-value-0. many""-value-10. many""-value-22."',
  ]);
  expect(build.buildStatus).toBe("SUCCEEDED");
});

test("the override comes before the project, the project before the buildspec; only what counts is looked up", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, {
    environment: {
      type: "LINUX_CONTAINER",
      image: IMAGE,
      computeType: "BUILD_GENERAL1_SMALL",
      environmentVariables: [
        { name: "A", value: "/not/there", type: "PARAMETER_STORE" },
        { name: "B", value: "db:password", type: "SECRETS_MANAGER" },
      ],
    },
  });
  const { id } = await client.startBuild(
    project,
    commands(
      { build: ['test "$A" = plain-a && test "$B" = "newer""-p4ssword"'] },
      { env: { "parameter-store": { B: "/not/there" } } },
    ),
    { environmentVariablesOverride: [{ name: "A", value: "plain-a" }] },
  );
  const build = await client.finish(id);
  expect(build.buildStatus).toBe("SUCCEEDED");
  const variables = build.environment?.environmentVariables ?? [];
  expect(variables.map(({ name, value }) => [name, value]).toSorted()).toEqual([
    ["A", "plain-a"],
    ["B", "db:password"],
  ]);
});

test.each([
  [
    { "parameter-store": { A: "/app/one", B: "/not/there" } },
    "Decrypted Variables Error",
    /^parameter does not exist: \/not\/there$/,
  ],
  [{ "parameter-store": { A: "/app/one:9" } }, "Decrypted Variables Error", /^parameter does not exist: \/app\/one:9$/],
  [
    { "secrets-manager": { A: "nowhere" } },
    "Secrets Manager Error",
    /^ResourceNotFoundException: Secrets Manager can't find the specified secret\.\n\tstatus code: 400, request id: [\w-]+$/,
  ],
  [{ "secrets-manager": { A: "db:none" } }, "Secrets Manager Error", /^The secret db has no JSON key none$/],
  [
    { "secrets-manager": { A: "db:hasOwnProperty" } },
    "Secrets Manager Error",
    /^The secret db has no JSON key hasOwnProperty$/,
  ],
  [
    { "secrets-manager": { A: "plain:key" } },
    "Secrets Manager Error",
    /^The secret plain is not a JSON object, so that it has no keys$/,
  ],
  [
    { "secrets-manager": { A: "binary" } },
    "Secrets Manager Error",
    /^The secret binary is binary: only SecretString can be used$/,
  ],
  [
    { "secrets-manager": { A: "db:password:NO-STAGE" } },
    "Secrets Manager Error",
    /^ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: NO-STAGE\n\tstatus code: 400, request id: [\w-]+$/,
  ],
  [{ "parameter-store": { A: "" } }, "YAML_FILE_ERROR", /^The environment variable 'A' names no parameter \(line 1\)$/],
  [{ "secrets-manager": { A: "db:a:b:c" } }, "Secrets Manager Error", /^Invalid secret reference: db:a:b:c/],
])("what does not resolve fails DOWNLOAD_SOURCE: %j", async (env, code, message) => {
  const { build } = await run({ env }, ["true"]);
  expect(build.buildStatus).toBe("FAILED");
  const [status, text] = contextOf(build, "DOWNLOAD_SOURCE");
  expect(status).toBe(code);
  expect(text).toMatch(message);
});

test("a restart in mid-build changes nothing of the masks, also when the secret has changed meanwhile", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const go = join(directory, "go");
  const { id } = await client.startBuild(
    project,
    commands(
      {
        build: ["echo first $NOW", `while ! test -e ${go}; do sleep 0.05; done; echo second $NOW; printf '%s' "$ONE"`],
      },
      ENV,
    ),
  );
  await waitFor("the first line", async () => (await client.logOf(await client.getBuild(id))).includes("first ***"));
  const { secrets } = clients();
  await secrets.send(
    new PutSecretValueCommand({ SecretId: "db", SecretString: '{"password":"newest-p4ssword","port":1}' }),
  );
  secrets.destroy();
  expect(filesWith("newer-p4ssword")).toEqual([]);
  service = await service.restart();
  writeFileSync(go, "");
  const build = await service.client.finish(id);
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(outputLines(await service.client.logOf(build))).toEqual(["first ***", "second ***", "***"]);
  expect(filesWith("newer-p4ssword")).toEqual([]);
});
