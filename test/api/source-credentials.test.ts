import {
  DeleteSourceCredentialsCommand,
  ImportSourceCredentialsCommand,
  ListSourceCredentialsCommand,
  type CodeBuildClient,
  type ImportSourceCredentialsCommandInput,
} from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, openApiServer, REGION, type ApiServer } from "../support/api-server.ts";
import { refusal } from "../support/sample-projects.ts";

let server: ApiServer;
let client: CodeBuildClient;
beforeEach(async () => {
  server = await openApiServer();
  client = server.client();
});
afterEach(async () => {
  const { faults } = server;
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

async function importToken(more: Partial<ImportSourceCredentialsCommandInput> = {}): Promise<string> {
  const { arn } = await client.send(
    new ImportSourceCredentialsCommand({
      token: "secret-token",
      serverType: "GITHUB",
      authType: "PERSONAL_ACCESS_TOKEN",
      ...more,
    }),
  );
  return arn ?? "";
}

async function list(from = client) {
  return (await from.send(new ListSourceCredentialsCommand({}))).sourceCredentialsInfos;
}

test("an imported token is listed without itself, and kept for the sources", async () => {
  const arn = await importToken();
  expect(arn).toMatch(new RegExp(`^arn:aws:codebuild:${REGION}:${ACCOUNT}:token/github-[0-9a-f-]{36}$`));
  expect(await list()).toEqual([{ arn, serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN" }]);
  expect(server.store.credentials.secret(arn)).toEqual({ token: "secret-token", username: undefined });
});

test("there is one per server type and auth type: a later one replaces it", async () => {
  const first = await importToken();
  const second = await importToken({ token: "other" });
  const bitbucket = await importToken({ serverType: "BITBUCKET", authType: "BASIC_AUTH", username: "me" });
  const enterprise = await importToken({ serverType: "GITHUB_ENTERPRISE" });
  expect(first).not.toBe(second);
  expect((await list())?.map((info) => info.arn)).toEqual([bitbucket, second, enterprise]);
  expect(enterprise).toContain(":token/github_enterprise-");
  expect(server.store.credentials.secret(first)).toBeUndefined();
  expect(server.store.credentials.secret(bitbucket)).toEqual({ token: "secret-token", username: "me" });
});

test("shouldOverwrite false keeps the earlier one", async () => {
  const first = await importToken();
  expect((await refusal(importToken({ shouldOverwrite: false })))[0]).toBe("ResourceAlreadyExistsException");
  expect((await list())?.map((info) => info.arn)).toEqual([first]);
  await importToken({ serverType: "GITLAB", shouldOverwrite: false });
});

test("a connection's or secret's ARN is told as the resource", async () => {
  const connection = "arn:aws:codeconnections:us-east-1:000000000000:connection/x";
  await importToken({ authType: "CODECONNECTIONS", token: connection });
  expect((await list())?.[0]).toMatchObject({ authType: "CODECONNECTIONS", resource: connection });
});

test("what cannot be imported is refused, and no refusal repeats the token", async () => {
  for (const [change, message] of [
    [{ authType: "OAUTH" }, "Auth type OAUTH cannot be imported; it is made in the console of AWS CodeBuild"],
    [{ authType: "BASIC_AUTH", serverType: "BITBUCKET" }, "Auth type BASIC_AUTH requires a username"],
    [{ authType: "SECRETS_MANAGER" }, "Auth type SECRETS_MANAGER requires the ARN of a secret as the token"],
    [{ authType: "CODECONNECTIONS" }, "Auth type CODECONNECTIONS requires the ARN of a connection as the token"],
  ] as const) {
    expect(await refusal(importToken(change))).toEqual(["InvalidInputException", message]);
  }
  const [name, message] = await refusal(importToken({ serverType: "SOURCEFORGE" as "GITHUB", username: "" }));
  expect(name).toBe("InvalidInputException");
  expect(message).not.toContain("secret-token");
  expect(await list()).toEqual([]);
});

test("a deleted credential is gone, its secret too; an unknown one is an error", async () => {
  const arn = await importToken();
  const remove = (from = client) => from.send(new DeleteSourceCredentialsCommand({ arn }));
  expect((await refusal(remove(server.client({ account: "111111111111" }))))[0]).toBe("ResourceNotFoundException");
  expect((await remove()).arn).toBe(arn);
  expect(await list()).toEqual([]);
  expect(server.store.credentials.secret(arn)).toBeUndefined();
  expect((await refusal(remove()))[0]).toBe("ResourceNotFoundException");
});

test("accounts and regions do not see each other's", async () => {
  await importToken();
  expect(await list(server.client({ account: "111111111111" }))).toEqual([]);
  expect(await list(server.client({ region: "eu-west-1" }))).toEqual([]);
});
