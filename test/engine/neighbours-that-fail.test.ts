import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { systemClock, type Clock } from "../../src/common/clock.ts";
import { startFaultyProxy, type FaultyProxy } from "../logs/faulty-proxy.ts";
import { startLogsEndpoint, type LogsEndpoint } from "../logs/logs-endpoint.ts";
import { createEndpointClient, outputLines, phaseStatuses, type EndpointClient } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { createFastClock } from "./fast-clock.ts";
import { refuseAsS3, startScriptedServer, type ScriptedServer } from "./scripted-server.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  openTestService,
  untilPhase,
  type TestService,
} from "./test-service.ts";

beforeAll(() => {
  // A foreign neighbour is called with the process's own credentials.
  vi.stubEnv("AWS_ACCESS_KEY_ID", "000000000000");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const ROLE = "arn:aws:iam::000000000000:role/codebuild-role";
const PREPARED = {
  SUBMITTED: "SUCCEEDED",
  QUEUED: "SUCCEEDED",
  PROVISIONING: "SUCCEEDED",
  DOWNLOAD_SOURCE: "SUCCEEDED",
};

describe("where CloudWatch Logs", () => {
  const DENIED = {
    status: 400,
    body: {
      __type: "AccessDeniedException",
      message: "User: somebody is not authorized to perform: logs:CreateLogStream",
    },
  };
  let endpoint: LogsEndpoint;
  let proxy: FaultyProxy;
  let service: TestService | undefined;
  let logs: EndpointClient;
  beforeEach(async () => {
    endpoint = await startLogsEndpoint();
    proxy = await startFaultyProxy(endpoint.url);
    logs = createEndpointClient(endpoint.url);
  });
  afterEach(async () => {
    await service?.[Symbol.asyncDispose]();
    service = undefined;
    await proxy[Symbol.asyncDispose]();
    await endpoint[Symbol.asyncDispose]();
  });

  async function open(clock: Clock = systemClock): Promise<TestService> {
    service = await openTestService({ clock, flags: ["--logs-endpoint", proxy.url] });
    return service;
  }

  test("denies the log stream, the build fails in PROVISIONING with ACCESS_DENIED in AWS's words, and nothing runs", async () => {
    const { client, shells } = await open();
    proxy.plan("CreateLogStream", DENIED);
    const build = await client.run(IMAGE, commands({ build: ["true"] }));
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).toEqual({
      SUBMITTED: "SUCCEEDED",
      QUEUED: "SUCCEEDED",
      PROVISIONING: "FAILED",
      COMPLETED: undefined,
    });
    expect(contextOf(build, "PROVISIONING")).toEqual([
      "ACCESS_DENIED",
      `Service role ${ROLE} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn ?? ""}. Error message: ${DENIED.body.message}`,
    ]);
    expect(shells.builds).toEqual([]);
    const next = await client.run(IMAGE, commands({ build: ["echo next"] }));
    expect(next.buildStatus).toBe("SUCCEEDED");
    expect(outputLines(await logs.logOf(next))).toEqual(["next"]);
  });

  test("denies events in mid-build, the running phase fails with ACCESS_DENIED, once, and its commands end", async () => {
    const { client, shells } = await open();
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(
      project,
      commands({ build: ["sleep 0.5", "while :; do echo more; sleep 0.05; done"] }),
    );
    await untilPhase(client, id, "BUILD");
    proxy.plan("PutLogEvents", ...Array.from({ length: 100 }, () => DENIED));
    const build = await client.finish(id, 20_000);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseStatuses(build)).toEqual({
      ...PREPARED,
      INSTALL: "SUCCEEDED",
      PRE_BUILD: "SUCCEEDED",
      BUILD: "FAILED",
      FINALIZING: "SUCCEEDED",
      COMPLETED: undefined,
    });
    const [code, message] = contextOf(build, "BUILD");
    expect(code).toBe("ACCESS_DENIED");
    expect(message).toContain(
      `Service role ${ROLE} does not allow AWS CodeBuild to write to Amazon CloudWatch Logs log streams for build ${build.arn ?? ""}.`,
    );
    expect(shells.builds).toEqual([]);
  });

  test("denies the last events, the build has not succeeded", async () => {
    const { client } = await open();
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(project, commands({ build: ["sleep 0.5"] }));
    await untilPhase(client, id, "BUILD");
    proxy.plan("PutLogEvents", ...Array.from({ length: 100 }, () => DENIED));
    const build = await client.finish(id, 20_000);
    expect(build.buildStatus).toBe("FAILED");
    const codes = (build.phases ?? [])
      .flatMap(({ contexts }) => contexts ?? [])
      .map(({ statusCode }) => statusCode)
      .filter((code) => code !== "");
    expect(codes).toEqual(["ACCESS_DENIED"]);
  });

  test("is gone in mid-build and comes back, the build goes on meanwhile, and no line is lost or doubled", async () => {
    const { client } = await open();
    const project = await client.createProject(IMAGE);
    const loop = (from: number) => `i=${from}; while [ $i -lt ${from + 40} ]; do echo $i; i=$((i+1)); sleep 0.02; done`;
    const { id } = await client.startBuild(project, commands({ build: [loop(0), loop(40)] }));
    await untilPhase(client, id, "BUILD");
    const refused = { status: 503, body: { __type: "ServiceUnavailableException" } };
    proxy.plan("PutLogEvents", "cut before", "cut after", refused, "cut after", "cut before", refused, "cut after");
    const build = await client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(outputLines(await logs.logOf(build))).toEqual(Array.from({ length: 80 }, (_, index) => String(index)));
  });

  test("is gone for good, the build fails after a minute, and says so", async () => {
    const { client, shells } = await open(createFastClock(60));
    const project = await client.createProject(IMAGE);
    const { id } = await client.startBuild(
      project,
      commands({ build: ["sleep 0.3", "while :; do echo more; sleep 0.05; done"] }),
    );
    await untilPhase(client, id, "BUILD");
    await proxy[Symbol.asyncDispose]();
    const build = await client.finish(id, 20_000);
    expect(build.buildStatus).toBe("FAILED");
    const [code, message] = contextOf(build, "BUILD");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(/^Failed to write to Amazon CloudWatch Logs log streams: .*ECONNREFUSED/);
    expect(shells.builds).toEqual([]);
    proxy = await startFaultyProxy(endpoint.url);
  });

  test("takes no log, StopBuild still ends the build at once, and its commands with it", async () => {
    const { client, shells } = await open();
    const project = await client.createProject(IMAGE);
    const { id, arn } = await client.startBuild(
      project,
      commands({ build: ["sleep 0.3", "while :; do echo more; sleep 0.01; done"] }),
    );
    await untilPhase(client, id, "BUILD");
    proxy.plan("PutLogEvents", ...Array.from({ length: 5 }, () => "cut before" as const));
    await waitFor("a cut request", () => proxy.seen.filter((operation) => operation === "PutLogEvents").length > 2);
    const stopped = service?.service.engine.stop(arn);
    expect(stopped?.buildStatus).toBe("STOPPED");
    await waitFor("the end of its processes", () => shells.builds.length === 0, 2_000);
  });
});

