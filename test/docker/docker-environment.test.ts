import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";

import { extract, pack } from "tar-stream";
import { afterAll, beforeAll, expect, it } from "vitest";

import { PhaseError } from "../../src/domain/phase-error.ts";
import { PathNotFound, type BuildEnvironment } from "../../src/environment/build-environment.ts";
import type { DockerEnvironmentProvider } from "../../src/environment/docker/docker-environment-provider.ts";
import { describeWithDocker, docker, engineSocket, itButPodman } from "../support/docker-engine.ts";
import { busyboxImage, changedBusyboxImage } from "../support/docker-images.ts";
import { followPlan, NONCE, runPlan, SOURCE_DIRECTORY, toPlan } from "../support/driver-run.ts";
import { readTarText } from "../support/tar-text.ts";
import { waitFor } from "../support/wait-for.ts";
import { toDriverScript } from "../../src/engine/driver/driver-script.ts";
import { containerOf, createProvider, never, printedBy, readAll, toSpec } from "./docker-builds.ts";

const IMAGE = "codebuild-local-test/busybox:1";

describeWithDocker("a Docker environment", () => {
  let provider: DockerEnvironmentProvider;
  beforeAll(() => {
    busyboxImage(IMAGE);
    provider = createProvider();
  });
  afterAll(async () => {
    for (const build of await provider.builds()) await provider.remove(build);
  });

  it("runs the script as the main process, and nothing of it stands where others look", async () => {
    const spec = toSpec(IMAGE);
    await using environment = await provider.provision(spec, never);
    const plan = toPlan(
      { BUILD: ["tr '\\000' '\\n' </proc/1/cmdline; tr '\\000' '\\n' </proc/1/environ; pwd; id -u"] },
      { environment: new Map([["TOKEN", "s3cret"]]) },
    );
    const { printed, course } = await runPlan(environment, plan);
    expect(course).toContain("BUILD 0: 0");
    expect(printed["BUILD 0"]).toContain("/bin/sh\n");
    expect(printed["BUILD 0"]).toMatch(new RegExp(`\n${SOURCE_DIRECTORY}\n0\n$`));
    const inspected = docker("inspect", containerOf(spec.buildArn) ?? "");
    for (const shown of [printed["BUILD 0"], inspected]) {
      expect(shown).not.toContain("s3cret");
      expect(shown).not.toContain(NONCE);
    }
  });

  it("ignores the image's ENTRYPOINT, CMD, USER and WORKDIR and keeps its ENV", async () => {
    const odd = "codebuild-local-test/odd:1";
    changedBusyboxImage(odd, [
      'ENTRYPOINT ["/bin/false"]',
      'CMD ["no"]',
      "USER builder",
      "WORKDIR /etc",
      "ENV FROM_IMAGE=yes",
    ]);
    await using environment = await provider.provision(toSpec(odd), never);
    expect(await printedBy(environment, "id -u; pwd; echo $FROM_IMAGE\n")).toBe(`0\n${SOURCE_DIRECTORY}\nyes\n`);
  });

  it("has no more memory and processors than the host, and not what other builds have", async () => {
    const spec = toSpec(IMAGE, { limits: { memoryBytes: 2 ** 50, cpus: 1000 } });
    await using _ = await provider.provision(spec, never);
    const [inspected] = JSON.parse(docker("inspect", containerOf(spec.buildArn) ?? "")) as [
      { HostConfig: { Memory: number; NanoCpus: number; Binds: unknown; Init: unknown } },
    ];
    const host = JSON.parse(docker("info", "--format", "{{json .}}")) as { MemTotal: number; NCPU: number };
    expect(inspected.HostConfig).toMatchObject({ Memory: host.MemTotal, NanoCpus: host.NCPU * 1e9 });
    expect(inspected.HostConfig.Binds ?? []).toEqual([]);
  });

  it("says where a build gets less than its compute type is worth", async () => {
    const host = JSON.parse(docker("info", "--format", "{{json .}}")) as { MemTotal: number; NCPU: number };
    for (const [limits, said] of [
      [{ memoryBytes: host.MemTotal, cpus: host.NCPU }, []],
      [
        { memoryBytes: 2 ** 30, cpus: host.NCPU + 1 },
        [
          `WARNING: The build gets ${host.NCPU} of ${host.NCPU + 1} vCPUs and 1 of 1 GiB of memory: the container engine has no more`,
        ],
      ],
    ] as const) {
      const lines: string[] = [];
      await using _ = await provider.provision(
        toSpec(IMAGE, { limits, onProgress: (line) => lines.push(line) }),
        never,
      );
      expect(lines).toEqual(said);
    }
  });

  it("has the engine's GPUs where it is to have them, or is not made", async () => {
    const spec = toSpec(IMAGE, { gpus: true });
    const made: unknown = await provider.provision(spec, never).catch((reason: unknown) => reason);
    if (made instanceof PhaseError) {
      expect(made).toMatchObject({
        code: "CLIENT_ERROR",
        message: expect.stringMatching(
          /^LINUX_GPU_CONTAINER needs a container engine that gives containers the GPUs of its machine\. (Error response from daemon: could not select device driver|Podman)/,
        ) as string,
      });
      expect(containerOf(spec.buildArn)).toBeUndefined();
    } else {
      await using environment = made as BuildEnvironment;
      expect(await printedBy(environment, "ls /dev\n")).toContain("nvidia");
    }
  });

  it("goes from created over running to exited", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    expect(await environment.state()).toBe("created");
    await environment.start("sleep 1; exit 3\n");
    expect(await environment.state()).toBe("running");
    const before = Date.now();
    const ended = await environment.exited();
    expect(ended).toMatchObject({ exitCode: 3, outOfMemory: false });
    expect(Math.abs(ended.finishedAt - before)).toBeLessThan(10_000);
    expect(await environment.state()).toBe("exited");
  });

  it("runs from its opening on, takes archives and waits for its script", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    await environment.open();
    await environment.open();
    expect(await environment.state()).toBe("running");
    const tar = pack();
    tar.entry({ name: "codebuild/put" }, "meanwhile");
    tar.finalize();
    await environment.putArchive("/", Readable.from(tar, { objectMode: false }));
    await environment.start("cat /codebuild/put; exit 3\n");
    expect(await environment.exited()).toMatchObject({ exitCode: 3 });
    expect(await allOutput(environment)).toBe("meanwhile");
  });

  it("that has ended since its opening is not started again", async () => {
    const spec = toSpec(IMAGE);
    await using environment = await provider.provision(spec, never);
    await environment.open();
    await environment.kill();
    await environment.exited();
    await environment.start("echo again\n");
    expect(await environment.state()).toBe("exited");
    expect(await allOutput(environment)).toBe("");
  });

  it("says in CodeBuild's words that an image without a shell is none", async () => {
    const image = "codebuild-local-test/no-shell:1";
    execFileSync("docker", ["import", "-", image], {
      input: await buffer(emptyTar()),
      stdio: ["pipe", "ignore", "pipe"],
    });
    await using environment = await provider.provision(toSpec(image), never);
    const error: unknown = await environment.start("true\n").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhaseError);
    expect((error as PhaseError).message).toMatch(
      /^Build container found dead before completing the build\. .* ErrorCode: 500 \(.*\/bin\/sh.*\)$/,
    );
  });

  it("replaces what an earlier provision of the same build left", async () => {
    const spec = toSpec(IMAGE);
    const first = await provider.provision(spec, never);
    await first.start("sleep 300\n");
    const before = containerOf(spec.buildArn);
    await using second = await provider.provision(spec, never);
    expect(containerOf(spec.buildArn)).not.toBe(before);
    expect(await printedBy(second, "echo second\n")).toBe("second\n");
    await first[Symbol.asyncDispose]();
  });

  it("leaves nothing behind when it is aborted, before and while it is made", async () => {
    const spec = toSpec(IMAGE);
    const stop = new AbortController();
    const provisioning = provider.provision(spec, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(provisioning).rejects.toThrow("stopped");
    await expect(provider.provision(spec, stop.signal)).rejects.toThrow("stopped");
    expect(containerOf(spec.buildArn)).toBeUndefined();
  });

  it("is removed with what it runs, as often and by as many as like", async () => {
    const spec = toSpec(IMAGE);
    const environment = await provider.provision(spec, never);
    await environment.start("trap '' TERM; sleep 300\n");
    await Promise.all([
      environment[Symbol.asyncDispose](),
      environment[Symbol.asyncDispose](),
      provider.remove(spec.buildArn),
    ]);
    expect(containerOf(spec.buildArn)).toBeUndefined();
    await environment[Symbol.asyncDispose]();
    await provider.remove(spec.buildArn);
    await environment.kill();
  });

  describeOutput(() => provider);

  it("kills the main process and all its children at once", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    const plan = toPlan({
      BUILD: [
        "trap '' TERM INT; for i in 1 2 3 4 5; do (trap '' TERM; sleep 300) & done; setsid sleep 300 & echo up; sleep 300",
      ],
    });
    await environment.start(toDriverScript(plan, { nonce: NONCE }));
    const following = followPlan(environment, plan);
    await waitForOutput(environment, "up");
    const started = Date.now();
    await environment.kill();
    const { finished, output } = await following;
    expect(Date.now() - started).toBeLessThan(2_000);
    expect({ finished, output }).toEqual({ finished: false, output: "up\n" });
    expect(await environment.exited()).toMatchObject({ exitCode: 137, outOfMemory: false });
    await environment.kill();
  });

  it("passes a fault of this program's own on as it is, not as words of the engine's", async () => {
    const limits = {
      get memoryBytes(): number {
        throw new TypeError("a fault of ours");
      },
      cpus: 1,
    };
    const faulty = provider.provision(toSpec(IMAGE, { limits }), never);
    await expect(faulty).rejects.toThrow(new TypeError("a fault of ours"));
  });

  itButPodman("tells that memory ran out", "Podman 4.3 says that it did not", async () => {
    await using environment = await provider.provision(
      toSpec(IMAGE, { limits: { memoryBytes: 32 * 2 ** 20, cpus: 1 } }),
      never,
    );
    const { course } = await runPlan(environment, toPlan({ BUILD: ["x=0123456789abcdef; while :; do x=$x$x; done"] }));
    expect(course).toContain("BUILD 0: 137");
    expect(await environment.exited()).toMatchObject({ outOfMemory: true, exitCode: 0 });
  });

  it("takes archives in and gives them out, before, while and after it runs", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    const archive = pack();
    archive.entry({ name: `${SOURCE_DIRECTORY.slice(1)}/sub/run.sh`, mode: 0o755 }, "echo run\n");
    archive.entry({ name: `${SOURCE_DIRECTORY.slice(1)}/link`, type: "symlink", linkname: "sub/run.sh" });
    archive.finalize();
    await environment.putArchive("/", Readable.from(archive));
    await environment.start("./link; mkdir out; echo a >out/a; sleep 1; echo b >out/b\n");
    const running = await waitFor("the file", async () =>
      entriesOf(await environment.getArchive(`${SOURCE_DIRECTORY}/out`)),
    );
    expect(running["out/a"]).toBe("a\n");
    await environment.exited();
    expect(await entriesOf(await environment.getArchive(`${SOURCE_DIRECTORY}/out`))).toEqual({
      "out/": "",
      "out/a": "a\n",
      "out/b": "b\n",
    });
    expect(await entriesOf(await environment.getArchive(`${SOURCE_DIRECTORY}/out/b`))).toEqual({ b: "b\n" });
    for (const path of ["/no/such", `${SOURCE_DIRECTORY}/out/a/b`]) {
      await expect(environment.getArchive(path)).rejects.toThrow(PathNotFound);
    }
  });

  it("gives archives of volumes out as those of other directories, before and after it runs", async () => {
    const spec = toSpec(IMAGE, { volumes: [{ kind: "temporary", path: "/kept/vol" }] });
    await using environment = await provider.provision(spec, never);
    expect(await entriesOf(await environment.getArchive("/kept/vol"))).toEqual({ "vol/": "" });
    await printedBy(environment, "cd /kept/vol; echo a >a; mkdir d; ln a d/hard; ln -s a soft; chmod 600 a\n");
    const headers: object[] = [];
    for await (const entry of Readable.from(await environment.getArchive("/kept/vol")).pipe(extract())) {
      const { name, type, linkname, mode } = entry.header;
      headers.push([
        name.replace(/\/$/, ""),
        type,
        type === "directory" ? "" : linkname,
        mode & 0o777,
        await text(entry),
      ]);
    }
    expect(headers).toEqual([
      ["vol", "directory", "", 0o755, ""],
      ["vol/a", "file", null, 0o600, "a\n"],
      ["vol/d", "directory", "", 0o755, ""],
      ["vol/d/hard", "link", "vol/a", 0o600, ""],
      ["vol/soft", "symlink", "a", 0o777, ""],
    ]);
  });

  it("may be left in the middle of an archive", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    await printedBy(environment, "head -c 50000000 /dev/zero >big\n");
    const archive = await environment.getArchive(`${SOURCE_DIRECTORY}/big`);
    for await (const _ of archive) break;
    await waitFor("the end of the stream", () => archive.destroyed);
    expect(await environment.state()).toBe("exited");
  });

  it("passes an error of the archive that it is given on", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    async function* broken(): AsyncGenerator<Buffer> {
      const whole = await buffer(emptyTar());
      yield whole.subarray(0, 600);
      throw new Error("the source broke off");
    }
    await expect(environment.putArchive("/", Readable.from(broken()))).rejects.toThrow("the source broke off");
  });

  itButPodman("puts nothing where nothing is", "Podman makes the directory", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    await expect(environment.putArchive("/no/such", emptyTar())).rejects.toThrow(/no\/such|no such/i);
  });

  it("lets builds reach the host by its names, and what listens on their network's gateway", async () => {
    const address = await provider.buildNetworkGateway();
    expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    const server = createServer((_, response) => response.end("reached"));
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    const listening = server.address();
    const port = typeof listening === "object" ? listening?.port : undefined;
    await using environment = await provider.provision(toSpec(IMAGE), never);
    const script = `for host in ${address ?? ""} host.docker.internal; do wget -q -O - http://$host:${port ?? ""}/ && echo; done\n`;
    expect(await printedBy(environment, script)).toBe("reached\nreached\n");
    server.close();
    expect(await provider.ownAddress()).toBeUndefined();
  });

  it("is adopted by another process of the same instance, and by no other", async () => {
    const instance = `test-${randomUUID()}`;
    const first = createProvider({ instance });
    const spec = toSpec(IMAGE);
    const started = await first.provision(spec, never);
    const plan = toPlan({
      BUILD: ["for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.2; done"],
      POST_BUILD: ["echo post"],
    });
    await started.start(toDriverScript(plan, { nonce: NONCE }));

    const other = createProvider();
    expect(await other.adopt(spec.buildArn)).toBeUndefined();
    await other.remove(spec.buildArn);
    expect(await other.builds()).toEqual([]);

    const second = createProvider({ instance });
    expect(await second.builds()).toEqual([spec.buildArn]);
    const adopted = await second.adopt(spec.buildArn);
    if (adopted === undefined) throw new Error("it was not found");
    expect(await adopted.state()).toBe("running");
    expect(await followPlan(adopted, plan)).toMatchObject({ finished: true, output: "1\n2\n3\n4\n5\n6\n7\n8\npost\n" });
    await adopted[Symbol.asyncDispose]();
    expect(await second.builds()).toEqual([]);
  });

  it("starts the script when an earlier process died between the start and the sending of it", async () => {
    const spec = toSpec(IMAGE);
    await provider.provision(spec, never);
    docker("start", containerOf(spec.buildArn) ?? "");
    const adopted = await provider.adopt(spec.buildArn);
    if (adopted === undefined) throw new Error("it was not found");
    expect(await adopted.state()).toBe("running");
    const plan = toPlan({ BUILD: ["echo late"] });
    expect(await runPlan(adopted, plan)).toMatchObject({ finished: true, output: "late\n" });
    await adopted[Symbol.asyncDispose]();
  });

  it("has run nothing when an earlier process died while it sent the script", async () => {
    const spec = toSpec(IMAGE);
    await using environment = await provider.provision(spec, never);
    const id = containerOf(spec.buildArn) ?? "";
    docker("start", id);
    const plan = toPlan({ BUILD: [`echo ran; : '${"x".repeat(300_000)}'`] });
    await sendPart(id, toDriverScript(plan, { nonce: NONCE }).slice(0, 200_000));
    const cut = await followPlan(environment, plan);
    expect(cut).toMatchObject({ ready: false, finished: false, course: [], exitCode: 2 });
    expect(cut.output).not.toContain("ran");
  });

  it("takes a script once: sent again it changes nothing", async () => {
    await using environment = await provider.provision(toSpec(IMAGE), never);
    const plan = toPlan({ BUILD: ["echo once; sleep 1", "echo still"] });
    const script = toDriverScript(plan, { nonce: NONCE });
    await environment.start(script);
    await environment.start(script);
    expect(await followPlan(environment, plan)).toMatchObject({ finished: true, output: "once\nstill\n" });
  });

  it("runs scripts ahead of it", async () => {
    const plan = toPlan({ BUILD: ["echo after $(cat /tmp/ahead)"] });
    await using environment = await provider.provision(toSpec(IMAGE), never);
    await environment.runAhead("(echo one >/tmp/ahead)\n");
    await environment.runAhead("(echo two >>/tmp/ahead)\n");
    await waitFor("the second script", async () => {
      try {
        const ahead = await readTarText(await environment.getArchive("/tmp/ahead"), 100);
        return ahead.endsWith("two\n") ? true : undefined;
      } catch (error) {
        if (error instanceof PathNotFound) return undefined;
        throw error;
      }
    });
    expect(await environment.state()).toBe("running");
    await environment.start(toDriverScript(plan, { nonce: NONCE }));
    expect(await followPlan(environment, plan)).toMatchObject({ finished: true, output: "after one two\n" });
  });
});

