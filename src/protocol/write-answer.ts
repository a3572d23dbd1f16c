import type { ServerResponse } from "node:http";
import type { Answer } from "./exchange.ts";

/** Sends an answer and ends the response. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}
