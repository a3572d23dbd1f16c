import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import type { BuildEnvironment } from "../../src/environment/build-environment.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import type { LocalShellProvider } from "../support/local-shell-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { createFastClock } from "./fast-clock.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  openTestService,
  readObject,
  untilPrinted,
  type TestService,
  type TestServiceOptions,
} from "./test-service.ts";

const LINES = Array.from({ length: 30 }, (_, index) => `line-${index + 1}`);
const COUNTING = commands(
  {
    install: ["echo 1 >>$CODEBUILD_SRC_DIR/installed"],
    build: ["for i in $(seq 1 30); do echo line-$i; sleep 0.01; done"],
  },
  { artifacts: { files: ["installed"] } },
);

let service: TestService;
afterEach(() => service[Symbol.asyncDispose]());

/** Opens a service whose environments are changed by `change`, also those that are adopted. */
async function open(
  change: (environment: BuildEnvironment) => void,
  more: TestServiceOptions = {},
): Promise<TestService> {
  const changed = new WeakSet<BuildEnvironment>();
  const once = <T extends BuildEnvironment | undefined>(environment: T): T => {
    if (environment !== undefined && !changed.has(environment)) {
      changed.add(environment);
      change(environment);
    }
    return environment;
  };
  service = await openTestService({
    ...more,
    environments: (shells: LocalShellProvider) => ({
      ...shells,
      reachable: () => shells.reachable(),
      provision: async (spec, signal) => once(await shells.provision(spec, signal)),
      adopt: async (arn) => once(await shells.adopt(arn)),
    }),
  });
  return service;
}

function lost(what: string): Error {
  return Object.assign(new Error(`socket hang up (${what})`), { code: "ECONNRESET" });
}

/** What the engine itself says in a log, without times. */
function ownLines(log: string): string[] {
  return log.split("\n").flatMap((line) => /^\[Container\] \S+ \S+ (.*)/.exec(line)?.[1] ?? []);
}

async function runCounting(): Promise<{ own: string[] }> {
  const { client } = service;
  const bucket = await createBucket(client, "artifacts");
  const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: bucket, name: "/" } });
  const { id } = await client.startBuild(project, COUNTING);
  const build = await client.finish(id);
  expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
  const log = await client.logOf(build);
  expect(outputLines(log)).toEqual(LINES);
  expect(await readObject(client, bucket, "installed")).toBe("1\n");
  expect(service.shells.builds).toEqual([]);
  const own = ownLines(log);
  const told = own.filter((line) => !line.startsWith("Phase context"));
  expect(told.filter((line, index) => told.indexOf(line) !== index && line !== "Assembling file list")).toEqual([]);
  return { own };
}

test("a start whose answer is lost before anything ran: the build is prepared anew", async () => {
  let faults = 1;
  await open((environment) => {
    const start = environment.start.bind(environment);
    environment.start = (script) => {
      if (faults-- > 0) return Promise.reject(lost("start"));
      return start(script);
    };
  });
  await runCounting();
});

test("a start whose script is lost: the build is prepared anew, since nothing of it ran", async () => {
  let faults = 1;
  await open((environment) => {
    const start = environment.start.bind(environment);
    environment.start = async (script) => {
      if (faults-- > 0) {
        await start("");
        throw lost("attach");
      }
      return start(script);
    };
  });
  await runCounting();
});

test("a start whose answer is lost after all of it was done: the build is taken up, and nothing runs twice", async () => {
  let faults = 1;
  await open((environment) => {
    const start = environment.start.bind(environment);
    environment.start = async (script) => {
      await start(script);
      if (faults-- > 0) throw lost("attach");
    };
  });
  await runCounting();
});

