import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  DeleteProjectCommand,
  InvalidateProjectCacheCommand,
  ListProjectsCommand,
  StopBuildCommand,
  type Build,
  type CacheMode,
} from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { openPrivilegedEngine } from "../support/privileged-containers.ts";
import { commands, createBucket, openTestService, putObject, untilPrinted, type TestService } from "./test-service.ts";
import { zipOf } from "./zip-of.ts";

let directory: string;
let service: TestService;
let image: string;

const CACHE = { paths: ["/root/.m2/**/*", "deps/**/*"] };
/** So many volumes lie over one another, and no more: docs/cache.md. */
const MOST_LAYERS = 16;

/** Says what it finds, then leaves `text`. */
const leave = (text: string, more: readonly string[] = []): object =>
  commands(
    {
      build: [
        "cat /root/.m2/stamp deps/stamp 2>/dev/null || echo cold",
        `echo ${text} | tee deps/stamp >/root/.m2/stamp`,
        ...more,
      ],
    },
    { cache: CACHE },
  );

function volumes(): string[] {
  const instance = readFileSync(join(directory, "instance"), "utf8");
  return docker("volume", "ls", "-q", "--filter", `label=codebuild-local.instance=${instance}`)
    .split("\n")
    .filter((name) => name !== "" && !name.endsWith("-work"));
}

async function finish(id: string): Promise<{ build: Build; output: string[]; log: string }> {
  const build = await service.client.finish(id);
  const log = await service.client.logOf(build);
  return { build, log, output: outputLines(log) };
}

async function cachedProject(modes: CacheMode[] = ["LOCAL_CUSTOM_CACHE"], more: object = {}) {
  const project = await service.client.createProject(image, { cache: { type: "LOCAL", modes }, ...more });
  return {
    project,
    build: async (buildspec: object) => finish((await service.client.startBuild(project, buildspec)).id),
  };
}

