import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";

import { expect, test } from "vitest";

import { createMemoryConnection } from "./memory-connection.ts";

/** An agent whose requests are answered by `listener`, past any network. */
function connectTo(listener: RequestListener): Agent {
  const server = createServer(listener);
  return new (class extends Agent {
    override createConnection() {
      const [client, end] = createMemoryConnection();
      server.emit("connection", end);
      return client;
    }
  })({ keepAlive: true });
}

async function post(agent: Agent, body: Buffer): Promise<IncomingMessage> {
  const sent = request({ agent, method: "POST", host: "memory.test" });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return answer;
}

const LARGE = Buffer.alloc(5_000_000, "large");

test("A large body goes there and back, on one connection after the other request", async () => {
  let connections = 0;
  const sockets = new Set<unknown>();
  const agent = connectTo((incoming, response) => {
    if (!sockets.has(incoming.socket)) connections += 1;
    sockets.add(incoming.socket);
    incoming.pipe(response);
  });
  for (let round = 0; round < 3; round += 1)
    expect((await buffer(await post(agent, LARGE))).equals(LARGE), `round ${round}`).toBe(true);
  expect(connections).toBe(1);
});

test("An answer that is broken off fails, and does not look complete", async () => {
  const agent = connectTo((_incoming, response) => {
    response.writeHead(200, { "content-length": LARGE.length });
    response.write(LARGE.subarray(0, 1_000_000), () => response.destroy());
  });
  await expect(post(agent, Buffer.alloc(0)).then(buffer)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("A client that goes breaks the answer", async () => {
  const closed = Promise.withResolvers<boolean>();
  const agent = connectTo((_incoming, response) => {
    response.once("close", () => {
      closed.resolve(response.writableFinished);
    });
    response.write(LARGE);
  });
  const answer = await post(agent, Buffer.alloc(0));
  answer.destroy();
  expect(await closed.promise).toBe(false);
});

test("An answer to a body that is still being sent comes, and the connection is not used again", async () => {
  const agent = connectTo((_incoming, response) => {
    response.writeHead(413, { connection: "close" }).end("too large");
  });
  for (let round = 0; round < 2; round += 1) {
    const sent = request({ agent, method: "POST", host: "memory.test", headers: { "content-length": LARGE.length } });
    sent.on("error", () => undefined); // what is still sent has nobody to go to
    const closed = once(sent, "close");
    sent.write(LARGE.subarray(0, 100_000));
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    expect((await buffer(answer)).toString()).toBe("too large");
    await closed;
  }
  expect(Object.keys(agent.freeSockets)).toEqual([]);
});
