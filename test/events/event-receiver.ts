import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { BuildEvent } from "../../src/domain/build-events.ts";

type Detail = Readonly<Record<string, unknown>> & {
  readonly "build-id": string;
  readonly "additional-information": Readonly<Record<string, unknown>>;
};

export type ReceivedEvent = BuildEvent & { readonly detail: Detail };

/** What the receiver does with one event: a status to answer, or what takes over the answer. */
export type Reaction = number | ((request: IncomingMessage, response: ServerResponse) => void);

/** An HTTP server that events are posted to. */
export interface EventReceiver extends AsyncDisposable {
  readonly url: string;
  /** Every event that arrived, acknowledged or not, in the order of arrival. */
  readonly arrived: readonly ReceivedEvent[];
  /** Those that were acknowledged. */
  readonly taken: readonly ReceivedEvent[];
  readonly headers: readonly IncomingMessage["headers"][];
  react: (event: ReceivedEvent, times: number) => Reaction;
}

export async function startEventReceiver(react: EventReceiver["react"] = () => 200, port = 0): Promise<EventReceiver> {
  const arrived: ReceivedEvent[] = [];
  const taken: ReceivedEvent[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const event = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedEvent;
      arrived.push(event);
      headers.push(request.headers);
      const reaction = receiver.react(event, arrived.filter(({ id }) => id === event.id).length);
      if (typeof reaction === "function") reaction(request, response);
      else {
        if (reaction >= 200 && reaction < 300) taken.push(event);
        response.writeHead(reaction).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const receiver: EventReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    arrived,
    taken,
    headers,
    react,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** The events of one build, each once, in the order of their arrival. */
export function eventsOf(events: readonly ReceivedEvent[], arn: string): ReceivedEvent[] {
  const own = events.filter((event) => event.detail["build-id"] === arn);
  return [...new Map(own.map((event) => [event.id, event])).values()];
}

/** What an event tells, in a word or two. */
export function toWord({ detail }: ReceivedEvent): string {
  const {
    "build-status": status,
    "completed-phase": phase,
    "completed-phase-status": ended,
  } = detail as Record<string, string | undefined>;
  return status ?? `${String(phase)} ${String(ended)}`;
}