/** What is said of `output`, in a function of its own for its length. */
function describeOutput(provider: () => DockerEnvironmentProvider): void {
  it("gives every byte as it was printed, live and again, at the same times", async () => {
    await using environment = await provider().provision(toSpec(IMAGE), never);
    const lengths = [0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 65_536, 100_000];
    const script = `${lengths.map((length) => `head -c ${length} /dev/zero | tr '\\000' a; echo`).join("\n")}
printf 'a\\000\\377\\033[1m\\r\\n\\n\\n'
awk 'BEGIN { for (i = 0; i < 350000; i++) printf "%s", "é€"; print ""; for (i = 0; i < 3000; i++) print "line", i }'
`;
    await environment.start(script);
    const live = await readAll(environment);
    const again = await readAll(environment);
    const expected = Buffer.concat([
      ...lengths.map((length) => Buffer.from(`${"a".repeat(length)}\n`)),
      Buffer.from([0x61, 0, 0xff, 0x1b, 0x5b, 0x31, 0x6d, 0x0d, 0x0a, 0x0a, 0x0a]),
      Buffer.from(`${"é€".repeat(350_000)}\n${Array.from({ length: 3000 }, (_, i) => `line ${i}\n`).join("")}`),
    ]);
    expect(live.bytes.equals(expected)).toBe(true);
    expect(again.bytes.equals(live.bytes)).toBe(true);
    expect(again.times).toEqual(live.times);
  });

  it("loses nothing at the end: neither an unfinished line nor what was printed just before", async () => {
    for (let round = 0; round < 6; round += 1) {
      await using environment = await provider().provision(toSpec(IMAGE), never);
      expect(await printedBy(environment, "seq 1 2000; printf tail\n")).toMatch(/^1\n[\d\n]*2000\ntail$/);
    }
  });

  it("does not hold the build back while nobody reads", async () => {
    await using environment = await provider().provision(toSpec(IMAGE), never);
    await environment.start("head -c 30000000 /dev/zero | tr '\\000' a | fold -w 100; echo; echo end\n");
    const output = environment.output(never)[Symbol.asyncIterator]();
    const first = await output.next();
    let bytes = first.done === true ? 0 : first.value.bytes.length;
    expect((await environment.exited()).exitCode).toBe(0);
    for (let next = await output.next(); next.done !== true; next = await output.next())
      bytes += next.value.bytes.length;
    expect(bytes).toBe(30_000_000 + 299_999 + 1 + 4);
  });

  it("ends with the reason of an abort", async () => {
    await using environment = await provider().provision(toSpec(IMAGE), never);
    await environment.start("echo up; sleep 300\n");
    const stop = new AbortController();
    const reading = (async () => {
      for await (const { bytes } of environment.output(stop.signal))
        if (bytes.length > 0) stop.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(await environment.state()).toBe("running");
  });

  it("is there for many readers at once", async () => {
    await using environment = await provider().provision(toSpec(IMAGE), never);
    await environment.start("for i in 1 2 3; do echo $i; sleep 0.2; done\n");
    const all = await Promise.all([readAll(environment), readAll(environment), readAll(environment)]);
    expect(all.map(({ bytes }) => bytes.toString())).toEqual(["1\n2\n3\n", "1\n2\n3\n", "1\n2\n3\n"]);
  });
}

async function waitForOutput(environment: BuildEnvironment, part: string): Promise<void> {
  const stop = new AbortController();
  let seen = "";
  for await (const { bytes } of environment.output(stop.signal)) {
    seen += Buffer.from(bytes).toString();
    if (seen.includes(part)) break;
  }
  stop.abort();
}

async function allOutput(environment: BuildEnvironment): Promise<string> {
  return Buffer.concat((await Array.fromAsync(environment.output(never))).map(({ bytes }) => bytes)).toString();
}

async function entriesOf(archive: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  for await (const entry of Readable.from(archive).pipe(extract())) {
    // Podman names directories without a slash.
    const slash = entry.header.type === "directory" && !entry.header.name.endsWith("/") ? "/" : "";
    entries[entry.header.name + slash] = await text(entry);
  }
  return entries;
}

function emptyTar(): Readable {
  const archive = pack();
  archive.entry({ name: "etc/hostname" }, "none\n");
  archive.finalize();
  return Readable.from(archive);
}

/** Sends bytes to a container's input and dies. */
function sendPart(id: string, part: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(engineSocket());
    socket.on("error", reject);
    socket.write(
      `POST /containers/${id}/attach?stream=1&stdin=1 HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
    );
    socket.once("data", () => {
      socket.write(part, () => {
        socket.destroy();
        resolve();
      });
    });
  });
}
