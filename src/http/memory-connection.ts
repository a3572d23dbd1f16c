import { Duplex } from "node:stream";

/** How many bytes wait on each way before the writer is told to. */
const WAITING = 1_048_576;

/**
 * The two ends of a connection within this process: bytes come out of one as they went into the other, uncopied. A buffer
 * that was written is not to be written to again. As with a connection of the machine's, who reads from an end whose other has gone
 * gets what was sent before, then the end; what is written then fails.
 */
export function createMemoryConnection(): readonly [Duplex, Duplex] {
  const [one, other] = [new End(), new End()];
  one.join(other);
  other.join(one);
  return [one, other];
}

class End extends Duplex {
  #other: End | undefined;
  /** Tells the other end's writer that there is room again. */
  #room: (() => void) | undefined;
  #isEnded = false;

  constructor() {
    super({ highWaterMark: WAITING });
  }

  /** Before anything is written. */
  join(other: End): void {
    this.#other = other;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) done(new ConnectionReset());
    else if (other.push(chunk)) done();
    else other.#room = done;
  }

  override _read(): void {
    const room = this.#room;
    this.#room = undefined;
    room?.();
  }

  override _final(done: () => void): void {
    this.#other?.endReading();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#other?.hangUp();
    done(error);
  }

  /** Called of the other end: nothing more comes. */
  endReading(): void {
    if (this.#isEnded || this.destroyed) return;
    this.#isEnded = true;
    this.push(null);
  }

  /** Called of the other end: it has gone. */
  hangUp(): void {
    this.endReading();
    if (this.readableEnded) this.destroy();
    else this.once("end", () => this.destroy());
  }

  /** As of sockets: goes when all is sent. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  // What HTTP agents and servers set of every socket: there is nothing to be set here.
  setKeepAlive = (): this => this;
  setNoDelay = (): this => this;
  setTimeout = (): this => this;
  ref = (): this => this;
  unref = (): this => this;
}

class ConnectionReset extends Error {
  readonly code = "ECONNRESET";

  constructor() {
    super("the other end of the connection has gone");
  }
}
