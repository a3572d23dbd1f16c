import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  ListCuratedEnvironmentImagesCommand,
  ListProjectsCommand,
  ListReportsCommand,
  RetryBuildCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { schema, service } from "../../generated/codebuild/schema.ts";
import { openApiServer } from "../support/api-server.ts";
import { createSample, refusal, sampleProject } from "../support/sample-projects.ts";

test("the curated images are told by platform and language", async () => {
  await using server = await openApiServer();
  const { platforms } = await server.client().send(new ListCuratedEnvironmentImagesCommand({}));
  const names = platforms?.flatMap((platform) =>
    platform.languages?.flatMap((language) => language.images?.map((image) => image.name)),
  );
  expect(names).toContain("aws/codebuild/standard:7.0");
  expect(names).toContain("aws/codebuild/amazonlinux-x86_64-standard:5.0");
  for (const image of platforms?.flatMap(
    (platform) => platform.languages?.flatMap((language) => language.images ?? []) ?? [],
  ) ?? []) {
    expect(image.versions?.[0]).toContain(image.name);
    expect(image.description).toMatch(/^AWS CodeBuild - /);
  }
});

test("an operation that is not done yet says so and names itself", async () => {
  await using server = await openApiServer();
  expect(await refusal(server.client().send(new ListReportsCommand({})))).toEqual([
    "InternalFailure",
    "ListReports is not implemented.",
  ]);
});

test("operations that CodeBuild does not have are unknown", async () => {
  await using server = await openApiServer();
  for (const operation of ["TagResource", "ListTagsForResource"]) {
    expect(service.operations).not.toHaveProperty(operation);
    const answer = await fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${service.name}.${operation}` },
      body: "{}",
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ __type: "UnknownOperationException" }),
    ]);
  }
  expect(schema.shape("Project").kind).toBe("structure");
});

test("projects, builds, numbers and tokens outlive the process", async () => {
  const directory = mkdtempSync(join(tmpdir(), "api-"));
  try {
    const path = join(directory, "store.db");
    let first;
    {
      await using server = await openApiServer({ path });
      const client = server.client();
      await createSample(client, "kept", { tags: [{ key: "a", value: "1" }] });
      const { build } = await client.send(new StartBuildCommand({ projectName: "kept", idempotencyToken: "t" }));
      server.finish(build?.arn);
      first = build;
    }
    await using server = await openApiServer({ path });
    const client = server.client();
    expect((await client.send(new ListProjectsCommand({}))).projects).toEqual(["kept"]);
    expect((await client.send(new BatchGetProjectsCommand({ names: ["kept"] }))).projects?.[0]?.tags).toEqual([
      { key: "a", value: "1" },
    ]);
    expect((await client.send(new BatchGetBuildsCommand({ ids: [first?.id ?? ""] }))).builds?.[0]).toMatchObject({
      id: first?.id,
      buildStatus: "SUCCEEDED",
    });
    const replayed = await client.send(new StartBuildCommand({ projectName: "kept", idempotencyToken: "t" }));
    expect(replayed.build?.id).toBe(first?.id);
    const retried = await client.send(new RetryBuildCommand({ id: first?.id }));
    expect(retried.build?.buildNumber).toBe(2);
    expect(retried.build?.id).toMatch(/^kept:[0-9a-f]{8}-[0-9a-f]{4}-4/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("the length and form of names, the ranges of time-outs and the number of tags are checked", async () => {
  await using server = await openApiServer();
  const client = server.client();
  for (const change of [
    { name: "x" },
    { name: "x".repeat(151) },
    { name: "-dash" },
    { timeoutInMinutes: 4 },
    { timeoutInMinutes: 2161 },
    { queuedTimeoutInMinutes: 481 },
    { description: "d".repeat(256) },
    { tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "" })) },
    { serviceRole: "" },
  ]) {
    const [name, message] = await refusal(createSample(client, "fine", { ...change }));
    expect(name).toBe("InvalidInputException");
    expect(message).toMatch(/^1 validation error detected: |^2 validation errors detected: /);
  }
  const longest = sampleProject("n".repeat(150), { description: "d".repeat(255), timeoutInMinutes: 2160 });
  expect((await createSample(client, longest.name ?? "", longest)).timeoutInMinutes).toBe(2160);
});
