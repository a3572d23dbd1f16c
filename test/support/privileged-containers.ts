import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { docker, engineSocket } from "./docker-engine.ts";
import { busyboxImage } from "./docker-images.ts";
import { joinSockets } from "./joined-sockets.ts";

/** An engine that gives privileged containers what they need to run an engine of their own. */
export interface PrivilegedEngine extends AsyncDisposable {
  /** As `DOCKER_HOST` has it; undefined for the machine's own. */
  readonly host: string | undefined;
}

/**
 * On a virtual machine whose root lacks a capability, runc refuses privileged containers, which are given all there are.
 * There, what stands between test and engine asks for the privileges one by one, and for those that can be had.
 */
export async function openPrivilegedEngine(): Promise<PrivilegedEngine> {
  // Not by `docker run`, which attaches before the start: Podman refuses that.
  const container = docker("create", "--privileged", busyboxImage(), "true");
  const asked = spawnSync("docker", ["start", container], { encoding: "utf8" });
  docker("rm", "--force", container);
  if (asked.status === 0) return { host: undefined, async [Symbol.asyncDispose]() {} };
  if (!asked.stderr.includes("unable to apply caps")) throw new Error(`no privileged containers: ${asked.stderr}`);
  const missing = CAPABILITIES.filter((name) => !ownCapabilities().has(name));
  console.log(
    `Privileged containers are refused here (no ${missing.join(", ")}): they are given all other privileges.`,
  );
  return openFront();
}

/** In the order of their numbers, up to those that older engines know. */
const CAPABILITIES =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ".split(
    " ",
  );

function ownCapabilities(): ReadonlySet<string> {
  const [, bits = "0"] = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return new Set(CAPABILITIES.filter((_, number) => (BigInt(`0x${bits}`) >> BigInt(number)) & 1n));
}

function withoutPrivileged(body: string): string {
  const options = JSON.parse(body) as { HostConfig?: Record<string, unknown> & { Privileged?: boolean } };
  if (options.HostConfig?.Privileged !== true) return body;
  const all = {
    Privileged: false,
    CapAdd: [...ownCapabilities()],
    SecurityOpt: ["seccomp=unconfined", "apparmor=unconfined"],
    MaskedPaths: [],
    ReadonlyPaths: [],
    DeviceCgroupRules: ["a *:* rwm"],
    Binds: ["/sys/fs/cgroup:/sys/fs/cgroup"],
  };
  return JSON.stringify({ ...options, HostConfig: { ...options.HostConfig, ...all } });
}

async function openFront(): Promise<PrivilegedEngine> {
  const directory = mkdtempSync(join(tmpdir(), "privileged-engine-"));
  const path = join(directory, "docker.sock");
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: engineSocket(), allowHalfOpen: true });
    joinSockets(client, engine, sockets);
    engine.pipe(client);
    passOn(client, engine);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true });
    },
  };
}

/** The product makes a connection for every request, so the first one is all there is. */
function passOn(client: Socket, engine: Socket): void {
  let text = Buffer.alloc(0);
  const onData = (data: Buffer): void => {
    text = Buffer.concat([text, data]);
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = text.subarray(0, end).toString("latin1");
    if (/^POST \S*\/containers\/create/.test(head)) {
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
      if (text.length < end + 4 + length) return;
      const body = Buffer.from(withoutPrivileged(text.subarray(end + 4).toString()));
      text = Buffer.concat([
        Buffer.from(`${head.replace(/^content-length:.*$/im, `Content-Length: ${body.length}`)}\r\n\r\n`, "latin1"),
        body,
      ]);
    }
    client.off("data", onData);
    engine.write(text);
    client.pipe(engine);
  };
  client.on("data", onData);
  client.on("end", () => engine.end());
}
