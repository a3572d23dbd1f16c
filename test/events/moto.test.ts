import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { awsEnvironment, run, whyMissing } from "../embedded-s3/installed-program.ts";
import { IMAGE, openTestService } from "../engine/test-service.ts";
import { waitFor } from "../support/wait-for.ts";

const missing = whyMissing("moto_server", "--help") ?? whyMissing("python3", "-c", "import boto3");
const QUEUE = fileURLToPath(new URL("moto-queue.py", import.meta.url));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

test("a rule of a foreign EventBridge matches a build's events and passes them on", async (context) => {
  if (missing !== undefined) context.skip(missing);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const moto = spawn("moto_server", ["-p", String(port)], { stdio: "ignore" });
  const ended = once(moto, "exit");
  // Whoever names another service brings the credentials for it.
  const before = { ...process.env };
  Object.assign(process.env, awsEnvironment);
  try {
    await waitFor("moto_server", async () => (await fetch(`${url}/moto-api/`)).ok);
    expect(await run("python3", [QUEUE, "make", url], awsEnvironment)).toMatchObject({ code: 0, stderr: "" });
    await using service = await openTestService({
      flags: ["--event-bus", "builds"],
      env: { AWS_ENDPOINT_URL_EVENTBRIDGE: url },
    });
    const { client } = service;
    const { id } = await client.startBuild(await client.createProject(IMAGE));
    const build = await client.finish(id);
    const message = await waitFor("the message", async () => {
      const { stdout } = await run("python3", [QUEUE, "read", url], awsEnvironment);
      return stdout === "" ? undefined : stdout;
    });
    expect(JSON.parse(message)).toMatchObject({
      source: "aws.codebuild",
      "detail-type": "CodeBuild Build State Change",
      resources: [build.arn],
      detail: { "build-status": "SUCCEEDED", "build-id": build.arn, "current-phase": "COMPLETED" },
    });
    expect(service.complaints).toEqual([]);
  } finally {
    process.env = before;
    moto.kill();
    await ended;
  }
}, 60_000);