describe("where S3", () => {
  let server: ScriptedServer;
  let service: TestService;
  beforeEach(async () => {
    server = await startScriptedServer();
    service = await openTestService({ flags: ["--s3-endpoint", server.url] });
  });
  afterEach(async () => {
    await service[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  async function upload(packaging: "NONE" | "ZIP" = "NONE") {
    const { client } = service;
    const project = await client.createProject(IMAGE, {
      artifacts: { type: "S3", location: "bucket", packaging, name: "out" },
    });
    const { id } = await client.startBuild(
      project,
      commands({ build: ["echo x >x"] }, { artifacts: { files: ["x"] } }),
    );
    return client.finish(id);
  }

  test.each<[status: number, code: string, message: string]>([
    [403, "AccessDenied", "Access Denied"],
    [507, "InsufficientStorage", "There is no space left"],
    [500, "InternalError", "We encountered an internal error. Please try again."],
  ])(
    "answers %i to artifacts, UPLOAD_ARTIFACTS fails in its words, and the next build works",
    async (status, code, message) => {
      server.answer = refuseAsS3(status, code, message);
      for (const packaging of ["NONE", "ZIP"] as const) {
        const build = await upload(packaging);
        expect(phaseStatuses(build)).toMatchObject({
          POST_BUILD: "SUCCEEDED",
          UPLOAD_ARTIFACTS: "FAILED",
          FINALIZING: "SUCCEEDED",
        });
        expect(contextOf(build, "UPLOAD_ARTIFACTS")).toEqual([
          "CLIENT_ERROR",
          `Error in UPLOAD_ARTIFACTS phase: ${code}: ${message}\n\tstatus code: ${status}, request id: REQUEST1, host id: HOST1`,
        ]);
      }
      server.answer = (request, response) => {
        request.resume();
        request.on("end", () => response.writeHead(200, { etag: '"0"' }).end());
      };
      expect((await upload()).buildStatus).toBe("SUCCEEDED");
    },
  );

  test("fails once and then takes them, the build has succeeded", async () => {
    const refuse = refuseAsS3(503, "SlowDown", "Please reduce your request rate.");
    let times = 0;
    server.answer = (request, response) => {
      times += 1;
      if (times === 1) refuse(request, response);
      else request.resume().on("end", () => response.writeHead(200, { etag: '"0"' }).end());
    };
    expect((await upload()).buildStatus).toBe("SUCCEEDED");
    expect(server.requests).toEqual(["PUT /bucket/out/x?x-id=PutObject", "PUT /bucket/out/x?x-id=PutObject"]);
  });

  test("can't be reached, UPLOAD_ARTIFACTS says why", async () => {
    await server[Symbol.asyncDispose]();
    const build = await upload();
    expect(contextOf(build, "UPLOAD_ARTIFACTS")).toEqual([
      "CLIENT_ERROR",
      expect.stringMatching(
        /^Error in UPLOAD_ARTIFACTS phase: RequestError: send request failed\ncaused by: .*ECONNREFUSED/,
      ),
    ]);
    server = await startScriptedServer();
  });

  test("denies the source, DOWNLOAD_SOURCE fails in its words", async () => {
    server.answer = refuseAsS3(403, "AccessDenied", "Access Denied");
    const { client } = service;
    const project = await client.createProject(IMAGE, { source: { type: "S3", location: "bucket/source.zip" } });
    const { id } = await client.startBuild(project);
    const build = await client.finish(id);
    expect(contextOf(build, "DOWNLOAD_SOURCE")).toEqual([
      "CLIENT_ERROR",
      "AccessDenied: Access Denied\n\tstatus code: 403, request id: REQUEST1, host id: HOST1 for primary source and source version arn:aws:s3:::bucket/source.zip",
    ]);
  });

  test("breaks off in the middle of the source, DOWNLOAD_SOURCE fails", async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100000" }).write("only this");
      setTimeout(() => response.destroy(), 50);
    };
    const { client } = service;
    const project = await client.createProject(IMAGE, { source: { type: "S3", location: "bucket/source.zip" } });
    const { id } = await client.startBuild(project);
    const build = await client.finish(id);
    expect(phaseStatuses(build)).toMatchObject({ DOWNLOAD_SOURCE: "FAILED", FINALIZING: "SUCCEEDED" });
    expect(contextOf(build, "DOWNLOAD_SOURCE")[1]).toMatch(
      /for primary source and source version arn:aws:s3:::bucket\/source\.zip$/,
    );
  });
});

test.each([
  [
    "--ssm-endpoint",
    { "parameter-store": { A: "/app/one" } },
    "Decrypted Variables Error",
    "ssm:GetParameters on resource: arn:aws:ssm:us-east-1:000000000000:parameter/app/one",
  ],
  [
    "--secretsmanager-endpoint",
    { "secrets-manager": { A: "db:password" } },
    "Secrets Manager Error",
    "secretsmanager:GetSecretValue on resource: db",
  ],
])("what the service of %s denies fails DOWNLOAD_SOURCE in its words", async (flag, env, code, action) => {
  const message = `User: arn:aws:sts::000000000000:assumed-role/codebuild-role/AWSCodeBuild-1 is not authorized to perform: ${action}`;
  await using server = await startScriptedServer((request, response) => {
    request.resume().on("end", () => {
      response
        .writeHead(400, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "REQUEST1" })
        .end(JSON.stringify({ __type: "AccessDeniedException", Message: message }));
    });
  });
  await using service = await openTestService({ flags: [flag, server.url] });
  const build = await service.client.run(IMAGE, commands({ build: ["true"] }, { env }));
  expect(phaseStatuses(build)).toEqual({
    ...PREPARED,
    DOWNLOAD_SOURCE: "FAILED",
    FINALIZING: "SUCCEEDED",
    COMPLETED: undefined,
  });
  expect(contextOf(build, "DOWNLOAD_SOURCE")).toEqual([
    code,
    `AccessDeniedException: ${message}\n\tstatus code: 400, request id: REQUEST1`,
  ]);
});

test("a neighbour that is switched off and not replaced fails the build that needs it, and names the flag", async () => {
  await using service = await openTestService({ env: { CODEBUILD_LOCAL_SERVICES_S3_ENABLED: "false" } });
  const { client } = service;
  const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: "bucket" } });
  const { id } = await client.startBuild(project, commands({ build: ["echo x >x"] }, { artifacts: { files: ["x"] } }));
  const build = await client.finish(id);
  expect(contextOf(build, "UPLOAD_ARTIFACTS")[1]).toContain("--s3-endpoint");
  await expect(createBucket(client, "any")).rejects.toThrow(/CODEBUILD_LOCAL_SERVICES_S3_ENABLED|disabled/);
});
