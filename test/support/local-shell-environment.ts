import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  constants as constantsOfFiles,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
} from "node:fs";
import { Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  type BuildEnvironment,
  type EnvironmentProvider,
  type EnvironmentSpec,
  type OutputChunk,
  PathNotFound,
} from "../../src/environment/build-environment.ts";

/**
 * Builds as processes of this machine: the real driver in a real `/bin/sh`, quick and without Docker. Not isolated: of
 * the container's file system only `/codebuild` is the build's own (a temporary folder, put in its place in the
 * script's text), so the commands must be harmless. Environments stay until they are disposed or removed, also when the engine that
 * started them is gone: adopting them is adopting running builds.
 */
export interface LocalShellProvider extends EnvironmentProvider, Disposable {
  provision(spec: EnvironmentSpec, signal: AbortSignal): Promise<LocalShellEnvironment>;
  /** Says no to `provision` with the error that this returns. */
  refuse: ((spec: EnvironmentSpec) => Error | undefined) | undefined;
  /** Why the engine can't be reached, when it can't: then everything that asks it rejects. */
  unreachable: string | undefined;
  /** ARNs of the builds that have an environment. */
  readonly builds: readonly string[];
}

export interface LocalShellEnvironment extends BuildEnvironment {
  /** Of the main process; `undefined` before the start. */
  readonly pid: number | undefined;
}

/**
 * @param options.shell the path of the shell that stands for the container's `/bin/sh`
 * @param options.now what the time is for the engine, in milliseconds since the epoch
 */
export function createLocalShellProvider(
  options: { readonly shell?: string; readonly now?: () => number } = {},
): LocalShellProvider {
  const { shell = "/bin/sh", now = Date.now } = options;
  const environments = new Map<string, LocalProcesses>();
  const requireEngine = (): void => {
    if (provider.unreachable !== undefined) throw new Error(provider.unreachable);
  };
  const remove = (buildArn: string): void => {
    environments.get(buildArn)?.end();
    environments.delete(buildArn);
  };
  const provider: LocalShellProvider = {
    refuse: undefined,
    unreachable: undefined,
    get builds() {
      return [...environments.keys()];
    },
    async provision(spec, signal) {
      await Promise.resolve();
      requireEngine();
      signal.throwIfAborted();
      const refusal = provider.refuse?.(spec);
      if (refusal !== undefined) throw refusal;
      remove(spec.buildArn);
      const environment = new LocalProcesses(spec, { shell, now }, () => environments.delete(spec.buildArn));
      environments.set(spec.buildArn, environment);
      return environment;
    },
    async adopt(buildArn) {
      await Promise.resolve();
      requireEngine();
      return environments.get(buildArn);
    },
    async remove(buildArn) {
      await Promise.resolve();
      requireEngine();
      remove(buildArn);
    },
    volumes: () => Promise.resolve([]),
    removeVolume: () => Promise.resolve(),
    async reachable() {
      await Promise.resolve();
      return provider.unreachable === undefined
        ? { reachable: true, version: "local shell" }
        : { reachable: false, reason: provider.unreachable };
    },
    [Symbol.dispose]() {
      for (const arn of environments.keys()) remove(arn);
    },
  };
  return provider;
}

/** A pipe, as a container's output is one; what Node makes for a child is a socket, which can't be opened anew by its path. */
function openPipe(path: string): { readonly read: number; readonly write: number } {
  execFileSync("mkfifo", [path]);
  try {
    const read = openSync(path, constantsOfFiles.O_RDONLY | constantsOfFiles.O_NONBLOCK);
    return { read, write: openSync(path, "w") };
  } finally {
    rmSync(path);
  }
}

class LocalProcesses implements LocalShellEnvironment {
  readonly entry = "(there is no way in: it is processes of this machine)";
  readonly #root = mkdtempSync(join(tmpdir(), "local-shell-"));
  readonly #shell: string;
  readonly #now: () => number;
  readonly #onEnd: () => void;
  readonly #workingDirectory: string;
  readonly #chunks: OutputChunk[] = [];
  readonly #ended = Promise.withResolvers<{ exitCode: number; outOfMemory: boolean; finishedAt: number }>();
  #process: ChildProcess | undefined;
  #more = Promise.withResolvers<void>();
  #complete = false;

