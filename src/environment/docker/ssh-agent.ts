import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";

/**
 * Reaches an engine as the Docker command line does for `ssh://`: each connection is the machine's own `ssh`, with its
 * configuration, keys and agent, running `docker system dial-stdio` over there.
 */
export class SshAgent extends Agent {
  readonly #command: readonly string[];

  constructor(url: URL) {
    super({ keepAlive: true });
    const user = url.username === "" ? [] : ["-l", decodeURIComponent(url.username)];
    const port = url.port === "" ? [] : ["-p", url.port];
    this.#command = [
      "-o",
      "ConnectTimeout=30",
      "-T",
      ...user,
      ...port,
      "--",
      url.hostname,
      "docker",
      "system",
      "dial-stdio",
    ];
  }

  override createConnection(): Duplex {
    return new SshConnection(spawn("ssh", this.#command, { stdio: ["pipe", "pipe", "pipe"] }));
  }
}

/** The streams of a process as HTTP wants a connection. */
class SshConnection extends Duplex {
  readonly #ssh: ChildProcessWithoutNullStreams;
  #said = "";

  constructor(ssh: ChildProcessWithoutNullStreams) {
    super();
    this.#ssh = ssh;
    ssh.stderr.on("data", (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-500)));
    ssh.on("error", (error) => this.destroy(error));
    ssh.on("close", (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(`ssh ended with ${code ?? "a signal"}: ${this.#said.trim()}`));
    });
    ssh.stdout.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) ssh.stdout.pause();
    });
    // Why it takes no more, its end tells.
    ssh.stdin.on("error", () => {});
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#ssh.stdin.write(chunk, encoding, (error) => {
      if (error === null || error === undefined) done();
    });
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#ssh.kill();
    done(error);
  }

  // HTTP sets these on every connection; ssh has its own settings for them.
  setTimeout(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    this.#ssh.ref();
    return this;
  }

  unref(): this {
    this.#ssh.unref();
    return this;
  }
}
