import { existsSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { BatchGetProjectsCommand, ListProjectsCommand, paginateListProjects } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openApiServer } from "../support/api-server.ts";
import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { sampleProject } from "../support/sample-projects.ts";
import {
  commands,
  contextOf,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  untilPrinted,
  type TestService,
} from "./test-service.ts";

/** Where the list of defects is, when the project's working papers lie beside it. */
const FACTS = "../shared/facts/peers.md";

/** A test that shows that ours does not have a defect: its file, and its title as it is written there. */
type Cover = readonly [file: string, title: string];

const HERE = "test/engine/peers.test.ts";
const CRASH = "test/crash/kill-9.test.ts";
const BUILDS = "test/api/builds.test.ts";

/** Defects of other local CodeBuild endpoints, one row each, and what shows that ours is without. */
const DEFECTS: readonly (readonly [defect: string, ...covers: Cover[]])[] = [
  [
    "1: output never reaches CloudWatch Logs",
    ["test/engine/build-log.test.ts", "has one event for each line, with its line end"],
    ["test/docs/snippets.docker.test.ts", "the Python runs, its build succeeds, and its log is there"],
  ],
  [
    "2: logs appear only after the end",
    ["test/engine/build-log.test.ts", "can be read within a second of a line's printing, while the build runs"],
  ],
  [
    "3: cd, export, functions lost between phases",
    ["test/engine/phases.test.ts", "of version 0.2 is one over all commands and phases"],
    [
      "src/engine/driver/driver-script.test.ts",
      "keeps the directory, exported and plain variables, functions and arguments, over phases too",
    ],
  ],
  [
    "4: SUCCEEDED although nothing ran",
    [
      "test/engine/buildspec-sources.test.ts",
      "is a file of the source, where a path is given, by the project or by the override",
    ],
    ["test/engine/buildspec-sources.test.ts", "fails DOWNLOAD_SOURCE for %s, and no command runs"],
    [HERE, "row 4: what a YAML alias stands for runs"],
  ],
  [
    "5: SUCCEEDED although the source was never fetched",
    ["test/engine/buildspec-sources.test.ts", "that is missing fails DOWNLOAD_SOURCE in S3's words"],
    ["test/engine/git-sources.test.ts", "a secondary source that isn't there is named"],
    ["test/engine/git-sources.test.ts", "a CODEPIPELINE project builds what StartBuild's overrides name"],
  ],
  [
    "6: SUCCEEDED although the upload failed or matched nothing",
    ["test/engine/artifacts.test.ts", "that finds %s fails UPLOAD_ARTIFACTS"],
    [
      "test/engine/neighbours-that-fail.test.ts",
      "answers %i to artifacts, UPLOAD_ARTIFACTS fails in its words, and the next build works",
    ],
  ],
  [
    "7: skipped phases SUCCEEDED; POST_BUILD after a failed INSTALL",
    ["test/engine/phases.test.ts", "of %s the phases run that AWS runs, and no others"],
  ],
  [
    "8: no TIMED_OUT; per phase; nothing killed; next phase beside it",
    [
      "test/engine/time-outs.test.ts",
      "in BUILD ends there: its command is killed, no other command and no phase runs beside it",
    ],
    [
      "test/engine/time-outs.test.ts",
      "over several phases does so in the one that runs by then: the time is the build's, not the phase's",
    ],
  ],
  [
    "9: StopBuild blocks; phase left IN_PROGRESS",
    ["test/engine/queue-and-stop.test.ts", "answers within 200 ms with the ended build, and its commands end at once"],
  ],
  [
    "10: build ids start again and write into old log streams",
    [BUILDS, "answers the whole record of a queued build, stores it, and hands it to the engine"],
    ["test/engine/build-log.test.ts", "is in a group that is made with the first build, one stream a build"],
    ["test/api/operations.test.ts", "projects, builds, numbers and tokens outlive the process"],
  ],
  [
    "11: history only in memory; orphaned containers after a crash",
    [CRASH, "in %s goes on to its true end, with its whole log, and leaves no container"],
    ["test/api/operations.test.ts", "projects, builds, numbers and tokens outlive the process"],
  ],
  [
    "12: builds of every account visible to every account",
    [BUILDS, "nobody sees another account's or region's builds"],
  ],
  [
    "13: base-directory reaches files of the machine",
    ["test/engine/artifacts.test.ts", "that finds %s fails UPLOAD_ARTIFACTS"],
    [HERE, "row 13: no artifact holds a file of the machine that runs the endpoint"],
  ],
  [
    "14: globs that miss, the same file twice",
    ["src/common/glob.test.ts", "%s"],
    ["test/engine/artifacts.test.ts", "knows %s"],
  ],
  [
    "15: modes lost, symlinks emptied, the source copied for nothing, objects whole in memory",
    [
      "test/artifacts/s3-artifact-store.test.ts",
      "one zip with modes, times and names, its sums answered and on the object",
    ],
    ["test/engine/buildspec-sources.test.ts", "is unpacked where CODEBUILD_SRC_DIR says, modes and symlinks kept"],
    [HERE, "row 15: a build without artifacts copies nothing out of its container"],
  ],
  [
    "16: PARAMETER_STORE and SECRETS_MANAGER variables as the raw name, or dropped",
    [HERE, "row 16: a %s variable that can't be resolved is neither passed on by its name nor dropped"],
  ],
  [
    "17: overrides ignored, or replacing the whole environment",
    [BUILDS, "every override counts for this build only"],
    ["test/engine/overrides.test.ts", "image, compute type and privileged mode"],
    ["test/engine/variables.test.ts", "override > project > buildspec, each by its name"],
  ],
  [
    "18: ENTRYPOINT kept, image USER kept, aws/codebuild names not mapped",
    [
      "test/docker/docker-environment.test.ts",
      "ignores the image's ENTRYPOINT, CMD, USER and WORKDIR and keeps its ENV",
    ],
    [
      "test/docker/docker-pull.test.ts",
      "uses a curated image that is there, under CodeBuild's name or the public registry's",
    ],
  ],
  [
    "19: a failed pull remembered as done; pull time in no phase",
    ["test/docker/docker-pull.test.ts", "tells the engine's words when it fails, and tries again for the next build"],
    ["test/engine/time-outs.test.ts", "in PROVISIONING, as an image does not come"],
  ],
  [
    "20: no pages, no order, no limits, ARNs not taken for names",
    [BUILDS, "250 builds come in pages of 100, by number and by id, in both orders"],
    ["test/api/projects.test.ts", "BatchGetProjects takes names and ARNs, each project once, in the order asked for"],
    ["test/api/projects.test.ts", "BatchGetProjects takes 100 names, not 101 and not none"],
  ],
  [
    "21: what is not done is silently ignored",
    ["test/engine/overrides.test.ts", "%s that can't be followed here is refused with the reason, and starts nothing"],
    ["test/api/projects.test.ts", "refuses at creation and update alike, and the project stays as it was: %s"],
    ["test/engine/phases.test.ts", "runs after commands that succeeded and after commands that failed"],
  ],
  [
    "22: canned records",
    ["test/engine/phases.test.ts", "has the whole record that AWS answers"],
    [
      "test/engine/phases.test.ts",
      "has phases of which each ends when the next begins, with whole seconds of duration",
    ],
  ],
  [
    "23: a closed agent image, host folders bound",
    [HERE, "row 23: a build's container is made of its image alone, with nothing of the host's in it"],
  ],
  [
    "24: operations that CodeBuild does not have",
    ["test/api/operations.test.ts", "operations that CodeBuild does not have are unknown"],
  ],
  [
    "25: buildComplete true with IN_PROGRESS",
    ["test/engine/queue-and-stop.test.ts", "who polls hard never sees a record that contradicts itself"],
  ],
  [
    "26: kill -9 makes a living build FAILED, or forgets it",
    [CRASH, "is carried on by one process after the other, however often they are killed"],
    [CRASH, "becomes FAULT when its container is gone at the next start, and the next build works"],
  ],
  [
    "27: `false # comment` then `true` is SUCCEEDED; `sleep 20 &` fails",
    [HERE, "row 27: a comment hides no failure"],
    [
      "test/engine/phases.test.ts",
      "gives a command that reads end-of-file, and does not wait for what is left in the background",
    ],
  ],
  ["28: `false; true` fails the build", [HERE, "row 28: a command's status is that of its last part"]],
  [
    "29: output forges phase marks",
    ["test/engine/build-log.test.ts", "that imitates the engine's lines and the driver's marks forges nothing"],
  ],
  ["30: idempotency tokens ignored", [BUILDS, "the same call with the same token starts one build"]],
  [
    "31: ListProjects costs as much as there are projects, or has no pages",
    [HERE, "rows 31 and 32: neither the cost of a page nor memory grows with the number of projects"],
    ["test/api/projects.test.ts", "250 projects come in pages of 100, in every order"],
  ],
  [
    "32: memory grows with projects",
    [HERE, "rows 31 and 32: neither the cost of a page nor memory grows with the number of projects"],
  ],
  [
    "33: an empty body or JSON for a CBOR request; 404 for RPC v2 CBOR",
    ["test/api/both-protocols.test.ts", "JSON and CBOR clients read the same records, whichever wrote them"],
    ["src/protocol/api-service.test.ts", "%s takes it or refuses it, and never faults"],
  ],
];

