import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  ListProjectsCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { expect, test } from "vitest";
import { openApiServer } from "../support/api-server.ts";
import { createSample, INLINE_BUILDSPEC, refusal } from "../support/sample-projects.ts";

test("JSON and CBOR clients read the same records, whichever wrote them", async () => {
  await using server = await openApiServer();
  const json = server.client();
  const cbor = server.client({ protocol: AwsSmithyRpcV2CborProtocol });
  const long = `${INLINE_BUILDSPEC}# ${"ü".repeat(5000)}\n`;
  const made = await createSample(cbor, "by-cbor", { source: { type: "NO_SOURCE", buildspec: long } });
  expect(await createSample(json, "by-json", { source: { type: "NO_SOURCE", buildspec: long } })).toMatchObject({
    source: made.source,
    created: made.created,
  });
  const { build } = await cbor.send(new StartBuildCommand({ projectName: "by-json", idempotencyToken: "t" }));
  for (const command of [
    new BatchGetProjectsCommand({ names: ["by-cbor", "by-json", "none"] }),
    new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }),
    new ListProjectsCommand({}),
  ]) {
    const [overJson, overCbor] = await Promise.all([
      json.send(command as ListProjectsCommand),
      cbor.send(command as ListProjectsCommand),
    ]);
    expect({ ...overCbor, $metadata: undefined }).toEqual({ ...overJson, $metadata: undefined });
  }
  const again = await json.send(new StartBuildCommand({ projectName: "by-json", idempotencyToken: "t" }));
  expect(again.build).toEqual(build);
  expect((await refusal(cbor.send(new StartBuildCommand({ projectName: "none" }))))[0]).toBe(
    "ResourceNotFoundException",
  );
  expect(server.faults).toEqual([]);
});
