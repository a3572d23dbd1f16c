import type { Build } from "@aws-sdk/client-codebuild";
import { RetryBuildCommand, StopBuildCommand } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, expect, test } from "vitest";

import { RUN_PHASES } from "../support/build-phases.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  commands,
  createBucket,
  IMAGE,
  openTestService,
  untilPhase,
  type TestService,
} from "../engine/test-service.ts";
import { eventsOf, startEventReceiver, toWord, type EventReceiver, type ReceivedEvent } from "./event-receiver.ts";

let receiver: EventReceiver;
let service: TestService;
beforeAll(async () => {
  receiver = await startEventReceiver();
  service = await openTestService({ flags: ["--events-url", receiver.url] });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** All events of a build that has ended. */
function allEventsOf({ arn = "", buildStatus }: Build): Promise<ReceivedEvent[]> {
  return waitFor("the build's last event", () => {
    const events = eventsOf(receiver.taken, arn);
    return events.some((event) => toWord(event) === buildStatus) ? events : undefined;
  });
}

test("a build's state and phase changes are posted in their order, with the values of its record", async () => {
  const { client } = service;
  const bucket = await createBucket(client, "events-artifacts");
  const project = await client.createProject(IMAGE, {
    artifacts: { type: "S3", location: bucket, packaging: "ZIP" },
    environment: {
      type: "LINUX_CONTAINER",
      image: IMAGE,
      computeType: "BUILD_GENERAL1_SMALL",
      environmentVariables: [{ name: "GREETING", value: "hello" }],
    },
  });
  const { id } = await client.startBuild(
    project,
    commands({ build: ["echo one >one"] }, { artifacts: { files: ["one"] } }),
  );
  const build = await client.finish(id);
  const events = await allEventsOf(build);
  expect(events.map(toWord)).toEqual([
    "IN_PROGRESS",
    "SUBMITTED SUCCEEDED",
    "QUEUED SUCCEEDED",
    ...RUN_PHASES.map((phase) => `${phase} SUCCEEDED`),
    "SUCCEEDED",
  ]);
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  const [first, second] = events;
  const last = events.at(-1);
  const uuid = id.split(":")[1] ?? "";
  expect(first).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    "detail-type": "CodeBuild Build State Change",
    source: "aws.codebuild",
    account: "000000000000",
    time: build.startTime?.toISOString().replace(/\.\d+/, ""),
    region: "us-east-1",
    resources: [build.arn],
    detail: {
      "build-status": "IN_PROGRESS",
      "project-name": project,
      "build-id": build.arn,
      "additional-information": {
        cache: { type: "NO_CACHE" },
        "build-number": 1,
        "timeout-in-minutes": 60,
        "build-complete": false,
        initiator: "root",
        "build-start-time": toEventTime(build.startTime),
        source: { type: "NO_SOURCE", buildspec: build.source?.buildspec, "insecure-ssl": false },
        artifact: { location: `arn:aws:s3:::${bucket}/${project}` },
        environment: {
          type: "LINUX_CONTAINER",
          image: IMAGE,
          "compute-type": "BUILD_GENERAL1_SMALL",
          "environment-variables": [{ name: "GREETING", value: "hello", type: "PLAINTEXT" }],
          "privileged-mode": false,
          "image-pull-credentials-type": "CODEBUILD",
        },
        logs: {
          "deep-link":
            "https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEvent:group=null;stream=null",
        },
        "queued-timeout-in-minutes": 480,
      },
      "current-phase": "SUBMITTED",
      "current-phase-context": "[]",
      version: "1",
    },
  });
  expect(second?.detail).toMatchObject({
    "completed-phase": "SUBMITTED",
    "completed-phase-status": "SUCCEEDED",
    "completed-phase-context": "[]",
    "completed-phase-duration-seconds": 0,
    "completed-phase-start": toEventTime(build.startTime),
    "completed-phase-end": toEventTime(build.startTime),
    version: "1",
    "additional-information": {
      phases: [
        {
          "phase-context": [],
          "phase-type": "SUBMITTED",
          "phase-status": "SUCCEEDED",
          "start-time": toEventTime(build.startTime),
          "end-time": toEventTime(build.startTime),
          "duration-in-seconds": 0,
        },
        { "phase-type": "QUEUED", "start-time": toEventTime(build.startTime) },
      ],
    },
  });
  for (const event of events.slice(0, -1)) {
    const { detail } = event;
    expect(detail["additional-information"]["build-complete"], toWord(event)).toBe(false);
    const phase = build.phases?.find(({ phaseType }) => phaseType === detail["completed-phase"]);
    // AWS's own events of phases have the time of the phase's start.
    if (phase !== undefined) expect(event.time).toBe(phase.startTime?.toISOString().replace(/\.\d+/, ""));
  }
  expect(events.at(-2)?.detail["additional-information"]["phases"]).toEqual(
    last?.detail["additional-information"]["phases"],
  );
  expect(last?.time).toBe(build.endTime?.toISOString().replace(/\.\d+/, ""));
  expect(last?.detail).toMatchObject({ "current-phase": "COMPLETED", "current-phase-context": "[: ]" });
  const information = last?.detail["additional-information"];
  expect(information).toMatchObject({
    "build-complete": true,
    artifact: build.artifacts?.sha256sum === undefined ? {} : { sha256sum: build.artifacts.sha256sum },
    logs: { "group-name": `/aws/codebuild/${project}`, "stream-name": uuid, "deep-link": build.logs?.deepLink },
  });
  expect(information?.["phases"]).toEqual(
    build.phases?.map((phase) => ({
      ...(phase.endTime && {
        "phase-context": (phase.contexts ?? []).map(
          ({ statusCode, message }) => `${statusCode ?? ""}: ${message ?? ""}`,
        ),
        "end-time": toEventTime(phase.endTime),
        "phase-status": phase.phaseStatus,
        "duration-in-seconds": phase.durationInSeconds,
      }),
      "phase-type": phase.phaseType,
      "start-time": toEventTime(phase.startTime),
    })),
  );
  expect(receiver.headers[0]).toMatchObject({
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^codebuild-local\/\d/) as string,
  });
});

