import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./figure.ts";
import { request, type Answer, type JsonRequest } from "./json-request.ts";
import { freePort, startServerProcess, type ServerProcess } from "./server-process.ts";

const SCRIPT = fileURLToPath(new URL("bare-server.mjs", import.meta.url));
/** What node:http adds by itself, to the bare server's answers too. */
const ADDED = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);

/**
 * Starts a bare node:http server, on the Node that runs this, that answers with the headers and the bytes of `recorded`.
 * @param mode `create-project`: parses each request and answers with the recorded project under the name asked for
 */
export async function startBare(
  bench: Bench,
  options: { readonly recorded: Answer; readonly first: JsonRequest; readonly mode?: "create-project" },
): Promise<ServerProcess> {
  const { recorded, first, mode } = options;
  const headers: Record<string, string> = {};
  for (let index = 0; index < recorded.rawHeaders.length; index += 2) {
    const name = recorded.rawHeaders[index] ?? "";
    if (!ADDED.has(name.toLowerCase())) headers[name] = recorded.rawHeaders[index + 1] ?? "";
  }
  headers["Content-Length"] ??= String(recorded.body.length);
  const file = join(bench.freshDirectory(), "answer.json");
  writeFileSync(file, JSON.stringify({ status: recorded.status, headers, body: recorded.body.toString("base64") }));
  const port = await freePort();
  return startServerProcess({
    command: process.execPath,
    args: [SCRIPT, String(port), file, ...(mode === undefined ? [] : [mode])],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    port,
    first,
  });
}

/** Starts a bare server with what `url` answers to `call` now. */
export async function startBareLike(bench: Bench, url: string, call: JsonRequest): Promise<ServerProcess> {
  const recorded = await request(url, call);
  if (recorded.status !== 200) throw new Error(`${call.target}: ${recorded.status} ${recorded.body.toString()}`);
  const bare = await startBare(bench, { recorded, first: call });
  if (!bare.firstAnswer.body.equals(recorded.body))
    throw new Error("the bare server does not answer the recorded bytes");
  return bare;
}
