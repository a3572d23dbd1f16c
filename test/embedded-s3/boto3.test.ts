import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { awsEnvironment, run, whyMissing } from "./installed-program.ts";
import { startTestServer } from "./test-server.ts";

const missing = whyMissing("python3", "-c", "import boto3");

test("boto3 works with objects, versions, transfers and presigned URLs of both signatures", async (context) => {
  if (missing !== undefined) context.skip(missing);
  await using server = await startTestServer();
  const ran = await run(
    "python3",
    [fileURLToPath(new URL("boto3-session.py", import.meta.url)), server.url],
    awsEnvironment,
  );
  expect(ran).toMatchObject({ code: 0, stdout: "done\n" });
  expect(server.complaints).toEqual([]);
  expect(await server.settledFiles()).toBe(0);
});
