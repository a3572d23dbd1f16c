import { existsSync, readFileSync } from "node:fs";
import { Agent, get, type RequestOptions } from "node:http";
import { Agent as SecureAgent, get as getSecurely } from "node:https";
import type { Socket } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import type Dockerode from "dockerode";

import { SshAgent } from "./ssh-agent.ts";

/** How to reach the engine, and the client for it. */
export interface DockerConnection {
  /** The engine's address as `DOCKER_HOST` would have it, for messages. */
  readonly host: string;
  /** Loads the client library with its first call: it costs 130 ms and 23 MB, which a start without builds shall not pay. */
  readonly client: () => Promise<Dockerode>;
  /** One small GET without the client library, where that can be. Rejects when nobody answers within `milliseconds`. */
  get(path: string, milliseconds: number): Promise<string>;
}

/** @param host in the form of `DOCKER_HOST`; without it the local socket, as the Docker command line finds it. @throws DockerAddressError */
export function connectDocker(host: string = localSocket(), certPath?: string): DockerConnection {
  const target = toTarget(host, certPath);
  let loaded: Promise<Dockerode> | undefined;
  return {
    host,
    client: () => (loaded ??= import("dockerode").then(({ default: Docker }) => new Docker(target.client))),
    get: (path, milliseconds) =>
      new Promise((resolve, reject) => {
        const ask = target.client.protocol === "https" ? getSecurely : get;
        const request = ask({ ...target.request, path, timeout: milliseconds }, (response) => {
          const chunks: Buffer[] = [];
          response.on("error", reject);
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const body = Buffer.concat(chunks).toString();
            if (response.statusCode === 200) resolve(body);
            else reject(new Error(`it answered ${response.statusCode ?? "?"}: ${body.trim()}`));
          });
        });
        request.on("error", reject);
        request.on("timeout", () => request.destroy(new Error(`no answer within ${milliseconds} ms`)));
      }),
  };
}

/** The body of a GET as it comes. The library's own calls hold an answer whole in memory unless it is a followed one. */
export function getStream(docker: Dockerode, path: string, signal: AbortSignal): Promise<Readable> {
  return dial(docker, { path: `${path}&`, method: "GET", abortSignal: signal });
}

/**
 * The connection of a POST that the engine answers by changing the protocol. The library's own calls send their options as
 * the body too, which Podman takes for the first of what comes over the connection.
 */
export function upgrade(docker: Dockerode, path: string): Promise<Socket> {
  return dial(docker, {
    path: `${path}&`,
    method: "POST",
    file: NO_BODY,
    hijack: true,
    openStdin: true,
  }) as Promise<Socket>;
}

const NO_BODY = Buffer.alloc(0);

function dial(docker: Dockerode, request: object): Promise<Readable> {
  const { dial: send } = docker.modem as {
    dial: (request: object, done: (error: Error | null, answer: Readable) => void) => void;
  };
  const common = { isStream: true, statusCodes: { 101: true, 200: true, 404: "not found", 500: "server error" } };
  return new Promise((resolve, reject) => {
    // The library takes the last character off a path with a query, where it is given no options to put there.
    send.call(docker.modem, { ...common, ...request }, (error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

/** The engine can't be spoken to with these settings. */
export class DockerAddressError extends Error {
  override readonly name = "DockerAddressError";
}

interface Target {
  readonly client: Dockerode.DockerOptions & { readonly agent?: Agent };
  readonly request: RequestOptions;
}

/** The library looks into the environment for itself where an option is left out, so none is. */
const NOTHING = {
  host: undefined,
  port: undefined,
  socketPath: undefined,
  protocol: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
};

function toTarget(host: string, certPath: string | undefined): Target {
  const url = new URL(host);
  // A new connection for each call costs nothing beside a container, and none is found dead after the engine was restarted.
  const agent = new Agent({ keepAlive: false });
  switch (url.protocol) {
    case "unix:": {
      const socketPath = host.slice("unix://".length) || localSocket().slice("unix://".length);
      return { client: { ...NOTHING, socketPath, agent }, request: { socketPath, agent } };
    }
    case "ssh:":
      return toAgentTarget(new SshAgent(url));
    case "tcp:":
    case "http:":
    case "https:": {
      const port = Number(url.port || (certPath === undefined ? 2375 : 2376));
      if (certPath === undefined && url.protocol !== "https:") {
        return {
          client: { ...NOTHING, protocol: "http", host: url.hostname, port, agent },
          request: { host: url.hostname, port, agent },
        };
      }
      const tls = certPath === undefined ? {} : readCertificates(certPath);
      const secured = { host: url.hostname, port, ...tls, agent: new SecureAgent({ keepAlive: false }) };
      return { client: { ...NOTHING, protocol: "https", ...secured }, request: secured };
    }
    default:
      throw new DockerAddressError(`not an address of a Docker engine: ${host}`);
  }
}

/** @throws DockerAddressError */
function readCertificates(directory: string): { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } {
  const read = (name: string): Buffer => {
    try {
      return readFileSync(join(directory, name));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DockerAddressError(`the certificates of the Docker engine can't be read: ${reason}`, { cause: error });
    }
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}

function toAgentTarget(agent: Agent): Target {
  // The agent knows where to; the rest is what HTTP wants to be told.
  const request = { host: "docker", port: 80, agent };
  return { client: { ...NOTHING, protocol: "http", ...request }, request };
}

function localSocket(): string {
  const own = join(homedir(), ".docker/run/docker.sock");
  return `unix://${!existsSync("/var/run/docker.sock") && existsSync(own) ? own : "/var/run/docker.sock"}`;
}
