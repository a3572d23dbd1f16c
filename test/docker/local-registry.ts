import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { waitFor } from "../support/wait-for.ts";

/** Why there is no registry to pull from; undefined when Debian's `docker-registry`, which the set-up installs, is there. */
export const registryProblem: string | undefined =
  spawnSync("docker-registry", ["--version"]).status === 0 ? undefined : "docker-registry is not installed";

/** A registry on loopback, behind a server that counts what is asked of it and can be told to refuse and to wait. */
export interface LocalRegistry extends AsyncDisposable {
  /** `127.0.0.1:port`, with which image names begin. */
  readonly host: string;
  /** `METHOD /path` of what was asked, in order. */
  readonly requests: string[];
  /** Answers everything with 500 while set. */
  refusing: boolean;
  /** Blobs are answered only when this has resolved. */
  gate: Promise<void>;
}

export async function openLocalRegistry(): Promise<LocalRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "local-registry-"));
  const inner = await freePort();
  const config = join(folder, "config.yml");
  // A JSON text is YAML.
  const settings = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: `127.0.0.1:${inner}`, relativeurls: true },
  };
  writeFileSync(config, JSON.stringify(settings));
  const process_: ChildProcess = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  await waitFor("the registry", async () => (await fetch(`http://127.0.0.1:${inner}/v2/`)).ok);

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    registry.requests.push(`${incoming.method ?? ""} ${path}`);
    if (registry.refusing) {
      outgoing.writeHead(500, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ errors: [{ code: "UNKNOWN", message: "refused by the test" }] }));
      return;
    }
    const wait = incoming.method === "GET" && path.includes("/blobs/") ? registry.gate : Promise.resolve();
    void wait.then(() => {
      const onward = request(
        { host: "127.0.0.1", port: inner, method: incoming.method, path, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    });
  });
  const registry: LocalRegistry = {
    host: `127.0.0.1:${await listen(server)}`,
    requests: [],
    refusing: false,
    gate: Promise.resolve(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      const ended = once(process_, "exit");
      process_.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return registry;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  return address.port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}
