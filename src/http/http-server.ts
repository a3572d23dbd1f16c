import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { Clock } from "../common/clock.ts";
import { createMemoryConnection } from "./memory-connection.ts";

/** One port on several addresses. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  /** The addresses listened on. */
  readonly addresses: readonly string[];
  /** Listens on one more address of this machine, on the same port; one that is listened on already is no error. @throws when it can't be bound */
  listen(address: string): Promise<void>;
  /** A client's end of a new connection, past the machine's network: a large body goes through in a third of the processor's time. */
  connect(): Duplex;
}

/** How long running requests may take to end at a close, in milliseconds. */
const CLOSE_WITHIN = 2_000;

/**
 * @param addresses the first must be bound, with the port that all others take too; the others are left out where the machine
 * does not have them
 */
export async function openHttpServer(
  listener: RequestListener,
  options: { readonly port: number; readonly addresses: readonly [string, ...string[]]; readonly clock: Clock },
): Promise<HttpServer> {
  const servers = new Map<string, Server>();
  const [first, ...others] = options.addresses;
  const bind = async (address: string, port: number): Promise<Server> => {
    const server = await bindServer(listener, address, port);
    servers.set(address, server);
    return server;
  };
  const main = await bind(first, options.port);
  const { port } = main.address() as AddressInfo;
  for (const address of others) {
    try {
      await bind(address, port);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  return {
    port,
    get addresses() {
      return [...servers.keys()];
    },
    async listen(address) {
      const covered = servers.has(address) || servers.has("0.0.0.0") || servers.has("::");
      if (!covered) await bind(address, port);
    },
    connect() {
      const [client, server] = createMemoryConnection();
      main.emit("connection", server);
      return client;
    },
    async [Symbol.asyncDispose]() {
      const closing = [...servers.values()].map((server) => close(server, options.clock));
      await Promise.all(closing);
    },
  };
}

function bindServer(listener: RequestListener, address: string, port: number): Promise<Server> {
  // A client that trickles holds a socket, nothing else; uploads may take as long as they move.
  const server = createServer(
    { headersTimeout: 30_000, requestTimeout: 0, keepAliveTimeout: 65_000, noDelay: true },
    listener,
  );
  server.setTimeout(300_000);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, ipv6Only: address === "::1" }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function close(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(CLOSE_WITHIN, () => {
      server.closeAllConnections();
    });
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT");
}
