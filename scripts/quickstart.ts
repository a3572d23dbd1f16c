/**
 * `npm run quickstart`: starts the endpoint, creates a project with S3 artifacts, runs a real build, shows its log live and
 * reads its artifact back, then keeps serving. `--exit` ends after the build; all other flags go to the endpoint.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { CloudWatchLogsClient, GetLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectCommandInput,
  ResourceAlreadyExistsException,
  StartBuildCommand,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import { BucketAlreadyOwnedByYou, CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import Docker from "dockerode";

import { BUSYBOX, busyboxTar } from "./busybox-tar.ts";

const IMAGE = "public.ecr.aws/docker/library/alpine:latest";
const OWN_IMAGE = "codebuild-local-quickstart:busybox";
const PULL_WITHIN_MS = 180_000;
const START_WITHIN_MS = 30_000;
const USUAL_PORT = 4566;
const PROJECT = "quickstart";
const BUCKET = "quickstart-artifacts";
const BUILDSPEC = `version: 0.2
phases:
  install:
    commands:
      - echo "Building in $(uname -sm) as $(id -un), build $CODEBUILD_BUILD_ID"
  build:
    commands:
      - for word in This log is live; do echo "$word"; sleep 1; done
      - echo "Hello from a build that really ran, number $CODEBUILD_BUILD_NUMBER." > hello.txt
artifacts:
  files:
    - hello.txt
`;

const flags = process.argv.slice(2);
const exitAfterBuild = flags.includes("--exit");
const passedOn = flags.filter((flag) => flag !== "--exit");

await main();

async function main(): Promise<void> {
  const image = await requireImage();
  const endpoint = await startEndpoint();
  const interrupted = interruption();
  const succeeded = await Promise.race([runBuild(endpoint.url, image), interrupted]);
  if (exitAfterBuild || succeeded === "interrupted") {
    await endpoint.stop();
    process.exit(succeeded === true ? 0 : 1);
  }
  printUse(endpoint.url);
  await Promise.race([endpoint.ended, interrupted]);
  process.exitCode = (await endpoint.stop()) ?? 1;
}

/** Resolves at Ctrl-C or SIGTERM. The handlers stay: Ctrl-C comes twice, from the terminal and from npm. */
function interruption(): Promise<"interrupted"> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        resolve("interrupted");
      });
    }
  });
}

