import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import {
  DeleteProjectCommand,
  InvalidateProjectCacheCommand,
  StopBuildCommand,
  type Build,
} from "@aws-sdk/client-codebuild";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { CachePlace } from "../../src/cache/cache-store.ts";
import { createS3CacheStore } from "../../src/cache/s3/s3-cache-store.ts";
import { outputLines } from "../support/endpoint-client.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  commands,
  createBucket,
  IMAGE,
  listKeys,
  openTestService,
  phaseOf,
  putObject,
  untilPrinted,
  type TestService,
} from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(async () => {
  const { complaints } = service;
  await service[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
});

let buckets = 0;

interface Cached {
  readonly bucket: string;
  readonly project: string;
  readonly build: (buildspec: object) => Promise<{ build: Build; output: string[]; log: string }>;
}

async function cachedProject(namespace?: string, bucket?: string): Promise<Cached> {
  const { client } = service;
  const location = bucket ?? (await createBucket(client, `cache-${(buckets += 1)}`));
  const project = await client.createProject(IMAGE, {
    cache: {
      type: "S3",
      location: `${location}/pre/fix`,
      ...(namespace === undefined ? {} : { cacheNamespace: namespace }),
    },
  });
  return {
    bucket: location,
    project,
    async build(buildspec) {
      const { id } = await client.startBuild(project, buildspec);
      const build = await client.finish(id);
      const log = await client.logOf(build);
      return { build, log, output: outputLines(log) };
    },
  };
}

/** Says what it finds, then leaves `text`. */
const leave = (text: string, cache: object = {}, more: readonly string[] = []): object =>
  commands(
    { install: ["cat deps/stamp 2>/dev/null || echo cold", `mkdir -p deps && echo ${text} >deps/stamp`, ...more] },
    { cache: { paths: ["deps/**/*"], ...cache } },
  );

describe("a cache without a key", () => {
  test("is the project's only one: each build that succeeds replaces it", async () => {
    const { build, bucket, project } = await cachedProject();
    const first = await build(leave("one"));
    expect(first.output).toEqual(["cold"]);
    expect(first.log).toContain("Expanded cache path deps/**/*\n");
    expect(first.log).toMatch(/Downloading S3 cache\.\.\.\n.*Unable to download cache: NoSuchKey: /);
    expect(first.log).toMatch(
      /Phase complete: POST_BUILD[^]*Uploading S3 cache\.\.\.\n[^]*Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED/,
    );
    const second = await build(leave("two"));
    expect(second.output).toEqual(["one"]);
    expect(second.log).toMatch(/Downloading S3 cache\.\.\.\n.*Unarchiving cache\.\.\./);
    expect((await build(leave("three"))).output).toEqual(["two"]);
    expect(await listKeys(service.client, bucket)).toEqual([
      expect.stringMatching(new RegExp(`^pre/fix/us-east-1/project/${project}/[0-9a-f]{64}\\.tar$`)),
    ]);
  });

  test.each([{ cache: { paths: [] } }, {}])(
    "is none without paths, and the log says so in AWS's words: %j",
    async (cache) => {
      const { build, bucket } = await cachedProject();
      const { log } = await build(commands({ build: ["mkdir deps && echo x >deps/stamp"] }, cache));
      expect(log).toContain("Unable to initialize cache download: no paths specified to be cached\n");
      expect(log.includes("Cache is not defined in the buildspec\n")).toBe(!("cache" in cache));
      expect(await listKeys(service.client, bucket)).toEqual([]);
    },
  );

  test("keeps modes, links, odd names and empty directories", async () => {
    const { build } = await cachedProject();
    const cache = { cache: { paths: ["deps", "one/*"] } };
    const make = [
      "mkdir -p deps/empty deps/sub one/dir",
      "echo x >deps/sub/tool; chmod 750 deps/sub/tool",
      "ln -s sub/tool deps/soft; ln -s /no/where deps/broken; ln deps/sub/tool deps/hard",
      "echo y >'deps/söme näme'; echo z >one/file; echo w >one/dir/below",
    ];
    const tell = [
      "test -d deps/empty && echo empty",
      "stat -c %a deps/sub/tool; readlink deps/soft; readlink deps/broken",
      "test deps/hard -ef deps/sub/tool && echo same",
      "cat 'deps/söme näme' one/file; test -e one/dir || echo not below",
    ];
    await build(commands({ build: make }, cache));
    expect((await build(commands({ build: tell }, cache))).output).toEqual([
      "empty",
      "750",
      "sub/tool",
      "/no/where",
      "same",
      "y",
      "z",
      "not below",
    ]);
  });

  test("is not saved by a build that fails, is stopped, or only restores", async () => {
    const { build, bucket, project } = await cachedProject();
    const failed = await build(leave("half", {}, ["false"]));
    expect(failed.build.buildStatus).toBe("FAILED");
    const late = await build({
      ...leave("half"),
      phases: { build: { commands: ["mkdir -p deps; echo half >deps/stamp", "false"] } },
    });
    expect(late.log).toContain("The cache is not saved: the build has failed");
    const { client } = service;
    const { id } = await client.startBuild(project, leave("half", {}, ["echo here", "sleep 60"]));
    await untilPrinted(client, id, "here");
    await client.codebuild.send(new StopBuildCommand({ id }));
    await client.finish(id);
    await build(leave("restored", { action: "restore" }));
    expect(await listKeys(client, bucket)).toEqual([]);
    expect((await build(leave("saved", { action: "save" }))).log).not.toContain("Downloading");
    expect((await build(leave("again", { action: "save" }))).output).toEqual(["cold"]);
    expect((await build(leave("x"))).output).toEqual(["again"]);
  });

  test("is another one for other paths, and cold after InvalidateProjectCache and after a new beginning of the project", async () => {
    const { build, project } = await cachedProject();
    await build(leave("one"));
    expect((await build(leave("other", { paths: ["deps/*"] }))).output).toEqual(["cold"]);
    expect((await build(leave("one"))).output).toEqual(["one"]);
    await service.client.codebuild.send(new InvalidateProjectCacheCommand({ projectName: project }));
    expect((await build(leave("two"))).output).toEqual(["cold"]);
    expect((await build(leave("three"))).output).toEqual(["two"]);
    await service.client.codebuild.send(new DeleteProjectCommand({ name: project }));
    await service.client.createProject(IMAGE, { name: project });
    const { id } = await service.client.startBuild(project, leave("x"), {
      cacheOverride: { type: "S3", location: `cache-${buckets}/pre/fix` },
    });
    expect(outputLines(await service.client.logOf(await service.client.finish(id)))).toEqual(["cold"]);
  });

  test("that can't be had or kept fails no build", async () => {
    const { client } = service;
    const project = await client.createProject(IMAGE, { cache: { type: "S3", location: "no-such-bucket-at-all" } });
    const { id } = await client.startBuild(project, leave("x"));
    const build = await client.finish(id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    const log = await client.logOf(build);
    expect(log).toMatch(/Unable to download cache: NoSuchBucket: /);
    expect(log).toMatch(/Unable to upload cache: NoSuchBucket: /);
    expect(phaseOf(build, "UPLOAD_ARTIFACTS").phaseStatus).toBe("SUCCEEDED");
    const keyed = await client.startBuild(project, leave("x", { key: "k" }));
    expect(await client.logOf(await client.finish(keyed.id))).toMatch(/Unable to upload cache: NoSuchBucket: /);
  });

  test("InvalidateProjectCache of an unknown project is refused", async () => {
    await expect(
      service.client.codebuild.send(new InvalidateProjectCacheCommand({ projectName: "nobody" })),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: expect.stringMatching(/^Project cannot be found: arn:aws:codebuild:/) as string,
    });
  });
});

describe("a cache with a key", () => {
  test("is never replaced; a fallback key finds the newest that begins with it", async () => {
    const { build, bucket } = await cachedProject();
    const keyed = (text: string, key: string, fallback: readonly string[] = []): object =>
      leave(text, { key, "fallback-keys": fallback });
    await build(keyed("a", "npm-a"));
    expect((await build(keyed("a2", "npm-a"))).output).toEqual(["a"]);
    expect((await build(keyed("a3", "npm-a"))).output).toEqual(["a"]);
    expect((await build(keyed("b", "npm-b"))).output).toEqual(["cold"]);
    const third = await build(keyed("c", "npm-c", ["npm-x", "npm-"]));
    expect(third.output).toEqual(["b"]);
    expect(third.log).toContain("Found the cache with the key npm-b");
    expect((await build(keyed("c2", "npm-c"))).output).toEqual(["c"]);
    expect((await listKeys(service.client, bucket)).map((key) => key.split("/").at(-1))).toEqual([
      "npm-a.tar",
      "npm-b.tar",
      "npm-c.tar",
    ]);
  });

  test("has variables and hashes of files in it, and is kept by any name", async () => {
    const { build, bucket } = await cachedProject();
    const phases = { build: { commands: ["mkdir -p deps; echo 1 >deps/stamp"] } };
    const key = "../$CODEBUILD_BUILD_NUMBER/$(codebuild-hash-files '*.lock')";
    const { log } = await build({ version: 0.2, phases, cache: { paths: ["deps"], key } });
    const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(log).toContain(`Expanded cache key ../1/${hashOfNothing}\n`);
    expect(await listKeys(service.client, bucket)).toEqual([
      expect.stringMatching(new RegExp(`/[0-9a-f]{64}/\\.\\.%2F1%2F${hashOfNothing}\\.tar$`)),
    ]);
  });

  test("is shell text, as paths and fallback keys are: commands of the image make it, without secrets", async () => {
    const { build, bucket } = await cachedProject();
    const keyed = (text: string, month: string): object => ({
      ...leave(text, {
        key: `$KIND-$(printf ${month} | tr a-z A-Z)-\`basename "$PWD"\`-\${UNSET:-none}`,
        "fallback-keys": ["$UNSET", "$(no-such-command)", "$KIND-"],
        paths: ["$(echo deps)/**/*"],
      }),
      env: { shell: "/bin/sh", variables: { KIND: "npm" } },
    });
    const first = await build(keyed("one", "may"));
    expect(first.output).toEqual(["cold"]);
    expect(first.log).toMatch(
      /WARNING: While the cache's texts were expanded: .*no-such-command.*\n.*Left out, as the shell makes nothing of it: \$UNSET\n.*Left out, .*: \$\(no-such-command\)\n.*Expanded cache path deps\/\*\*\/\*\n.*Expanded cache key npm-MAY-src-none\n/,
    );
    expect((await build(keyed("two", "june"))).output).toEqual(["one"]);
    expect((await listKeys(service.client, bucket)).map((key) => key.split("/").at(-1))).toEqual([
      "npm-JUNE-src-none.tar",
      "npm-MAY-src-none.tar",
    ]);
  });

  test("that the shell can't expand leaves the build without a cache, and is no way out of it", async () => {
    const { build, bucket } = await cachedProject();
    for (const key of ["k-$(", "${UNSET:?is not set}", "$(exit 3)", "$(kill -9 $$)"]) {
      const { log, build: ended } = await build(leave("x", { key }));
      expect(ended.buildStatus).toBe("SUCCEEDED");
      expect(log).toContain("Skip cache due to: the cache's key could not be expanded\n");
    }
    expect(await listKeys(service.client, bucket)).toEqual([]);
  });

  test("that takes for ever ends with the build", async () => {
    const { build, project } = await cachedProject();
    const { client } = service;
    const { id } = await client.startBuild(project, leave("x", { key: "$(sleep 1000)" }));
    await waitFor("DOWNLOAD_SOURCE", async () =>
      (await client.getBuild(id)).currentPhase === "DOWNLOAD_SOURCE" ? true : undefined,
    );
    await client.codebuild.send(new StopBuildCommand({ id }));
    expect((await client.finish(id)).buildStatus).toBe("STOPPED");
    expect((await build(leave("x", { key: "$(kill -9 $PPID)" }))).build.buildStatus).toBe("FAILED");
  });

  test("is shared by the projects of a namespace, and by no others", async () => {
    const one = await cachedProject("shared");
    const two = await cachedProject("shared", one.bucket);
    const three = await cachedProject("apart", one.bucket);
    await one.build(leave("one", { key: "k" }));
    expect((await two.build(leave("two", { key: "k" }))).output).toEqual(["one"]);
    expect((await three.build(leave("three", { key: "k" }))).output).toEqual(["cold"]);
    expect((await two.build(leave("two"))).output).toEqual(["cold"]);
    await service.client.codebuild.send(new InvalidateProjectCacheCommand({ projectName: two.project }));
    expect((await one.build(leave("again", { key: "k" }))).output).toEqual(["cold"]);
  });
});

test.each([
  ["small", 1000],
  ["in parts", 6_000_000],
])("of two caches with one key that are saved at once, %s, the first stays", async (_, size) => {
  const { client } = service;
  const bucket = await createBucket(client, `cache-${(buckets += 1)}`);
  const caches = createS3CacheStore({ client: () => Promise.resolve(client.s3) });
  const place: CachePlace = {
    account: "000000000000",
    region: "us-east-1",
    location: bucket,
    owner: { kind: "project", name: "p" },
    generation: "",
    version: "v",
    key: "k",
    fallbackKeys: [],
    encryptionKey: undefined,
  };
  const { signal } = new AbortController();
  const save = (byte: string): Promise<void> => caches.save(place, Readable.from([Buffer.alloc(size, byte)]), signal);
  await save("a");
  await save("b");
  const { archive } = await caches.find(place, signal);
  expect((await buffer(archive)).equals(Buffer.alloc(size, "a"))).toBe(true);
  const { Uploads: uploads = [] } = await client.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(uploads).toEqual([]);
  await caches.save({ ...place, key: undefined }, Readable.from(["c"]), signal);
  await caches.save({ ...place, key: undefined }, Readable.from(["d"]), signal);
  expect((await buffer((await caches.find({ ...place, key: undefined }, signal)).archive)).toString()).toBe("d");
});

describe("an object that is no whole cache", () => {
  const entry = { mode: 0o644, mtime: new Date(0), type: "file" } as const;
  async function tarOf(...entries: readonly [object & { name: string }, string?][]): Promise<Buffer> {
    const tar = pack();
    for (const [header, content = ""] of entries) tar.entry({ ...entry, ...header }, content);
    tar.finalize();
    return buffer(tar);
  }
  const END = [{ name: "codebuild-local-cache-end" }] as [{ name: string }];

  test("puts nothing into the build, however it is broken", async () => {
    const { build, bucket } = await cachedProject();
    await build(leave("one"));
    const [key = ""] = await listKeys(service.client, bucket);
    const whole = await tarOf(
      [{ name: "source/deps/stamp" }, "evil\n"],
      [{ name: "source/deps/more" }, "x".repeat(5000)],
      END,
    );
    for (const broken of [
      await tarOf([{ name: "source/deps/stamp" }, "half\n"]),
      whole.subarray(0, 3000),
      Buffer.from("no tar at all, but long enough to be read as one".repeat(100)),
      Buffer.alloc(0),
    ]) {
      await putObject(service.client, bucket, key, broken);
      const { output, log } = await build(leave("x", { action: "restore" }));
      expect(log).toMatch(/Unable to download cache: /);
      expect(output).toEqual(["cold"]);
    }
    await putObject(service.client, bucket, key, whole);
    expect((await build(leave("x", { action: "restore" }))).output).toEqual(["evil"]);
  });

  test("gives the build only what its paths name", async () => {
    const { build, bucket } = await cachedProject();
    await build(leave("one"));
    const [key = ""] = await listKeys(service.client, bucket);
    await putObject(
      service.client,
      bucket,
      key,
      await tarOf(
        [{ name: "source/../../../../../../tmp/codebuild-local-escaped" }, "out"],
        [{ name: "/tmp/codebuild-local-escaped" }, "out"],
        [{ name: "root/tmp/codebuild-local-escaped" }, "out"],
        [{ name: "source/elsewhere" }, "out"],
        [{ name: "source/deps/../elsewhere" }, "out"],
        [{ name: "source/deps/device", type: "character-device" } as { name: string }],
        [{ name: "source/deps/hard", type: "link", linkname: "root/etc/passwd" } as { name: string }],
        [{ name: "source/deps/stamp" }, "kept\n"],
        END,
      ),
    );
    const spec = commands(
      { build: ["find . -mindepth 1 | sort; test -e /tmp/codebuild-local-escaped && echo escaped; true"] },
      { cache: { paths: ["deps/**/*"], action: "restore" } },
    );
    expect((await build(spec)).output).toEqual(["./deps", "./deps/stamp"]);
  });
});

test("what went up in parts is withdrawn when the build is stopped meanwhile", async () => {
  const { bucket, project } = await cachedProject();
  const { client } = service;
  const { id } = await client.startBuild(
    project,
    commands({ build: ["mkdir -p deps; head -c 300000000 /dev/zero >deps/big"] }, { cache: { paths: ["deps"] } }),
  );
  await waitFor("the upload", async () => {
    const { Uploads: uploads } = await client.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return uploads !== undefined && uploads.length > 0 ? true : undefined;
  });
  await client.codebuild.send(new StopBuildCommand({ id }));
  await client.finish(id);
  await service.service.engine.idle();
  expect(await listKeys(client, bucket)).toEqual([]);
  await waitFor("the withdrawal", async () => {
    const { Uploads: uploads } = await client.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return uploads === undefined || uploads.length === 0 ? true : undefined;
  });
});

test("a project without a cache runs a buildspec that has one, and says so in a line", async () => {
  const build = await service.client.run(IMAGE, leave("x", { key: "k" }));
  expect(build.buildStatus).toBe("SUCCEEDED");
  const log = await service.client.logOf(build);
  expect(log).toContain("Skip cache due to: the project has no cache");
  expect(log).not.toContain("S3 cache");
});