  constructor(
    spec: EnvironmentSpec,
    { shell, now }: { readonly shell: string; readonly now: () => number },
    onEnd: () => void,
  ) {
    this.#shell = shell;
    this.#now = now;
    this.#onEnd = onEnd;
    this.#workingDirectory = this.#place(spec.workingDirectory);
    mkdirSync(this.#workingDirectory, { recursive: true });
    // Commands may run as another user.
    chmodSync(this.#root, 0o755);
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Nothing waits here: a process of this machine is quickly started. */
  async open(): Promise<void> {
    await Promise.resolve();
  }

  async putArchive(directory: string, tar: NodeJS.ReadableStream): Promise<void> {
    const child = spawn("tar", ["-x", "-p", "-C", directory === "/" ? this.#root : this.#place(directory)], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    const closed = once(child, "close");
    await pipeline(tar, child.stdin);
    const [code] = (await closed) as [number | null];
    if (code !== 0) throw new Error(`tar -x ended with ${String(code)}`);
  }

  async getArchive(path: string) {
    await Promise.resolve();
    const place = this.#place(path);
    if (!existsSync(place)) throw new PathNotFound(path);
    return spawn("tar", ["-c", "-C", dirname(place), basename(place)], { stdio: ["ignore", "pipe", "inherit"] }).stdout;
  }

  async runAhead(script: string): Promise<void> {
    await Promise.resolve();
    this.#spawned().stdin?.write(this.#inPlace(script));
  }

  async start(script: string): Promise<void> {
    await Promise.resolve();
    const { stdin } = this.#spawned();
    if (stdin?.writableEnded === false) stdin.end(this.#inPlace(script));
  }

  #spawned(): ChildProcess {
    if (this.#process !== undefined) return this.#process;
    const pipe = openPipe(join(this.#root, "output"));
    const child = spawn(this.#shell, {
      cwd: this.#workingDirectory,
      detached: true,
      stdio: ["pipe", pipe.write, pipe.write],
    });
    closeSync(pipe.write);
    this.#process = child;
    const take = (bytes: Buffer): void => {
      this.#chunks.push({ time: this.#now(), bytes: this.#outOfPlace(bytes) });
      this.#wake();
    };
    const output = new Socket({ fd: pipe.read, readable: true, writable: false });
    output.on("data", take);
    child.stdin?.on("error", () => {});
    const allRead = once(output, "close");
    child.on("exit", (code, signal) => {
      // As with a container, what is left in the background ends with the main process.
      this.#killAll();
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      void allRead.then(() => {
        this.#complete = true;
        this.#ended.resolve({ exitCode, outOfMemory: false, finishedAt: this.#now() });
        this.#wake();
      });
    });
    return child;
  }

  async *output(signal: AbortSignal): AsyncGenerator<OutputChunk> {
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => {});
    signal.addEventListener("abort", () => {
      aborted.reject(signal.reason);
    });
    for (let next = 0; ;) {
      signal.throwIfAborted();
      const more = this.#more.promise;
      const chunk = this.#chunks[next];
      if (chunk !== undefined) {
        next += 1;
        yield chunk;
      } else if (this.#complete) return;
      else await Promise.race([more, aborted.promise]);
    }
  }

  copyVolume(): Promise<void> {
    return Promise.reject(new Error("local processes have no volumes"));
  }

  async state() {
    await Promise.resolve();
    if (this.#process === undefined) return "created" as const;
    return this.#complete ? ("exited" as const) : ("running" as const);
  }

  exited() {
    return this.#ended.promise;
  }

  async kill(): Promise<void> {
    await Promise.resolve();
    this.#killAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.resolve();
    this.end();
    this.#onEnd();
  }

  end(): void {
    this.#killAll();
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }

  #killAll(): void {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }

  #wake(): void {
    const { resolve } = this.#more;
    this.#more = Promise.withResolvers();
    resolve();
  }

  #place(path: string): string {
    return path === "/codebuild" || path.startsWith("/codebuild/") ? join(this.#root, path) : path;
  }

  /** What the commands print names the paths that they would have in a container. */
  #outOfPlace(bytes: Buffer): Buffer {
    return bytes.includes(this.#root)
      ? Buffer.from(bytes.toString("latin1").replaceAll(this.#root, ""), "latin1")
      : bytes;
  }

  #inPlace(script: string): string {
    return (
      script
        .replaceAll(/(?<![\w.-])\/codebuild(?=\/)/g, join(this.#root, "codebuild"))
        // Of git, and of this machine.
        .replaceAll("/etc/gitconfig", join(this.#root, "gitconfig"))
        .replaceAll("exec /bin/sh ", `exec ${this.#shell} `)
        .replaceAll("{ /bin/sh ", `{ ${this.#shell} `)
    );
  }
}
