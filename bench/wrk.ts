import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./figure.ts";
import { toHeaders, type JsonRequest } from "./json-request.ts";

const SCRIPT = fileURLToPath(new URL("wrk/post.lua", import.meta.url));
/** Keep-alive connections, all from one thread: the other core is the server's. */
export const CONNECTIONS = 8;
/** In a body: each request has a number of this many digits instead, different from all others of the run. */
export const NUMBER = "@NUMBER_@";

export interface Load {
  /** Answers a second. */
  readonly rate: number;
  readonly answers: number;
  /** Of one answer, headers included; the mean. */
  readonly bytesEach: number;
}

interface Summary {
  readonly requests: number;
  readonly bytes: number;
  readonly microseconds: number;
  readonly errors: Readonly<Record<"connect" | "read" | "write" | "status" | "timeout", number>>;
}

export function wrkMissing(): string | undefined {
  const { error } = spawnSync("wrk", ["--version"], { stdio: "ignore" });
  return error === undefined ? undefined : "wrk is not on this machine (apt-get install wrk)";
}

/** Far more than one run sends. */
const NUMBERS_A_RUN = 1_000_000;
let runs = 0;

/** Loads `url` with one call, over and over; see `NUMBER`. @throws when any answer was not 2xx, or a connection failed. */
export async function load(
  bench: Bench,
  options: {
    readonly url: string;
    readonly call: JsonRequest;
    readonly seconds: number;
  },
): Promise<Load> {
  const { url, call, seconds } = options;
  const directory = bench.freshDirectory();
  const { "Content-Length": _length, ...headers } = toHeaders(call);
  const headerFile = join(directory, "headers");
  const bodyFile = join(directory, "body");
  writeFileSync(
    headerFile,
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(""),
  );
  writeFileSync(bodyFile, call.body);
  const args = [
    "-t1",
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    "--timeout",
    "10s",
    "-s",
    SCRIPT,
    url,
    "--",
    headerFile,
    bodyFile,
  ];
  if (call.body.includes(NUMBER)) {
    runs += 1;
    args.push(NUMBER, String(runs * NUMBERS_A_RUN));
  }
  const output = await run("wrk", args);
  const line = output.split("\n").find((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(`wrk printed no summary:\n${output}`);
  const summary = JSON.parse(line) as Summary;
  const errors = Object.entries(summary.errors).filter(([, count]) => count > 0);
  if (errors.length > 0 || summary.requests === 0) {
    throw new Error(`${call.target} at ${url}: ${summary.requests} answers, errors: ${JSON.stringify(summary.errors)}`);
  }
  return {
    rate: (summary.requests * 1e6) / summary.microseconds,
    answers: summary.requests,
    bytesEach: summary.bytes / summary.requests,
  };
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${String(code)}:\n${output}`));
    });
  });
}