describe("every defect of the neighbours", () => {
  test("is named here", (context) => {
    if (!existsSync(FACTS)) context.skip(`${FACTS} is not there: the list can't be compared with it`);
    const rows = [...readFileSync(FACTS, "utf8").matchAll(/^\| (\d+) \|/gm)].map(([, number]) => number);
    expect(DEFECTS.map(([defect]) => defect.split(":")[0])).toEqual(rows);
  });

  test.each(DEFECTS.map(([defect, ...covers]) => [defect, covers] as const))("%s", (_defect, covers) => {
    expect(covers.length).toBeGreaterThan(0);
    for (const [file, title] of covers) {
      const source = readFileSync(file, "utf8");
      const call = new RegExp(`\\(\\s*(?:"|'|\`)${title.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?:"|'|\`),`);
      expect(call.test(source), `${file} has no test '${title}'`).toBe(true);
    }
  });
});

describe("ours", () => {
  let service: TestService;
  const archives: string[] = [];
  beforeAll(async () => {
    service = await openTestService({
      environments: (shells) => ({
        ...shells,
        async provision(spec, signal) {
          const environment = await shells.provision(spec, signal);
          const getArchive = environment.getArchive.bind(environment);
          environment.getArchive = (path) => {
            archives.push(path);
            return getArchive(path);
          };
          return environment;
        },
      }),
    });
  });
  afterAll(async () => {
    const { complaints } = service;
    await service[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });

  async function printedBy(list: readonly string[]): Promise<string[]> {
    const build = await service.client.run(IMAGE, commands({ build: list }));
    expect(build.buildStatus, JSON.stringify(build.phases)).toBe("SUCCEEDED");
    return outputLines(await service.client.logOf(build));
  }

  test("row 4: what a YAML alias stands for runs", async () => {
    const { client } = service;
    const text = `version: 0.2
phases:
  pre_build:
    commands: &both
      - echo first
      - &single echo second
  build:
    commands: *both
  post_build:
    commands:
      - *single
`;
    const build = await client.run(IMAGE, text);
    expect(build.buildStatus).toBe("SUCCEEDED");
    expect(outputLines(await client.logOf(build))).toEqual(["first", "second", "first", "second", "second"]);
  });

  test("row 13: no artifact holds a file of the machine that runs the endpoint", async () => {
    const { client } = service;
    const bucket = await createBucket(client, "of-the-machine");
    const project = await client.createProject(IMAGE, { artifacts: { type: "S3", location: bucket } });
    for (const section of [
      { files: ["**/*"], "base-directory": "/etc" },
      { files: ["/etc/hostname"] },
      { files: ["../../../../../../etc/hostname"] },
      { files: ["**/*"], "base-directory": "../.." },
      { files: ["hostname"], "base-directory": "$root" },
    ]) {
      const { id } = await client.startBuild(
        project,
        commands({ build: ["root=/etc", "echo x >x"] }, { artifacts: section }),
      );
      const build = await client.finish(id);
      expect(phaseStatuses(build)["UPLOAD_ARTIFACTS"], JSON.stringify(section)).toBe("FAILED");
    }
    expect(await listKeys(client, bucket)).toEqual([]);
  });

  test("row 15: a build without artifacts copies nothing out of its container", async () => {
    archives.length = 0;
    await printedBy(["echo x >x"]);
    expect(archives).toEqual([]);
  });

  test.each([
    ["PARAMETER_STORE", "Decrypted Variables Error"],
    ["SECRETS_MANAGER", "Secrets Manager Error"],
  ] as const)(
    "row 16: a %s variable that can't be resolved is neither passed on by its name nor dropped",
    async (type, code) => {
      const { client } = service;
      const project = await client.createProject(IMAGE);
      const { id } = await client.startBuild(project, commands({ build: ["echo it ran with [$SECRET]"] }), {
        environmentVariablesOverride: [{ name: "SECRET", value: "/no/such", type }],
      });
      const build = await client.finish(id);
      expect(phaseStatuses(build)["DOWNLOAD_SOURCE"]).toBe("FAILED");
      expect(contextOf(build, "DOWNLOAD_SOURCE")[0]).toBe(code);
      expect(await client.logOf(build)).not.toContain("Running command");
    },
  );

  test("row 27: a comment hides no failure", async () => {
    const { client } = service;
    const build = await client.run(IMAGE, commands({ build: ["false # comment", "true"] }));
    expect(build.buildStatus).toBe("FAILED");
    expect(contextOf(build, "BUILD")[1]).toBe("Error while executing command: false # comment. Reason: exit status 1");
  });

  test("row 28: a command's status is that of its last part", async () => {
    expect(
      await printedBy(["false; true", "false || echo alternative", "if false; then :; fi", "echo reached"]),
    ).toEqual(["alternative", "reached"]);
  });
});

describeWithDocker("ours in Docker", () => {
  test("row 23: a build's container is made of its image alone, with nothing of the host's in it", async () => {
    await using service = await openTestService({ environments: "docker" });
    const { client } = service;
    const project = await client.createProject(busyboxImage(ALPINE));
    const { id, arn } = await client.startBuild(project, commands({ build: ["echo here", "sleep 600"] }));
    await untilPrinted(client, id, "here");
    const container = docker("ps", "-q", "--filter", `label=codebuild-local.build=${arn}`);
    const [description] = JSON.parse(docker("inspect", container)) as [
      { Mounts: unknown[]; HostConfig: { Binds: unknown; Privileged: boolean; Devices: unknown } },
    ];
    expect(description).toMatchObject({ Mounts: [], HostConfig: { Privileged: false } });
    expect(description.HostConfig.Binds ?? []).toEqual([]);
    service.service.engine.stop(arn);
    await service.service.engine.idle();
  });
});

test("rows 31 and 32: neither the cost of a page nor memory grows with the number of projects", async () => {
  await using server = await openApiServer();
  const client = server.client();
  const scope = { account: "000000000000", region: "us-east-1" };
  const fill = (from: number, to: number): void => {
    server.store.transaction(() => {
      for (let number = from; number < to; number += 1) {
        const created = new Date(server.clock.now());
        const name = `project-${String(number).padStart(6, "0")}`;
        server.store.projects.insert(scope, {
          ...sampleProject(name),
          arn: `arn:aws:codebuild:us-east-1:000000000000:project/${name}`,
          created,
          lastModified: created,
        } as never);
      }
    });
  };
  const pageTime = async (): Promise<number> => {
    const times: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      const began = performance.now();
      const { projects } = await client.send(new ListProjectsCommand({}));
      times.push(performance.now() - began);
      expect(projects).toHaveLength(100);
    }
    return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  };
  fill(0, 200);
  await pageTime(); // everything is loaded and compiled after this
  const few = await pageTime();
  const before = heap();
  fill(200, 20_000);
  const many = await pageTime();
  // A hundred times as many: what costs by their number takes far more than five times as long.
  expect(many).toBeLessThan(Math.max(5 * few, 5));
  expect(heap() - before).toBeLessThan(10_000_000);
  let pages = 0;
  for await (const page of paginateListProjects({ client }, {})) pages += page.projects?.length === 100 ? 1 : 0;
  expect(pages).toBe(200);
  const { projects } = await client.send(new BatchGetProjectsCommand({ names: ["project-019999"] }));
  expect(projects).toHaveLength(1);
});

/** Bytes that JavaScript values take, what is garbage left out. */
function heap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