describeWithDocker("a local cache", () => {
  beforeAll(async () => {
    image = busyboxImage(ALPINE);
    directory = mkdtempSync(join(tmpdir(), "local-cache-"));
    service = await openTestService({ environments: "docker", flags: ["--data-dir", directory] });
  });
  afterAll(async () => {
    const { complaints, client } = service;
    const { projects = [] } = await client.codebuild.send(new ListProjectsCommand({}));
    for (const name of projects) await client.codebuild.send(new DeleteProjectCommand({ name }));
    await service.service.engine.idle();
    expect(volumes()).toEqual([]);
    await service[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
    expect(complaints).toEqual([]);
  });

  describe("of directories", () => {
    it("is linked to its paths, and is what the last build that succeeded left", async () => {
      const { build } = await cachedProject();
      const first = await build(leave("one", ["readlink /root/.m2", "touch deps/kept deps/gone"]));
      expect(first.output).toEqual(["cold", "/codebuild/local-cache/custom/root/root/.m2"]);
      expect(first.log).toMatch(
        /Expanded cache path \/root\/\.m2[^]*MkdirAll: \/codebuild\/local-cache\/custom\/root\/root\/\.m2\n.*Symlinking: \/root\/\.m2 => \/codebuild\/local-cache\/custom\/root\/root\/\.m2\n/,
      );
      expect((await build(leave("two", ["rm deps/gone"]))).output).toEqual(["one", "one"]);
      expect((await build(leave("three", ["ls deps"]))).output).toEqual(["two", "two", "kept", "stamp"]);
    });

    it("shows nothing of builds that failed, were stopped, or run at the same time", async () => {
      const { build, project } = await cachedProject();
      const { client } = service;
      await build(leave("whole"));
      expect((await build(leave("failed", ["false"]))).output).toEqual(["whole", "whole"]);
      const stopped = await client.startBuild(project, leave("stopped", ["echo here", "sleep 60"]));
      await untilPrinted(client, stopped.id, "here");
      await client.codebuild.send(new StopBuildCommand({ id: stopped.id }));
      await client.finish(stopped.id);
      const slow = await client.startBuild(
        project,
        leave("slow", ["echo here", "until [ -e /go ]; do sleep 0.1; done", "cat deps/stamp"]),
      );
      const { arn = "" } = await untilPrinted(client, slow.id, "here");
      expect((await build(leave("quick"))).output).toEqual(["whole", "whole"]);
      docker("exec", docker("ps", "--quiet", "--filter", `label=codebuild-local.build=${arn}`), "touch", "/go");
      expect((await finish(slow.id)).output).toEqual(["whole", "whole", "here", "slow"]);
      expect((await build(leave("x"))).output).toEqual(["slow", "slow"]);
      await service.service.engine.idle();
    });

    it("is dropped by InvalidateProjectCache, with what builds that run then will leave", async () => {
      const { build, project } = await cachedProject();
      const { client } = service;
      await build(leave("old"));
      const running = await client.startBuild(project, leave("late", ["echo here", "sleep 1"]));
      await untilPrinted(client, running.id, "here");
      await client.codebuild.send(new InvalidateProjectCacheCommand({ projectName: project }));
      expect((await finish(running.id)).build.buildStatus).toBe("SUCCEEDED");
      await service.service.engine.idle();
      expect((await build(leave("new"))).output).toEqual(["cold"]);
      expect((await build(leave("x"))).output).toEqual(["new", "new"]);
    });

    it("keeps what the image has there, and shows what the source has over what is cached", async () => {
      const { client } = service;
      const bucket = await createBucket(client, "local-cache-sources");
      const source = async (content: string): Promise<void> =>
        putObject(
          client,
          bucket,
          "source.zip",
          await zipOf({
            "buildspec.yml": `version: 0.2\nphases:\n  build:\n    commands: ['cat vendor/a vendor/b 2>/dev/null; echo built >vendor/b', 'cat /home/made 2>/dev/null; echo made >/home/made']\ncache:\n  paths: [vendor, /home]\n`,
            "vendor/a": `${content}\n`,
          }),
        );
      const { project } = await cachedProject(undefined, { source: { type: "S3", location: `${bucket}/source.zip` } });
      await source("first");
      const build = async (): Promise<string[]> => (await finish((await client.startBuild(project)).id)).output;
      expect(await build()).toEqual(expect.arrayContaining(["first"]) as string[]);
      await source("second");
      const again = await build();
      expect(again).toEqual(expect.arrayContaining(["second", "built", "made"]) as string[]);
      expect(again).not.toContain("first");
    });

    it("leaves paths out that are no whole directories, or no one's to replace", async () => {
      const { build } = await cachedProject();
      const { log, output } = await build(
        commands(
          { build: ["ls -ld /proc/self /bin/sh >/dev/null && echo fine", "touch file"] },
          { cache: { paths: ["*/x/**/*", "a/*.jar", "/", "/proc/**/*", "../..", ".", "/codebuild", "/bin/sh"] } },
        ),
      );
      expect(output).toEqual(["fine"]);
      expect(log.match(/WARNING: The cache path .* is left out/g)).toHaveLength(8);
    });

    it("begins anew where somebody has removed its volumes", async () => {
      const { build } = await cachedProject();
      const before = new Set(volumes());
      await build(leave("one"));
      await service.service.engine.idle();
      const [volume = ""] = volumes().filter((name) => !before.has(name));
      docker("volume", "rm", volume);
      const { output, log } = await build(leave("two"));
      expect(log).toContain(`Unable to use the local cache: the volume ${volume} is gone`);
      expect(output).toEqual(["cold"]);
      expect((await build(leave("three"))).output).toEqual(["two", "two"]);
    });

    it("becomes one volume again when it has been changed by many builds, with all that they left", async () => {
      const { build } = await cachedProject();
      const before = new Set(volumes());
      const own = (): string[] => volumes().filter((name) => !before.has(name));
      // Each build is a volume over those before it; the last of these copies all of them into one.
      for (let number = 1; number <= MOST_LAYERS + 1; number++) {
        const { output } = await build(
          leave(`${number}`, [
            `touch deps/kept-${number}; rm -f deps/kept-${number - 1}`,
            ...(number === 1
              ? ["mkdir -m 700 deps/dir; echo x >deps/dir/tool; chmod 4755 deps/dir/tool; ln -s dir deps/link"]
              : []),
          ]),
        );
        expect(output).toEqual(number === 1 ? ["cold"] : [`${number - 1}`, `${number - 1}`]);
        if (number === MOST_LAYERS) expect(own()).toHaveLength(MOST_LAYERS);
      }
      await service.service.engine.idle();
      expect(own()).toHaveLength(1);
      const { output } = await build(
        leave("last", ["ls deps", "stat -c '%a %U' deps/dir deps/dir/tool", "cat deps/link/tool"]),
      );
      const count = `${MOST_LAYERS + 1}`;
      expect(output).toEqual([count, count, "dir", `kept-${count}`, "link", "stamp", "700 root", "4755 root", "x"]);
      await service.service.engine.idle();
      expect(own()).toHaveLength(2);
    });

    it("has paths of the image's own variables, expanded by the build's shell", async () => {
      const { build } = await cachedProject();
      const spec = commands(
        { build: ["true"] },
        { cache: { paths: ["${PATH%%/*}/opt/$(echo kept)/**/*", "~/.kept"] } },
      );
      const { log } = await build(spec);
      expect(log).toMatch(/Expanded cache path \/opt\/kept\/\*\*\/\*\n[^]*Symlinking: \/opt\/kept => /);
      expect(log).toMatch(/Symlinking: \/root\/\.kept => /);
    });

    it("is in the source the user's who runs the commands, as the source is", async () => {
      const { build } = await cachedProject();
      const spec = {
        version: 0.2,
        phases: {
          install: { commands: ["mkdir -p /etc; echo app:x:1234:1234::/home/app:/bin/sh >>/etc/passwd"] },
          build: {
            "run-as": "app",
            commands: ["cat deps/a/stamp 2>/dev/null; mkdir -p deps/a && id -u >deps/a/stamp"],
          },
        },
        cache: { paths: ["deps/**/*"] },
      };
      const first = await build(spec);
      expect([first.build.buildStatus, first.output]).toEqual(["SUCCEEDED", []]);
      expect((await build(spec)).output).toEqual(["1234"]);
    });

    it("has nothing for a project whose modes are others, and says so", async () => {
      const { build } = await cachedProject(["LOCAL_SOURCE_CACHE"]);
      const { log } = await build(commands({ build: ["true"] }, { cache: CACHE }));
      expect(log).toContain("Skip cache due to: LOCAL_CUSTOM_CACHE is not one of the cache's modes");
    });
  });
});

describeWithDocker("a local cache of Docker layers", () => {
  it("is the storage of one build's engine at a time, and is not had from builds that were killed", async () => {
    await using engine = await openPrivilegedEngine();
    await using apart = await openTestService({
      environments: "docker",
      flags: engine.host === undefined ? [] : ["--docker-host", engine.host],
      concurrentBuilds: 2,
    });
    const { client } = apart;
    const project = await client.createProject(busyboxImage(ALPINE), {
      cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] },
      environment: {
        type: "LINUX_CONTAINER",
        image: busyboxImage(ALPINE),
        computeType: "BUILD_GENERAL1_SMALL",
        privilegedMode: true,
      },
    });
    const start = async (text: string, more: readonly string[] = []): Promise<string> => {
      const build = ["cat /var/lib/docker/stamp 2>/dev/null || echo cold", `echo ${text} >/var/lib/docker/stamp`];
      return (await client.startBuild(project, commands({ build: [...build, ...more] }))).id;
    };
    const outputOf = async (id: string): Promise<string[]> => outputLines(await client.logOf(await client.finish(id)));
    expect(await outputOf(await start("one"))).toEqual(["cold"]);
    expect(await outputOf(await start("two", ["false"]))).toEqual(["one"]);
    const running = await start("three", ["echo here", "sleep 60"]);
    await untilPrinted(client, running, "here");
    expect(await outputOf(await start("beside"))).toEqual(["cold"]);
    await client.codebuild.send(new StopBuildCommand({ id: running }));
    expect(await outputOf(running)).toEqual(["two", "here"]);
    expect(await outputOf(await start("x"))).toEqual(["beside"]);
  });
});
