import { type ChildProcess, execFileSync, spawn } from "node:child_process";

/** The product as a process of its own, as its users run it. */
export interface Product extends AsyncDisposable {
  /** Where it serves, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** What it has printed so far, both streams in the order of arrival. */
  log(): string;
  /** SIGTERM; resolves to its exit code when it has ended. Kills it and throws when it has not within ten seconds. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash; resolves when it has ended. */
  kill9(): Promise<void>;
  /** Resolves to the exit code when it ends by itself; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** The entry of the bundle, relative to the project's root, where vitest runs. */
export const MAIN = "dist/main.js";

const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

/** Brings dist/ up to date with the sources. */
export function buildProduct(): void {
  execFileSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { stdio: ["ignore", "inherit", "inherit"] });
}

/**
 * Starts the product and waits until it listens; on a free port unless `args` names one. `env` is added to this process's
 * own, from which everything that would steer the product (CODEBUILD_LOCAL_*, AWS_*) is taken out first.
 */
export async function startProduct(
  options: {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** The program and its first arguments instead of the bundle in dist/, and where it runs. */
    readonly command?: readonly [string, ...string[]];
    readonly cwd?: string;
  } = {},
): Promise<Product> {
  if (options.command === undefined) buildProduct();
  const [program, ...first] = options.command ?? [process.execPath, MAIN];
  const args = options.args ?? [];
  const port = args.some((arg) => arg === "--port" || arg.startsWith("--port=")) ? [] : ["--port", "0"];
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CODEBUILD_LOCAL_|FLOCI_|AWS_)/.test(name));
  const child = spawn(program, [...first, "start", ...port, ...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    // npx puts a shell between us and the product, which does not pass signals on: they go to the group, as a terminal's do.
    detached: options.command !== undefined,
    env: { ...Object.fromEntries(inherited), ...options.env },
  });
  const kill = (signal: NodeJS.Signals): void => {
    if (options.command !== undefined && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  let log = "";
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const url = await listening(child, exited, (text) => (log += text)).catch((error: unknown) => {
    if (child.exitCode === null && child.signalCode === null) kill("SIGKILL");
    throw error;
  });
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    exited,
    async stop() {
      kill("SIGTERM");
      const late = await within(STOP_WITHIN_MS, exited);
      if (late !== "late") return late;
      kill("SIGKILL");
      throw new Error(`It did not end within ${STOP_WITHIN_MS} ms of SIGTERM; it said:\n${log}`);
    },
    async kill9() {
      kill("SIGKILL");
      await exited;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) kill("SIGKILL");
      await exited;
    },
  };
}

async function listening(
  child: ChildProcess,
  exited: Promise<number | null>,
  append: (text: string) => string,
): Promise<string> {
  let log = "";
  const ready = new Promise<string>((resolve) => {
    const take = (chunk: Buffer): void => {
      log = append(chunk.toString("utf8"));
      const address = /listening on (http:\/\/\S+)/.exec(log)?.[1];
      if (address !== undefined) resolve(address.replace(/\/$/, ""));
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
  });
  const first = await within(START_WITHIN_MS, Promise.race([ready, exited]));
  if (typeof first === "string" && first !== "late") return first;
  throw new Error(
    first === "late"
      ? `It did not listen within ${START_WITHIN_MS} ms; it said:\n${log}`
      : `It ended with ${String(first)} before it listened; it said:\n${log}`,
  );
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => {
      resolve("late");
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
