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
  /** Who comes with an Authorization header is denied with what this makes of it. */
  denying: ((authorization: string) => string) | undefined;
  /** Blobs are answered only when this has resolved. */
  gate: Promise<void>;
}

/** Who may use a registry with a password. */
export const REGISTRY_USER = { username: "ann", password: "correct-horse-1" } as const;
/** The above as `htpasswd -B` writes it. */
const HTPASSWD = "ann:$2b$04$abcdefghijklmnopqrstuu3b4tJYXqXwo.uoptJmL0w.cHKy2JFTq\n";

/** @param options.password whether only `REGISTRY_USER` may use it */
export async function openLocalRegistry(options: { readonly password?: boolean } = {}): Promise<LocalRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "local-registry-"));
  const inner = await freePort();
  const config = join(folder, "config.yml");
  const htpasswd = join(folder, "htpasswd");
  writeFileSync(htpasswd, HTPASSWD);
  // A JSON text is YAML.
  const settings = {
    ...(options.password === true ? { auth: { htpasswd: { realm: "local", path: htpasswd } } } : {}),
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: `127.0.0.1:${inner}`, relativeurls: true },
  };
  writeFileSync(config, JSON.stringify(settings));
  const process_: ChildProcess = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  await waitFor("the registry", async () => (await fetch(`http://127.0.0.1:${inner}/v2/`)).status < 500);

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    registry.requests.push(`${incoming.method ?? ""} ${path}`);
    const refuse = (status: number, code: string, message: string): void => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ errors: [{ code, message }] }));
    };
    const { authorization } = incoming.headers;
    if (registry.refusing) {
      refuse(500, "UNKNOWN", "refused by the test");
      return;
    }
    if (registry.denying !== undefined && authorization !== undefined) {
      refuse(403, "DENIED", registry.denying(authorization));
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
    denying: undefined,
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
