import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createSecureServer } from "node:tls";

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

  const withOpenssl = spawnSync("openssl", ["version"]).status === 0;
  it.skipIf(!withOpenssl)(
    `is a TCP port behind TLS, where both sides have to be known${withOpenssl ? "" : " [skipped: no openssl]"}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "docker-tls-"));
      const [known, stranger] = [makeCertificates(join(folder, "known")), makeCertificates(join(folder, "stranger"))];
      const engine = await openFront(known);
      const host = `tcp://127.0.0.1:${engine.port}`;
      const provider = createProvider({ host, certPath: known });
      expect(await provider.reachable()).toMatchObject({ reachable: true });
      const environment = await provider.provision(toSpec(IMAGE), never);
      // Longer than one TLS record, and than what the connection takes at once.
      const comment = `# ${"x".repeat(1_000_000)}\n`;
      expect(await printedBy(environment, `${comment}seq 1 20000 | tail -n 1\n`)).toBe("20000\n");
      await engine.close();
      await engine.open();
      await environment[Symbol.asyncDispose]();

      const plain = await createProvider({ host }).reachable();
      expect(plain.reachable).toBe(false);
      expect(await createProvider({ host, certPath: stranger }).reachable()).toMatchObject({
        reachable: false,
        reason: expect.stringMatching(/certificate|self-signed|unknown ca/i) as string,
      });
      writeFileSync(join(known, "key.pem"), readFileSync(join(stranger, "key.pem")));
      writeFileSync(join(known, "cert.pem"), readFileSync(join(stranger, "cert.pem")));
      const unknown = await createProvider({ host, certPath: known }).reachable();
      expect(unknown.reachable).toBe(false);
      await engine.close();

      rmSync(join(known, "key.pem"));
      expect(() => createProvider({ host, certPath: known })).toThrow(
        `the certificates of the Docker engine can't be read: ENOENT: no such file or directory, open '${known}/key.pem'`,
      );
      rmSync(folder, { recursive: true });
    },
  );

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

/** A certificate authority, and a certificate of it for 127.0.0.1 that serves servers and clients; @returns the folder. */
function makeCertificates(folder: string): string {
  mkdirSync(folder);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  };
  const key = ["-newkey", "rsa:2048", "-nodes"];
  openssl("req", "-x509", ...key, "-days", "2", "-subj", "/CN=authority", "-keyout", "ca-key.pem", "-out", "ca.pem");
  openssl("req", ...key, "-subj", "/CN=engine", "-keyout", "key.pem", "-out", "request.pem");
  writeFileSync(join(folder, "names"), "subjectAltName=IP:127.0.0.1\n");
  const signing = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl("x509", "-req", "-in", "request.pem", ...signing, "-out", "cert.pem");
  return folder;
}

/** The engine's socket at a TCP port. @param certificates the folder of ca.pem, cert.pem and key.pem: behind TLS, for clients of that authority */
async function openFront(certificates?: string): Promise<Front> {
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const front: Front = {
    get port() {
      return port;
    },
    open: () =>
      new Promise((resolve, reject) => {
        const passOn = (near: Socket): void => {
          const far = connect({ path: "/var/run/docker.sock", allowHalfOpen: true });
          for (const [from, to] of [
            [near, far],
            [far, near],
          ] as const) {
            sockets.add(from);
            from.on("error", () => to.destroy());
            from.pipe(to);
          }
        };
        server =
          certificates === undefined
            ? createServer({ allowHalfOpen: true }, passOn)
            : createSecureServer(
                {
                  allowHalfOpen: true,
                  requestCert: true,
                  rejectUnauthorized: true,
                  ca: readFileSync(join(certificates, "ca.pem")),
                  cert: readFileSync(join(certificates, "cert.pem")),
                  key: readFileSync(join(certificates, "key.pem")),
                },
                passOn,
              );
        // Those whose handshake fails too.
        server.on("connection", (socket: Socket) => sockets.add(socket));
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
