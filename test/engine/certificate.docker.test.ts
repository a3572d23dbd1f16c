import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage, debianImage } from "../support/docker-images.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { makeRepository, publish, startGitServer, type GitServer } from "../support/git-server.ts";
import { commands, contextOf, createBucket, openTestService, putObject, type TestService } from "./test-service.ts";

/** In a container only: what it installs, it installs into the root directory that it finds. */
describeWithDocker("environment.certificate", () => {
  let server: GitServer;
  let service: TestService;
  let work: string;
  let bucket: string;
  let certificate: string;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "certificate-"));
    server = await startGitServer({ secure: true });
    certificate = server.certificate ?? "";
    const ids = makeRepository(join(work, "r"), [["main", { which: "main\n" }]]);
    publish(server, "o/r", join(work, "r"), ids[0]);
    service = await openTestService({ environments: "docker", env: { PATH: process.env["PATH"] ?? "" } });
    bucket = await createBucket(service.client, "certificates");
    await putObject(service.client, bucket, "own.pem", `subject=/CN=127.0.0.1\r\n${certificate}`);
    await putObject(service.client, bucket, "twice.pem", certificate + certificate);
    await putObject(service.client, bucket, "none.pem", "nothing of the kind");
    await putObject(service.client, bucket, "broken.pem", certificate.replace(/\n[^-]{64}\n/, "\n$(touch /tmp/no)\n"));
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    rmSync(work, { recursive: true });
  });

  const run = (image: string, build: readonly string[], name?: string): Promise<Build> =>
    service.client.run(image, commands({ build: [...build] }), {
      sourceTypeOverride: "GITHUB_ENTERPRISE",
      sourceLocationOverride: `${server.url}/o/r`,
      ...(name === undefined ? {} : { certificateOverride: name }),
    });

  it("is trusted when the source is fetched, and in an image without a store", async () => {
    const image = busyboxImage("codebuild-local-test/busybox:1");
    const refused = await run(image, ["true"]);
    expect(contextOf(refused, "DOWNLOAD_SOURCE")[1]).toContain("SSL certificate problem");
    for (const name of [`arn:aws:s3:::${bucket}/own.pem`, `${bucket}/twice.pem`]) {
      const build = await run(image, ["cat which", "cat /etc/ssl/certs/ca-certificates.crt"], name);
      expect(build.buildStatus).toBe("SUCCEEDED");
      const lines = outputLines(await service.client.logOf(build));
      expect(lines[0]).toBe("main");
      expect(lines.slice(1).join("\n").startsWith(certificate.trim())).toBe(true);
    }
  });

  it("is trusted in an image that has a store, by whatever asks that, and stays so when the store is made anew", async () => {
    const verify = "openssl verify /codebuild/readonly/certificate.pem";
    const build = await run(
      debianImage(),
      [verify, "update-ca-certificates >/dev/null 2>&1", verify],
      `${bucket}/own.pem`,
    );
    expect(build.buildStatus).toBe("SUCCEEDED");
    const ok = "/codebuild/readonly/certificate.pem: OK";
    expect(outputLines(await service.client.logOf(build))).toEqual([ok, ok]);
  });

  it.each([
    ["missing.pem", /^Unable to download certificate from S3\. NoSuchKey$/],
    ["none.pem", /^Unable to download certificate from S3\. certificates\/none\.pem has no certificate in PEM$/],
    [
      "broken.pem",
      /^Unable to download certificate from S3\. certificates\/broken\.pem has a certificate that can't be read$/,
    ],
  ])("fails DOWNLOAD_SOURCE when it can't be had: %s", async (key, message) => {
    const build = await run(busyboxImage("codebuild-local-test/busybox:1"), ["true"], `${bucket}/${key}`);
    expect(build.buildStatus).toBe("FAILED");
    const [code, text] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(code).toBe("CLIENT_ERROR");
    expect(text).toMatch(message);
  });
});
