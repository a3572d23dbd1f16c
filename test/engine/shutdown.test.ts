import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StopBuildCommand } from "@aws-sdk/client-codebuild";
import { afterEach, beforeEach, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, outputLines, phaseStatuses, type EndpointClient } from "../support/endpoint-client.ts";
import { startProduct, type Product } from "../support/product.ts";
import { RUN_PHASES } from "../support/build-phases.ts";
import { waitFor } from "../support/wait-for.ts";
import { startScriptedServer, type ScriptedServer } from "./scripted-server.ts";
import { commands, untilPhase, untilPrinted } from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

describeWithDocker("an endpoint that is told to end (SIGTERM)", () => {
  let data: string;
  let product: Product;
  const servers: ScriptedServer[] = [];
  const images: string[] = [];
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), "shutdown-"));
  });
  afterEach(async () => {
    await product[Symbol.asyncDispose]();
    for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
    for (const image of images.splice(0)) docker("rmi", image);
    rmSync(data, { recursive: true });
  });

  async function start(args: readonly string[] = []): Promise<EndpointClient> {
    product = await startProduct({
      args: ["--data-dir", data, ...args],
      env: { AWS_ACCESS_KEY_ID: "000000000000", AWS_SECRET_ACCESS_KEY: "test" },
    });
    return createEndpointClient(product.url);
  }

  async function expectPromptEnd(): Promise<void> {
    const began = performance.now();
    expect(await product.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  }

  async function serve(answer?: ScriptedServer["answer"]): Promise<ScriptedServer> {
    const server = await startScriptedServer(answer);
    servers.push(server);
    return server;
  }

  it("in each phase ends within five seconds, and its successor carries the build on to its end, with its whole log", async () => {
    // A registry and an S3 that say nothing until they are told to hold the build up where it is wanted.
    const registry = await serve();
    const s3 = await serve();
    const image = `${new URL(registry.url).host}/shutdown/image:1`;
    const until = (phase: string): string => `until test -e /tmp/${phase}; do sleep 0.1; done`;
    const zip = await zipOf({
      "buildspec.yml": JSON.stringify(
        commands(
          {
            install: ["echo install", until("install")],
            pre_build: ["echo pre_build", until("pre_build")],
            build: ["echo build", until("build")],
            post_build: ["echo post_build", until("post_build")],
          },
          { artifacts: { files: ["buildspec.yml"] } },
        ),
      ),
    });
    const args = ["--s3-endpoint", s3.url];
    let client = await start(args);
    const project = await client.createProject(image, {
      source: { type: "S3", location: "bucket/source.zip" },
      artifacts: { type: "S3", location: "bucket", name: "out" },
    });
    const { id } = await client.startBuild(project);
    await waitFor("the pull", () => registry.requests.length > 0);
    await expectPromptEnd();

    docker("tag", busyboxImage(ALPINE), image);
    images.push(image);
    client = await start(args);
    await waitFor("the fetching of the source", () => s3.requests.some((request) => request.startsWith("GET")));
    expect((await client.getBuild(id)).currentPhase).toBe("DOWNLOAD_SOURCE");
    await expectPromptEnd();

    s3.answer = (request, response) => {
      if (request.method === "GET") response.writeHead(200, { "content-length": zip.length }).end(zip);
    };
    for (const phase of ["install", "pre_build", "build", "post_build"]) {
      client = await start(args);
      await untilPrinted(client, id, phase);
      expect((await client.getBuild(id)).currentPhase).toBe(phase.toUpperCase());
      await expectPromptEnd();
      docker("exec", `codebuild-local-${id.split(":").at(-1) ?? ""}`, "touch", `/tmp/${phase}`);
    }

    client = await start(args);
    await waitFor("the upload", () => s3.requests.some((request) => request.startsWith("PUT")));
    await expectPromptEnd();

    s3.answer = takeAll;
    client = await start(args);
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(Object.keys(phaseStatuses(build))).toEqual(["SUBMITTED", "QUEUED", ...RUN_PHASES, "COMPLETED"]);
    const log = await client.logOf(build);
    expect(outputLines(log)).toEqual(["install", "pre_build", "build", "post_build"]);
    for (const phase of RUN_PHASES.slice(0, -1))
      expect(log.split(`Phase complete: ${phase} State: SUCCEEDED\n`)).toHaveLength(2);
    expect(docker("ps", "-aq", "--filter", `label=codebuild-local.build=${build.arn ?? ""}`)).toBe("");
  });

  it("leaves a stopped build stopped, takes no more requests, and keeps what waits for its successor", async () => {
    const image = busyboxImage(ALPINE);
    const args = ["--max-concurrent-builds", "1"];
    let client = await start(args);
    const project = await client.createProject(image);
    const first = await client.startBuild(project, commands({ build: ["echo here", "sleep 600"] }));
    const waiting = await client.startBuild(project, commands({ build: ["echo waited"] }));
    await untilPrinted(client, first.id, "here");
    await client.codebuild.send(new StopBuildCommand({ id: first.id }));
    await expectPromptEnd();
    await expect(client.getBuild(first.id)).rejects.toThrow(/ECONNREFUSED|socket/);
    client = await start(args);
    expect((await client.getBuild(first.id)).buildStatus).toBe("STOPPED");
    const build = await client.finish(waiting.id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(outputLines(await client.logOf(build))).toEqual(["waited"]);
    expect(docker("ps", "-aq", "--filter", `label=codebuild-local.build=${first.arn}`)).toBe("");
  });

  it("ends in time although its log's destination says nothing, and the log is whole in the end", async () => {
    const image = busyboxImage(ALPINE);
    const client = await start();
    const logs = await serve((request, response) => {
      void forward(request, response, product.url);
    });
    // The embedded CloudWatch Logs behind a server that can fall silent, for another endpoint with a data directory of its own.
    const own = mkdtempSync(join(tmpdir(), "shutdown-own-"));
    const open = (): Promise<Product> =>
      startProduct({
        args: ["--data-dir", own, "--logs-endpoint", logs.url],
        env: { AWS_ACCESS_KEY_ID: "000000000000", AWS_SECRET_ACCESS_KEY: "test" },
      });
    let second = await open();
    try {
      const builder = createEndpointClient(second.url);
      const project = await builder.createProject(image);
      const { id } = await builder.startBuild(
        project,
        commands({ build: ["for i in $(seq 1 40); do echo line-$i; sleep 0.05; done"] }),
      );
      await untilPhase(builder, id, "BUILD");
      const { answer } = logs;
      logs.answer = undefined;
      const silentFrom = logs.requests.length;
      await waitFor("an unanswered request", () => logs.requests.length > silentFrom);
      const began = performance.now();
      expect(await second.stop()).toBe(0);
      expect(performance.now() - began).toBeLessThan(5_500);
      logs.answer = answer;
      second = await open();
      const build = await createEndpointClient(second.url).finish(id);
      expect(build.buildStatus).toBe("SUCCEEDED");
      expect(outputLines(await client.logOf(build))).toEqual(
        Array.from({ length: 40 }, (_, index) => `line-${index + 1}`),
      );
    } finally {
      await second[Symbol.asyncDispose]();
      rmSync(own, { recursive: true });
    }
  });
});

function takeAll(request: IncomingMessage, response: ServerResponse): void {
  request.resume().on("end", () => response.writeHead(200, { etag: '"0"' }).end());
}

async function forward(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(url, { method: "POST", body, headers: headers as Record<string, string> });
  response
    .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" })
    .end(Buffer.from(await answer.arrayBuffer()));
}
