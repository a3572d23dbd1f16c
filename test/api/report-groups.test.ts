import {
  BatchGetReportGroupsCommand,
  CreateReportGroupCommand,
  DeleteReportGroupCommand,
  ListReportGroupsCommand,
  paginateListReportGroups,
  UpdateReportGroupCommand,
  type CodeBuildClient,
  type CreateReportGroupCommandInput,
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

const arnOf = (name: string) => `arn:aws:codebuild:${REGION}:${ACCOUNT}:report-group/${name}`;

async function create(name: string, more: Partial<CreateReportGroupCommandInput> = {}) {
  const input: CreateReportGroupCommandInput = {
    name,
    type: "TEST",
    exportConfig: { exportConfigType: "NO_EXPORT" },
    ...more,
  };
  return (await client.send(new CreateReportGroupCommand(input))).reportGroup;
}

async function get(arn: string) {
  return (await client.send(new BatchGetReportGroupsCommand({ reportGroupArns: [arn] }))).reportGroups?.[0];
}

test("a new group answers every default", async () => {
  const group = await create("group", {
    type: "CODE_COVERAGE",
    exportConfig: { exportConfigType: "S3", s3Destination: { bucket: "b", path: "p" } },
    tags: [{ key: "k", value: "v" }],
  });
  const now = new Date(server.clock.now());
  expect(group).toEqual({
    arn: arnOf("group"),
    name: "group",
    type: "CODE_COVERAGE",
    exportConfig: {
      exportConfigType: "S3",
      s3Destination: {
        bucket: "b",
        path: "p",
        packaging: "NONE",
        encryptionDisabled: false,
        encryptionKey: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/s3`,
      },
    },
    created: now,
    lastModified: now,
    tags: [{ key: "k", value: "v" }],
    status: "ACTIVE",
  });
  expect(await get(arnOf("group"))).toEqual(group);
});

test("an update replaces what is sent and keeps the rest", async () => {
  const before = await create("group", { tags: [{ key: "k", value: "v" }] });
  const exportConfig = { exportConfigType: "S3", s3Destination: { bucket: "b", encryptionDisabled: true } } as const;
  const { reportGroup } = await client.send(new UpdateReportGroupCommand({ arn: arnOf("group"), exportConfig }));
  expect(reportGroup).toEqual({
    ...before,
    exportConfig: {
      exportConfigType: "S3",
      s3Destination: { bucket: "b", encryptionDisabled: true, packaging: "NONE" },
    },
    lastModified: new Date((before?.lastModified?.getTime() ?? 0) + 1),
  });
  await client.send(new UpdateReportGroupCommand({ arn: arnOf("group"), tags: [] }));
  expect((await get(arnOf("group")))?.tags).toEqual([]);
});

test("wrong settings are refused, in words", async () => {
  await create("taken");
  expect(await refusal(create("taken"))).toEqual([
    "ResourceAlreadyExistsException",
    `Report group already exists: ${arnOf("taken")}`,
  ]);
  for (const [change, message] of [
    [
      { exportConfig: { exportConfigType: "S3" } },
      "Invalid input: export config type S3 requires an s3Destination with a bucket",
    ],
    [{ exportConfig: {} }, "Invalid input: exportConfig requires an exportConfigType"],
    [{ tags: [{ key: "aws:k" }] }, "Invalid tags: the tag key aws:k must not begin with aws:"],
  ] as const) {
    expect(await refusal(create("group", change as Partial<CreateReportGroupCommandInput>))).toEqual([
      "InvalidInputException",
      message,
    ]);
  }
  expect((await refusal(create("group", { type: "SMOKE" as "TEST" })))[0]).toBe("InvalidInputException");
  expect((await refusal(client.send(new UpdateReportGroupCommand({ arn: arnOf("none") }))))[0]).toBe(
    "ResourceNotFoundException",
  );
});

test("deleting is idempotent, and never another account's", async () => {
  await create("group");
  await server.client({ account: "111111111111" }).send(new DeleteReportGroupCommand({ arn: arnOf("group") }));
  expect(await get(arnOf("group"))).toBeDefined();
  await client.send(new DeleteReportGroupCommand({ arn: arnOf("group") }));
  await client.send(new DeleteReportGroupCommand({ arn: arnOf("group"), deleteReports: true }));
  expect(await client.send(new BatchGetReportGroupsCommand({ reportGroupArns: [arnOf("group")] }))).toMatchObject({
    reportGroups: [],
    reportGroupsNotFound: [arnOf("group")],
  });
});

test("another account reads and changes nothing of it", async () => {
  await create("group");
  const stranger = server.client({ account: "111111111111" });
  const reportGroupArns = [arnOf("group")];
  expect((await stranger.send(new BatchGetReportGroupsCommand({ reportGroupArns }))).reportGroupsNotFound).toEqual(
    reportGroupArns,
  );
  expect((await refusal(stranger.send(new UpdateReportGroupCommand({ arn: arnOf("group"), tags: [] }))))[0]).toBe(
    "ResourceNotFoundException",
  );
  expect((await stranger.send(new ListReportGroupsCommand({}))).reportGroups).toEqual([]);
});

test("250 groups come in pages of the size asked for, in every order", async () => {
  const names = Array.from({ length: 250 }, (_, index) => `g-${String((index * 37) % 250).padStart(3, "0")}`);
  for (const name of names) await create(name);
  await client.send(new UpdateReportGroupCommand({ arn: arnOf("g-100"), tags: [] }));
  for (const [sortBy, ascending] of [
    ["NAME", names.toSorted()],
    ["CREATED_TIME", names],
    ["LAST_MODIFIED_TIME", [...names.filter((name) => name !== "g-100"), "g-100"]],
  ] as const) {
    for (const sortOrder of ["ASCENDING", "DESCENDING"] as const) {
      const pages: string[][] = [];
      for await (const page of paginateListReportGroups({ client, pageSize: 60 }, { sortBy, sortOrder }))
        pages.push(page.reportGroups ?? []);
      expect(pages.map((page) => page.length)).toEqual([60, 60, 60, 60, 10]);
      expect(pages.flat()).toEqual((sortOrder === "ASCENDING" ? ascending : ascending.toReversed()).map(arnOf));
    }
  }
  expect((await client.send(new ListReportGroupsCommand({}))).reportGroups).toHaveLength(100);
  expect((await refusal(client.send(new ListReportGroupsCommand({ maxResults: 101 }))))[0]).toBe(
    "InvalidInputException",
  );
  expect((await refusal(client.send(new ListReportGroupsCommand({ nextToken: "forged" }))))[0]).toBe(
    "InvalidInputException",
  );
});