test("output that breaks off, again and again while the engine is away: it is read anew, and no line is doubled", async () => {
  let faults = 6;
  await open((environment) => {
    const output = environment.output.bind(environment);
    environment.output = async function* (signal) {
      let pieces = 0;
      for await (const chunk of output(signal)) {
        yield chunk;
        pieces += 1;
        if (pieces > 9 - faults && faults > 0) {
          faults -= 1;
          service.shells.unreachable = "the engine is away";
          setTimeout(() => (service.shells.unreachable = undefined), 30);
          throw lost("logs");
        }
      }
    };
  });
  await runCounting();
  expect(faults).toBe(0);
});

test("archives that break off while artifacts are uploaded: the upload is done again", async () => {
  let faults = 2;
  await open((environment) => {
    const getArchive = environment.getArchive.bind(environment);
    environment.getArchive = async (path) => {
      const archive = await getArchive(path);
      if (faults-- > 0) setImmediate(() => archive.destroy(lost("archive")));
      return archive;
    };
  });
  await runCounting();
});

test("a fault that does not pass ends the build as FAULT, is told in the endpoint's log, and leaves nothing", async () => {
  await open((environment) => {
    environment.output = async function* () {
      await Promise.resolve();
      yield* [];
      throw new TypeError("a fault of ours");
    };
  });
  const { client } = service;
  const build = await client.run(IMAGE, commands({ build: ["sleep 60"] }));
  expect(build.buildStatus).toBe("FAULT");
  expect(contextOf(build, "DOWNLOAD_SOURCE")).toEqual([
    "INTERNAL_SERVICE_ERROR",
    "An internal error ended the build; see the endpoint's own log.",
  ]);
  expect(service.complaints.filter(({ level }) => level === "error").map(({ error }) => error)).toEqual([
    expect.objectContaining({ message: "a fault of ours" }),
  ]);
  expect(service.shells.builds).toEqual([]);
});

test("an engine that stays away for more than a minute: the build is FAULT, and its container goes when it is back", async () => {
  let isAway = false;
  await open(
    (environment) => {
      const output = environment.output.bind(environment);
      environment.output = async function* (signal) {
        for await (const chunk of output(signal)) {
          yield chunk;
          if (isAway) throw lost("logs");
        }
      };
      environment[Symbol.asyncDispose] = async () => service.shells.remove([...service.shells.builds][0] ?? "");
    },
    { clock: createFastClock(60) },
  );
  const { client } = service;
  const project = await client.createProject(IMAGE);
  const { id } = await client.startBuild(
    project,
    commands({ build: ["echo here", "while :; do echo more; sleep 0.05; done"] }),
  );
  await untilPrinted(client, id, "here");
  service.shells.unreachable = "nobody answers at the socket";
  isAway = true;
  const build = await client.finish(id);
  expect(phaseStatuses(build)).toMatchObject({ BUILD: "FAULT", FINALIZING: "SUCCEEDED" });
  expect(contextOf(build, "BUILD")).toEqual([
    "INTERNAL_SERVICE_ERROR",
    "The container engine went away in mid-build: nobody answers at the socket",
  ]);
  expect(service.shells.builds).toEqual([build.arn]);
  service.shells.unreachable = undefined;
  await waitFor("the container's end", () => service.shells.builds.length === 0, 5_000);
});

test("an endpoint that ends in any phase hands its builds to the next, in one process too", async () => {
  const data = mkdtempSync(join(tmpdir(), "restarts-"));
  try {
    service = await openTestService({ flags: ["--data-dir", data] });
    const project = await service.client.createProject(IMAGE);
    const { id } = await service.client.startBuild(
      project,
      commands({
        install: ["sleep 0.2"],
        build: ["for i in $(seq 1 30); do echo line-$i; sleep 0.03; done"],
        post_build: ["sleep 0.2"],
      }),
    );
    for (let restarts = 0; restarts < 6; restarts += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60 * restarts)); // the moment is what varies here
      service = await service.restart();
    }
    const build = await service.client.finish(id);
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    expect(outputLines(await service.client.logOf(build))).toEqual(LINES);
    expect(service.complaints.filter(({ level }) => level === "error")).toEqual([]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
