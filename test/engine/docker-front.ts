import { rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";

import { engineSocket } from "../support/docker-engine.ts";
import { joinSockets } from "../support/joined-sockets.ts";

/** A socket in front of the machine's Docker engine, so that a test can take the engine away from one endpoint and give it back. */
export interface DockerFront extends AsyncDisposable {
  /** As `DOCKER_HOST` has it. */
  readonly host: string;
  /** Cuts all connections and takes no more. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** @param path of the socket; open at once unless `closed` */
export async function openDockerFront(path: string, options: { readonly closed?: boolean } = {}): Promise<DockerFront> {
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  const mend = async (): Promise<void> => {
    if (server !== undefined) return;
    const opened = createServer({ allowHalfOpen: true }, (client) => {
      const engine = connect({ path: engineSocket(), allowHalfOpen: true });
      joinSockets(client, engine, sockets);
      client.pipe(engine);
      engine.pipe(client);
    });
    server = opened;
    await new Promise<void>((resolve) => opened.listen(path, resolve));
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    if (closing === undefined) return;
    server = undefined;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
    rmSync(path, { force: true });
  };
  if (options.closed !== true) await mend();
  return { host: `unix://${path}`, cut, mend, [Symbol.asyncDispose]: cut };
}
