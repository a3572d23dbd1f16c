import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeAll, expect, it, vi } from "vitest";

import { connectDocker } from "../../src/environment/docker/docker-connection.ts";
import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { createProvider, never, printedBy, toSpec } from "./docker-builds.ts";

const IMAGE = "codebuild-local-test/busybox:1";
const PULL_FAILED = "Unable to pull customer's container image. CannotPullContainerError: ";

describeWithDocker("the way to the Docker engine", () => {
  beforeAll(() => {
    busyboxImage(IMAGE);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is a socket, whatever the environment names", async () => {
    vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
    const provider = createProvider({ host: "unix:///var/run/docker.sock" });
    expect(await provider.reachable()).toMatchObject({ reachable: true });
    await using environment = await provider.provision(toSpec(IMAGE), never);
    expect(await printedBy(environment, "echo here\n")).toBe("here\n");
  });

  it("is a TCP port; while nothing answers there a build fails, and the next works once it does", async () => {
    const engine = await openFront();
    const provider = createProvider({ host: `tcp://127.0.0.1:${engine.port}` });
    expect(await provider.reachable()).toMatchObject({ reachable: true, version: expect.any(String) as string });

    await engine.close();
    const away = await provider.reachable();
    expect(away).toMatchObject({ reachable: false, reason: expect.stringContaining("ECONNREFUSED") as string });
    await expect(provider.provision(toSpec(IMAGE), never)).rejects.toMatchObject({
      code: "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE",
      message: expect.stringMatching(
        `^${PULL_FAILED}Cannot connect to the Docker daemon at tcp://127.0.0.1:${engine.port}\\. Is the docker daemon running\\?`,
      ) as string,
    });
    await expect(provider.remove(toSpec(IMAGE).buildArn)).rejects.toThrow("ECONNREFUSED");

    await engine.open();
    expect(await provider.reachable()).toMatchObject({ reachable: true });
    const environment = await provider.provision(toSpec(IMAGE), never);
    expect(await printedBy(environment, "echo back\n")).toBe("back\n");
    await engine.close();
    await engine.open();
    expect(await environment.state()).toBe("exited");
    await environment[Symbol.asyncDispose]();
    await engine.close();
  });

  it("breaks off reading with an error, not with an end, when the engine goes away in between", async () => {
    const engine = await openFront();
    const provider = createProvider({ host: `tcp://127.0.0.1:${engine.port}` });
    const environment = await provider.provision(toSpec(IMAGE), never);
    await environment.start("echo up; sleep 300\n");
    const reading = (async () => {
      for await (const { bytes } of environment.output(never)) if (bytes.length > 0) await engine.close();
    })();
    await expect(reading).rejects.toThrow();
    await engine.open();
    await environment[Symbol.asyncDispose]();
    await engine.close();
  });

  it("is the machine's own ssh", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fake-ssh-"));
    // In the place of another machine: what `ssh … -- host docker system dial-stdio` would run there.
    const log = join(folder, "log");
    writeFileSync(
      join(folder, "ssh"),
      `#!/bin/sh\necho "$*" >>${log}\nwhile [ "$1" != -- ]; do shift; done\n[ "$2" = known ] || { echo "unknown host $2" >&2; exit 255; }\nshift 2\nexec "$@"\n`,
    );
    chmodSync(join(folder, "ssh"), 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
    vi.stubEnv("DOCKER_HOST", undefined);

    const provider = createProvider({ host: "ssh://user@known:2222" });
    expect(await provider.reachable()).toMatchObject({ reachable: true });
    const environment = await provider.provision(toSpec(IMAGE), never);
    expect(await printedBy(environment, "echo far away\n")).toBe("far away\n");
    await environment[Symbol.asyncDispose]();

    const unknown = await createProvider({ host: "ssh://nowhere" }).reachable();
    expect(unknown).toMatchObject({
      reachable: false,
      reason: expect.stringContaining("unknown host nowhere") as string,
    });
    rmSync(folder, { recursive: true });
  });

  it.each(["ftp://host", "nonsense"])("is not %s", (host) => {
    expect(() => connectDocker(host)).toThrow();
  });
});

interface Front {
  readonly port: number;
  open(): Promise<void>;
  /** Ends all connections too. */
  close(): Promise<void>;
}

/** The engine's socket at a TCP port. */
async function openFront(): Promise<Front> {
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const front: Front = {
    get port() {
      return port;
    },
    open: () =>
      new Promise((resolve, reject) => {
        server = createServer({ allowHalfOpen: true }, (near) => {
          const far = connect({ path: "/var/run/docker.sock", allowHalfOpen: true });
          for (const [from, to] of [
            [near, far],
            [far, near],
          ] as const) {
            sockets.add(from);
            from.on("error", () => to.destroy());
            from.pipe(to);
          }
        });
        server.on("error", reject);
        server.listen(port, "127.0.0.1", () => {
          const address = server?.address();
          if (typeof address === "object" && address !== null) port = address.port;
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server?.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
        sockets.clear();
      }),
  };
  await front.open();
  return front;
}
