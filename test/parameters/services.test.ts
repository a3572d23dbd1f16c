import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestService, type TestService } from "../engine/test-service.ts";

const run = promisify(execFile);

let service: TestService;
let ssm: SSMClient;
let secrets: SecretsManagerClient;

function settings(account = "000000000000", region = "us-east-1") {
  return {
    endpoint: service.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "test" },
    maxAttempts: 1,
  };
}

beforeAll(async () => {
  service = await openTestService();
  ssm = new SSMClient(settings());
  secrets = new SecretsManagerClient(settings());
});
afterAll(async () => {
  ssm.destroy();
  secrets.destroy();
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

const PARAMETER_NAME = `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`;

describe("Parameter Store", () => {
  const put = (Name: string, Value: string, more: object = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));

  test("keeps versions, which a selector names", async () => {
    expect(await put("/v/a", "one")).toMatchObject({ Version: 1, Tier: "Standard" });
    await expect(put("/v/a", "two")).rejects.toMatchObject({
      name: "ParameterAlreadyExists",
      message:
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    });
    expect(await put("/v/a", "two", { Overwrite: true })).toMatchObject({ Version: 2 });
    const newest = await ssm.send(new GetParameterCommand({ Name: "/v/a" }));
    expect(newest.Parameter).toMatchObject({
      Name: "/v/a",
      Value: "two",
      Version: 2,
      Type: "String",
      DataType: "text",
    });
    expect(newest.Parameter?.ARN).toBe("arn:aws:ssm:us-east-1:000000000000:parameter/v/a");
    const first = await ssm.send(new GetParameterCommand({ Name: "/v/a:1" }));
    expect(first.Parameter).toMatchObject({ Value: "one", Version: 1, Selector: ":1" });
    const byArn = await ssm.send(new GetParameterCommand({ Name: newest.Parameter?.ARN ?? "" }));
    expect(byArn.Parameter?.Value).toBe("two");
    await expect(ssm.send(new GetParameterCommand({ Name: "/v/a:3" }))).rejects.toMatchObject({
      name: "ParameterVersionNotFound",
      message: "Systems Manager could not find version 3 of /v/a. Verify the version and try again.",
    });
  });

  test("gives a SecureString in the clear only when asked to decrypt it", async () => {
    await put("/s/a", "in-the-clear", { Type: "SecureString" });
    const closed = await ssm.send(new GetParameterCommand({ Name: "/s/a" }));
    expect(closed.Parameter?.Value).not.toContain("in-the-clear");
    const open = await ssm.send(new GetParameterCommand({ Name: "/s/a", WithDecryption: true }));
    expect(open.Parameter?.Value).toBe("in-the-clear");
  });

  test("finds by path, in pages", async () => {
    for (const name of ["/p/a", "/p/b", "/p/c", "/p/deep/d", "/pq"]) await put(name, name);
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(new GetParametersByPathCommand({ Path: "/p", MaxResults: 2, NextToken }));
      names.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ""));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(names).toEqual(["/p/a", "/p/b", "/p/c"]);
    const deep = await ssm.send(new GetParametersByPathCommand({ Path: "/p/", Recursive: true }));
    expect(deep.Parameters?.map(({ Name }) => Name)).toEqual(["/p/a", "/p/b", "/p/c", "/p/deep/d"]);
    const described = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Option: "BeginsWith", Values: ["/p/d"] }] }),
    );
    expect(described.Parameters).toMatchObject([{ Name: "/p/deep/d", Version: 1, Type: "String", Tier: "Standard" }]);
    await expect(ssm.send(new DescribeParametersCommand({ NextToken: "no" }))).rejects.toMatchObject({
      name: "InvalidNextToken",
    });
  });

  test("names what is not there, and deletes what is", async () => {
    await put("/d/a", "a");
    await put("/d/b", "b");
    const got = await ssm.send(new GetParametersCommand({ Names: ["/d/a", "/d/none", "/d/b:7"] }));
    expect(got.Parameters?.map(({ Value }) => Value)).toEqual(["a"]);
    expect(got.InvalidParameters?.toSorted()).toEqual(["/d/b:7", "/d/none"]);
    await ssm.send(new DeleteParameterCommand({ Name: "/d/a" }));
    await expect(ssm.send(new DeleteParameterCommand({ Name: "/d/a" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    const deleted = await ssm.send(new DeleteParametersCommand({ Names: ["/d/a", "/d/b"] }));
    expect(deleted).toMatchObject({ DeletedParameters: ["/d/b"], InvalidParameters: ["/d/a"] });
    expect(await put("/d/a", "again")).toMatchObject({ Version: 1 });
  });

  test.each([
    ["/awsome/x", "AccessDeniedException", "No access to reserved parameter name: awsome/x."],
    ["/SSM/x", "ValidationException", PARAMETER_NAME],
    ["with space", "ValidationException", PARAMETER_NAME],
    ["//a", "ValidationException", PARAMETER_NAME],
    ["a/b", "ValidationException", "Parameter name must be a fully qualified name."],
  ])("refuses the name %s in AWS's words", async (name, code, message) => {
    await expect(put(name, "x")).rejects.toMatchObject({ name: code, message });
  });

  test("refuses a value that refers to another parameter", async () => {
    await expect(put("/nested", "a {{ssm:/other}} b")).rejects.toMatchObject({
      name: "ValidationException",
      message: `Parameter value can't nest another parameter. Do not use "{{}}" in the value.`,
    });
    expect(await put("/braces", "{{ alone, {and} }")).toMatchObject({ Version: 1 });
  });

  test("is apart per account and region", async () => {
    await put("/apart", "mine");
    for (const other of [settings("111122223333"), settings("000000000000", "eu-west-1")]) {
      using stack = new DisposableStack();
      const client = stack.adopt(new SSMClient(other), (opened) => {
        opened.destroy();
      });
      await expect(client.send(new GetParameterCommand({ Name: "/apart" }))).rejects.toMatchObject({
        name: "ParameterNotFound",
      });
    }
  });

  test.each([
    ["aws/x", {}, "AccessDeniedException"],
    ["/ssm-x", {}, "ValidationException"],
    ["a/b", {}, "ValidationException"],
    ["/a b", {}, "ValidationException"],
    [`/${"a/".repeat(15)}a`, {}, "HierarchyLevelLimitExceededException"],
    ["/x", { Value: "x".repeat(4097) }, "ValidationException"],
    ["/x", { AllowedPattern: "a+" }, "InvalidAllowedPatternException"],
    ["/x", { Type: undefined }, "ValidationException"],
    ["/x", { Value: "" }, "ValidationException"],
  ])("refuses %s with %j", async (name, more, error) => {
    await expect(put(name, "value", more)).rejects.toMatchObject({ name: error });
  });
});

describe("Secrets Manager", () => {
  test("moves the stages with each version", async () => {
    const created = await secrets.send(new CreateSecretCommand({ Name: "stages", SecretString: "one" }));
    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:stages-[A-Za-z0-9]{6}$/);
    const second = await secrets.send(new PutSecretValueCommand({ SecretId: "stages", SecretString: "two" }));
    const third = await secrets.send(new UpdateSecretCommand({ SecretId: created.ARN ?? "", SecretString: "three" }));
    const get = async (more: object) =>
      (await secrets.send(new GetSecretValueCommand({ SecretId: "stages", ...more }))).SecretString;
    expect(await get({})).toBe("three");
    expect(await get({ VersionStage: "AWSPREVIOUS" })).toBe("two");
    expect(await get({ VersionId: created.VersionId })).toBe("one");
    const partial = created.ARN?.slice(0, -7) ?? "";
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: partial }))).SecretString).toBe("three");
    const described = await secrets.send(new DescribeSecretCommand({ SecretId: "stages" }));
    expect(described.VersionIdsToStages).toEqual({
      [second.VersionId ?? ""]: ["AWSPREVIOUS"],
      [third.VersionId ?? ""]: ["AWSCURRENT"],
    });
    await expect(get({ VersionStage: "none" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret value for staging label: none",
    });
    await expect(get({ VersionStage: "AWSCURRENT", VersionId: second.VersionId })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  });

  test("takes the same request once", async () => {
    const ClientRequestToken = "0123456789abcdef0123456789abcdef";
    const create = (SecretString: string) =>
      secrets.send(new CreateSecretCommand({ Name: "once", SecretString, ClientRequestToken }));
    const first = await create("a");
    expect(await create("a")).toMatchObject({ ARN: first.ARN, VersionId: ClientRequestToken });
    await expect(create("b")).rejects.toMatchObject({
      name: "ResourceExistsException",
      message: "The operation failed because the secret once already exists.",
    });
    const put = (SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: "once", SecretString, ClientRequestToken }));
    expect(await put("a")).toMatchObject({ VersionId: ClientRequestToken, VersionStages: ["AWSCURRENT"] });
    await expect(put("b")).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  test("deletes with a window to restore in, or at once", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "gone", SecretBinary: Buffer.from([0, 255, 7]) }));
    const got = await secrets.send(new GetSecretValueCommand({ SecretId: "gone" }));
    expect(Buffer.from(got.SecretBinary ?? [])).toEqual(Buffer.from([0, 255, 7]));
    await secrets.send(new DeleteSecretCommand({ SecretId: "gone", RecoveryWindowInDays: 7 }));
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: "gone" }))).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    });
    const listed = await secrets.send(new ListSecretsCommand({ Filters: [{ Key: "name", Values: ["gone"] }] }));
    expect(listed.SecretList).toEqual([]);
    await secrets.send(new RestoreSecretCommand({ SecretId: "gone" }));
    await secrets.send(new GetSecretValueCommand({ SecretId: "gone" }));
    await secrets.send(new DeleteSecretCommand({ SecretId: "gone", ForceDeleteWithoutRecovery: true }));
    await expect(secrets.send(new DescribeSecretCommand({ SecretId: "gone" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret.",
    });
    await secrets.send(new CreateSecretCommand({ Name: "gone", SecretString: "again" }));
  });

  test("lists in pages", async () => {
    for (const name of ["list/a", "list/b", "list/c"])
      await secrets.send(new CreateSecretCommand({ Name: name, SecretString: name }));
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await secrets.send(
        new ListSecretsCommand({ Filters: [{ Key: "name", Values: ["list/"] }], MaxResults: 2, NextToken }),
      );
      names.push(...(page.SecretList ?? []).map(({ Name }) => Name ?? ""));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(names).toEqual(["list/a", "list/b", "list/c"]);
  });

  test("refuses a name in AWS's words", async () => {
    await expect(secrets.send(new CreateSecretCommand({ Name: "a b", SecretString: "x" }))).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    });
  });
});

const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;

test("boto3 speaks to both", async (context) => {
  context.skip(!hasBoto3, "no boto3 for python3");
  const script = `
import boto3, json
ssm = boto3.client("ssm", endpoint_url="${service.url}")
secrets = boto3.client("secretsmanager", endpoint_url="${service.url}")
for n in range(12):
    ssm.put_parameter(Name=f"/boto/{n:02}", Value=str(n), Type="SecureString")
pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/boto", WithDecryption=True)
values = [p["Value"] for page in pages for p in page["Parameters"]]
try:
    ssm.get_parameter(Name="/boto/none")
except ssm.exceptions.ParameterNotFound as error:
    missing = error.response["Error"]["Code"]
arn = secrets.create_secret(Name="boto", SecretBinary=b"\\x00\\x01")["ARN"]
print(json.dumps([values, missing, list(secrets.get_secret_value(SecretId=arn)["SecretBinary"])]))
`;
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: "000000000000",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
  };
  const { stdout } = await run("python3", ["-c", script], { env });
  expect(JSON.parse(stdout)).toEqual([
    Array.from({ length: 12 }, (_, index) => String(index)),
    "ParameterNotFound",
    [0, 1],
  ]);
});
