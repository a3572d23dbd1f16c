import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** How git is run for one source. */
export interface GitSetting {
  /** Everything that git gets from the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The current directory. */
  readonly directory: string;
  /** Ends git, and whatever it started, at once. */
  readonly signal: AbortSignal;
}

/** git ended with another exit code than 0. The message has no arguments, only what git said. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
  readonly stderr: string;

  constructor(command: string, stderr: string) {
    super(`git ${command} failed: ${stderr}`);
    this.stderr = stderr;
  }
}

/** There is no git on this machine. */
export class GitMissing extends Error {
  override readonly name = "GitMissing";
}

const LONGEST_OUTPUT = 64 * 1024 * 1024;
const LONGEST_COMPLAINT = 65_536;

/** @returns what git printed. @throws GitFailure, GitMissing; an abort rejects with the signal's reason */
export async function runGit(setting: GitSetting, args: readonly string[], input?: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of streamGit(setting, args, input)) {
    length += chunk.length;
    if (length > LONGEST_OUTPUT) throw new Error(`git ${args[0] ?? ""} printed more than ${LONGEST_OUTPUT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What git prints, as it comes. Leaving early ends git. @throws as `runGit` */
export async function* streamGit(
  setting: GitSetting,
  args: readonly string[],
  input?: string,
): AsyncGenerator<Buffer, undefined> {
  const { signal } = setting;
  signal.throwIfAborted();
  // A process group of its own: git works through children, which end with it.
  const child = spawn("git", args, { env: setting.env, cwd: setting.directory, detached: true, stdio: "pipe" });
  const end = (): void => {
    endGroup(child);
  };
  signal.addEventListener("abort", end);
  const complaint = readComplaint(child.stderr);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? new GitMissing("there is no git on this machine", { cause: error }) : error);
    });
    child.on("close", resolve);
  });
  ended.catch(() => undefined);
  // git may end without having read its input; its exit code says what that means.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  try {
    try {
      yield* child.stdout as AsyncIterable<Buffer>;
    } catch (error) {
      // The streams of a program that isn't there break off; the reason is the process's.
      await ended;
      throw error;
    }
    const code = await ended;
    signal.throwIfAborted();
    if (code !== 0) throw new GitFailure(args[0] ?? "", await complaint);
    return undefined;
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

async function readComplaint(stderr: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stderr) text = `${text}${String(chunk)}`.slice(-LONGEST_COMPLAINT);
  return text.trim();
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // It ended in between.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
