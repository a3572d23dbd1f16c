import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  DeleteSourceCredentialsCommand,
  ImportSourceCredentialsCommand,
  type Build,
  type ProjectSource,
} from "@aws-sdk/client-codebuild";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";

import { outputLines } from "../support/endpoint-client.ts";
import { makeRepository, publish, startGitServer, type GitServer } from "../support/git-server.ts";
import { commands, contextOf, IMAGE, openTestService, type TestService } from "./test-service.ts";

const TOKEN = "a-token-that-nobody-may-see";
const AUTH_TYPE = { AuthType: "PERSONAL_ACCESS_TOKEN" };

let server: GitServer;
let service: TestService;
let work: string;
let arns: Readonly<Record<string, string>>;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "source-secrets-"));
  server = await startGitServer({ password: TOKEN });
  const ids = makeRepository(join(work, "r"), [["main", { which: "main\n" }]]);
  publish(server, "o/r", join(work, "r"), ids[0]);
  service = await openTestService({
    env: { PATH: process.env["PATH"] ?? "" },
    flags: ["github.com", "bitbucket.org"].map((host) => `--git-rewrite=https://${host}/=${server.url}/`),
  });
  arns = await createSecrets({
    github: JSON.stringify({ ServerType: "GITHUB", ...AUTH_TYPE, Token: TOKEN }),
    bitbucket: JSON.stringify({ ServerType: "BITBUCKET", AuthType: "BASIC_AUTH", Username: "ann", Token: TOKEN }),
    anywhere: JSON.stringify({ Token: TOKEN }),
    wrong: JSON.stringify({ ServerType: "GITHUB", ...AUTH_TYPE, Token: "another-token" }),
    nameless: JSON.stringify({ ServerType: "BITBUCKET", AuthType: "BASIC_AUTH", Token: TOKEN }),
    bare: TOKEN,
  });
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
  expect(complaints).toEqual([]);
});

async function createSecrets(texts: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const client = new SecretsManagerClient({
    endpoint: service.url,
    region: "us-east-1",
    credentials: { accessKeyId: "000000000000", secretAccessKey: "test" },
  });
  const made: Record<string, string> = {};
  for (const [Name, SecretString] of Object.entries(texts)) {
    const { ARN } = await client.send(new CreateSecretCommand({ Name, SecretString }));
    made[Name] = ARN ?? "";
  }
  client.destroy();
  return made;
}

const GITHUB: ProjectSource = {
  type: "GITHUB",
  location: "https://github.com/o/r",
  buildspec: JSON.stringify(commands({ build: ["cat which", "env", "cat .git/config"] })),
};
const BITBUCKET: ProjectSource = { ...GITHUB, type: "BITBUCKET", location: "https://bitbucket.org/o/r" };

const withSecret = (source: ProjectSource, name: string): ProjectSource => ({
  ...source,
  auth: { type: "SECRETS_MANAGER", resource: arns[name] ?? name },
});

async function run(source: ProjectSource, secondarySources: ProjectSource[] = []): Promise<[Build, string]> {
  const { client } = service;
  const project = await client.createProject(IMAGE, { source, secondarySources });
  const build = await client.finish((await client.startBuild(project)).id);
  return [build, await client.logOf(build)];
}

test.each([
  ["github", GITHUB, "x-access-token"],
  ["bitbucket", BITBUCKET, "ann"],
  ["anywhere", BITBUCKET, "x-token-auth"],
])("a source is fetched with the token in the secret '%s', which nobody sees", async (name, source, user) => {
  const [build, log] = await run(withSecret(source, name));
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(outputLines(log)[0]).toBe("main");
  expect(log + JSON.stringify(build)).not.toContain(TOKEN);
  expect(server.authorizations.at(-1)).toBe(`Basic ${Buffer.from(`${user}:${TOKEN}`).toString("base64")}`);
});

test.each([
  ["wrong", GITHUB, "CLIENT_ERROR", /^authorization failed for primary source$/],
  ["bitbucket", GITHUB, "CLIENT_ERROR", /^The secret arn:\S+ is not for source type GITHUB$/],
  ["nameless", BITBUCKET, "CLIENT_ERROR", /^The secret arn:\S+ has AuthType BASIC_AUTH and no Username$/],
  ["bare", GITHUB, "CLIENT_ERROR", /^The secret arn:\S+ is not a JSON object with the key Token$/],
  ["nowhere", GITHUB, "Secrets Manager Error", /^ResourceNotFoundException: Secrets Manager can't find/],
])("the secret '%s' fails DOWNLOAD_SOURCE", async (name, source, code, message) => {
  const [build] = await run(withSecret(source, name));
  const context = contextOf(build, "DOWNLOAD_SOURCE");
  expect(context[0]).toBe(code);
  expect(context[1]).toMatch(message);
});

test("an imported secret is for all sources of its server type, and for those that name it", async () => {
  const { codebuild } = service.client;
  const { arn } = await codebuild.send(
    new ImportSourceCredentialsCommand({
      serverType: "GITHUB",
      authType: "SECRETS_MANAGER",
      token: arns["github"] ?? "",
    }),
  );
  for (const auth of [undefined, { type: "SECRETS_MANAGER" as const, resource: arn }]) {
    const [build] = await run({ ...GITHUB, ...(auth && { auth }) });
    expect(build.buildStatus).toBe("SUCCEEDED");
  }
  await codebuild.send(new DeleteSourceCredentialsCommand({ arn }));
  const [build] = await run(GITHUB);
  expect(contextOf(build, "DOWNLOAD_SOURCE")[1]).toBe("authentication required for primary source");
});

test("the secret of a project without a source is for the secondary sources that name none", async () => {
  const none: ProjectSource = {
    type: "NO_SOURCE",
    buildspec: JSON.stringify(commands({ build: ["cat $CODEBUILD_SRC_DIR_one/which"] })),
  };
  const { buildspec: _, ...secondary } = GITHUB;
  const one: ProjectSource = { ...secondary, sourceIdentifier: "one" };
  const [build, log] = await run(withSecret(none, "github"), [one]);
  expect(build.buildStatus).toBe("SUCCEEDED");
  expect(outputLines(log)).toEqual(["main"]);
  const [failed] = await run(withSecret(none, "github"), [withSecret(one, "wrong")]);
  expect(contextOf(failed, "DOWNLOAD_SOURCE")[1]).toBe("authorization failed for secondary source one");
});