/** Written another way than the product's: `Sep 1, 2017 4:12:29 PM`. */
function toEventTime(time: Date | undefined): string {
  const text = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" }).format(
    time,
  );
  return text.replace(", ", "\0").replace(", ", " ").replace("\0", ", ").replaceAll("\u202f", " ");
}

test("a failing phase says why, and automatic retries are builds with events of their own", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, { autoRetryLimit: 1 });
  const { id } = await client.startBuild(project, commands({ build: ["exit 3"], post_build: ["true"] }));
  const failed = await client.finish(id);
  const events = await allEventsOf(failed);
  const reason = "COMMAND_EXECUTION_ERROR: Error while executing command: exit 3. Reason: exit status 3";
  expect(events.map(toWord)).toContain("BUILD FAILED");
  expect(events.find((event) => toWord(event) === "BUILD FAILED")?.detail["completed-phase-context"]).toBe(
    `[${reason}]`,
  );
  expect(events.filter((event) => toWord(event) === "FAILED")).toHaveLength(1);

  const retry = await waitFor(
    "the link to the retry",
    async () => (await client.getBuild(id)).autoRetryConfig?.nextAutoRetry,
  );
  const retried = await allEventsOf(await client.finish(retry));
  expect(retried.map(toWord).slice(0, 2)).toEqual(["IN_PROGRESS", "SUBMITTED SUCCEEDED"]);
  expect(retried[0]?.detail["additional-information"]["build-number"]).toBe(2);
  // The retry begins in the same transaction that ends its original.
  const starts = receiver.taken.findIndex((event) => event.detail["build-id"] === retry);
  expect(starts).toBeGreaterThanOrEqual(0);
});

test("RetryBuild with the same token starts one build, and is told once", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(project);
  await client.finish(id);
  const input = { id, idempotencyToken: "again" };
  const [one, two] = await Promise.all([
    client.codebuild.send(new RetryBuildCommand(input)),
    client.codebuild.send(new RetryBuildCommand(input)),
  ]);
  expect(two.build?.arn).toBe(one.build?.arn);
  const events = await allEventsOf(await client.finish(one.build?.id ?? ""));
  expect(events.filter((event) => toWord(event) === "IN_PROGRESS")).toHaveLength(1);
});

test("a build that is stopped says so once, in the phase that it was stopped in", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(project, commands({ build: ["sleep 60"] }));
  await untilPhase(client, id, "BUILD");
  await client.codebuild.send(new StopBuildCommand({ id }));
  await client.codebuild.send(new StopBuildCommand({ id }));
  const events = await allEventsOf(await client.finish(id));
  expect(events.slice(-2).map(toWord)).toEqual(["BUILD STOPPED", "STOPPED"]);
});

test("references to secrets are told as references, as the record shows them", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, {
    environment: {
      type: "LINUX_CONTAINER",
      image: IMAGE,
      computeType: "BUILD_GENERAL1_SMALL",
      environmentVariables: [{ name: "TOKEN", value: "/not/there", type: "PARAMETER_STORE" }],
    },
  });
  const { id } = await client.startBuild(project);
  const events = await allEventsOf(await client.finish(id));
  for (const event of events)
    expect(event.detail["additional-information"]["environment"]).toMatchObject({
      "environment-variables": [{ name: "TOKEN", value: "/not/there", type: "PARAMETER_STORE" }],
    });
});