/** The name of an image that is on the machine for certain: the documented one, or one made here. */
async function requireImage(): Promise<string> {
  const docker = new Docker();
  if (await isPresent(docker, IMAGE)) return IMAGE;
  console.log(`Pulling ${IMAGE} …`);
  try {
    const progress = await docker.pull(IMAGE, { abortSignal: AbortSignal.timeout(PULL_WITHIN_MS) });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(progress, (error: Error | null) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    return IMAGE;
  } catch (error) {
    console.log(`It can't be pulled here: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (await isPresent(docker, OWN_IMAGE)) {
    console.log(`Going on with ${OWN_IMAGE}, which an earlier quickstart made.\n`);
    return OWN_IMAGE;
  }
  installBusybox();
  const imported = await docker.importImage(Readable.from([busyboxTar()]), {
    repo: OWN_IMAGE.split(":")[0],
    tag: OWN_IMAGE.split(":")[1],
  });
  for await (const _ of imported as AsyncIterable<Buffer>);
  console.log(`Going on with ${OWN_IMAGE}, made just now from Debian's static busybox.\n`);
  return OWN_IMAGE;
}

async function isPresent(docker: Docker, image: string): Promise<boolean> {
  return (await docker.listImages({ filters: { reference: [image] } })).length > 0;
}

function installBusybox(): void {
  if (existsSync(BUSYBOX)) return;
  const sudo = process.getuid?.() === 0 ? [] : ["-n"];
  const install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "busybox-static"];
  try {
    execFileSync(sudo.length === 0 ? "env" : "sudo", [...sudo, ...install], { stdio: ["ignore", "ignore", "inherit"] });
  } catch (cause) {
    throw new Error("No image can be had: none can be pulled, and Debian's busybox-static can't be installed", {
      cause,
    });
  }
}

interface Endpoint {
  readonly url: string;
  /** Resolves to its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it in good order, if it runs still. */
  stop(): Promise<number | null>;
}

async function startEndpoint(): Promise<Endpoint> {
  const port = passedOn.some((flag) => flag.startsWith("--port"))
    ? []
    : ["--port", (await isFree(USUAL_PORT)) ? "4566" : "0"];
  // In a process group of its own, where no signal of the terminal reaches it. It ends with its standard input, that is with us,
  // however we end.
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/end-with-stdin.mjs", "dist/main.js", "start", ...port, ...passedOn],
    { stdio: ["pipe", "pipe", "inherit"], detached: true },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  const url = await listening(child, ended);
  console.log(`codebuild-local listens on ${url}\n`);
  return {
    url,
    ended,
    stop() {
      child.stdin.end();
      return ended;
    },
  };
}

async function listening(child: ChildProcess, ended: Promise<number | null>): Promise<string> {
  let said = "";
  const url = new Promise<string>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const found = /listening on (http:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const first = await Promise.race([url, ended, sleep(START_WITHIN_MS, "late" as const, { ref: false })]);
  if (typeof first === "string" && first !== "late") return first;
  child.kill("SIGKILL");
  throw new Error(
    first === "late" ? `The endpoint did not start within ${START_WITHIN_MS} ms` : "The endpoint did not start",
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => {
      resolve(false);
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** Creates what is needed, runs the build, shows everything; resolves to whether it succeeded. */
async function runBuild(endpoint: string, image: string): Promise<boolean> {
  const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const codebuild = new CodeBuildClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });

  await s3.send(new CreateBucketCommand({ Bucket: BUCKET })).catch((error: unknown) => {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  });
  const project: CreateProjectCommandInput = {
    name: PROJECT,
    source: { type: "NO_SOURCE", buildspec: BUILDSPEC },
    artifacts: { type: "S3", location: BUCKET },
    environment: { type: "LINUX_CONTAINER", image, computeType: "BUILD_GENERAL1_SMALL" },
    serviceRole: "arn:aws:iam::000000000000:role/codebuild-role",
  };
  await codebuild.send(new CreateProjectCommand(project)).catch((error: unknown) => {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    return codebuild.send(new UpdateProjectCommand(project));
  });
  const id = required(
    (await codebuild.send(new StartBuildCommand({ projectName: PROJECT }))).build?.id,
    "a build's id",
  );
  console.log(`Started build ${id}; its log:\n`);

  const build = await followBuild(codebuild, logs, id);
  console.log(`\nBuild number ${build.buildNumber}: ${build.buildStatus}`);
  for (const phase of build.phases ?? []) {
    const context = phase.contexts?.find(({ message }) => message !== undefined && message !== "")?.message;
    console.log(
      `  ${phase.phaseType} ${phase.phaseStatus ?? ""} ${phase.durationInSeconds ?? 0} s ${context ?? ""}`.trimEnd(),
    );
  }
  if (build.buildStatus !== "SUCCEEDED") return false;
  const key = `${PROJECT}/hello.txt`;
  const artifact = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  console.log(`\nIts artifact is s3://${BUCKET}/${key}, and reads:\n  ${await artifact.Body?.transformToString()}`);
  return true;
}

/** Prints the build's log as it comes; resolves to the ended build. */
async function followBuild(codebuild: CodeBuildClient, logs: CloudWatchLogsClient, id: string): Promise<Build> {
  let token: string | undefined;
  for (;;) {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    const build = required(builds?.[0], "the build");
    // Asked before the log is: who sees the build complete finds its whole log.
    token = await printLog(logs, build, token);
    if (build.buildComplete === true) return build;
    await sleep(200);
  }
}

/** Prints what the log has after `token`; resolves to where to go on. */
async function printLog(
  logs: CloudWatchLogsClient,
  build: Build,
  token: string | undefined,
): Promise<string | undefined> {
  const { groupName, streamName } = build.logs ?? {};
  if (groupName === undefined || streamName === undefined) return token;
  let from = token;
  for (;;) {
    const page = await logs
      .send(
        new GetLogEventsCommand({
          logGroupName: groupName,
          logStreamName: streamName,
          startFromHead: true,
          nextToken: from,
        }),
      )
      .catch((error: unknown) => {
        // The stream comes with the build's first line.
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      });
    for (const { message } of page?.events ?? []) console.log(`  ${(message ?? "").trimEnd()}`);
    if (page === undefined || page.nextForwardToken === from) return from;
    from = page.nextForwardToken;
  }
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The endpoint's answer lacks ${what}`);
  return value;
}

function printUse(url: string): void {
  console.log(`
The endpoint keeps serving at ${url}. In another terminal:

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
  aws --endpoint-url ${url} codebuild start-build --project-name ${PROJECT}
  aws --endpoint-url ${url} codebuild list-builds-for-project --project-name ${PROJECT}
  aws --endpoint-url ${url} logs tail /aws/codebuild/${PROJECT} --follow
  aws --endpoint-url ${url} s3 cp s3://${BUCKET}/${PROJECT}/hello.txt -

Everything is kept in .codebuild-local/ (or where --data-dir says). Ctrl-C stops it; \`npm start\` starts it again.`);
}
