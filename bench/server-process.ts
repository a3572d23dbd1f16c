import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { request, type Answer, type JsonRequest } from "./json-request.ts";

/** A server under measurement, in a process of its own. Disposing ends it: SIGTERM, after six seconds SIGKILL. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its first whole answer, in milliseconds. */
  readonly startTime: number;
  readonly firstAnswer: Answer;
  /** Ends it with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

const START_WITHIN = 60_000;
const STOP_WITHIN = 6_000;
/** Between two attempts to connect, in milliseconds. */
const ATTEMPT_EVERY = 2;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it and asks `first`, each time on a connection of its own, until it answers with 200. */
export async function startServerProcess(options: {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  readonly first: JsonRequest;
}): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  const started = performance.now();
  const child = spawn(options.command, options.args, { env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-8_192);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  let failure: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      failure = error;
      resolve();
    });
    child.once("exit", () => {
      resolve();
    });
  });
  void ended.then(() => running.delete(child));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.has(child)) child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN);
    await ended;
    clearTimeout(late);
  };

  for (;;) {
    const answer = await request(url, options.first, false).catch(() => undefined);
    if (answer?.status === 200) {
      return {
        url,
        pid: child.pid ?? 0,
        startTime: performance.now() - started,
        firstAnswer: answer,
        kill: () => end("SIGKILL"),
        [Symbol.asyncDispose]: () => end("SIGTERM"),
      };
    }
    const late = performance.now() - started > START_WITHIN;
    if (failure !== undefined || !running.has(child) || late) {
      await end("SIGKILL");
      const why = late ? "does not answer" : (failure?.message ?? `ended with ${child.exitCode ?? child.signalCode}`);
      const answered =
        answer === undefined ? "" : `; last answer ${answer.status} ${answer.body.toString().slice(0, 500)}`;
      throw new Error(`${options.command} ${options.args.join(" ")}: ${why}${answered}\n${said}`);
    }
    await sleep(ATTEMPT_EVERY);
  }
}

/** Clock ticks a second (Linux: `getconf CLK_TCK`, on every machine that Node runs on). */
export const TICKS = 100;

/** What a process has used of the processors so far, in clock ticks. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // After the command's name, which may hold anything: state is the 3rd field, utime the 14th, stime the 15th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Resident memory of a process now, in bytes. */
export function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status says nothing about memory`);
  return Number(kilobytes) * 1024;
}

/** The highest resident memory that is seen, asked every 50 ms until `stop`. */
export function watchMemory(pid: number): { stop(): number } {
  let highest = residentMemory(pid);
  const look = (): void => {
    highest = Math.max(highest, residentMemory(pid));
  };
  const timer = setInterval(look, 50);
  return {
    stop() {
      clearInterval(timer);
      look();
      return highest;
    },
  };
}
