import { closeSync, openSync, writeSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";

/** Up to here one synchronous call is cheaper than several on the thread pool, and takes as long as a row does. */
export const SMALL_BODY = 64 * 1024;
/** Twice this is all the memory that a large upload takes. */
const WRITE_SIZE = 1024 * 1024;

/** Gathers pieces: a small body is written at once at its end, a large one through two buffers, one filled while the other is written. */
export class BodyWriter {
  readonly name: string;
  size = 0;
  readonly #path: string;
  #small: Uint8Array[] = [];
  #handle: FileHandle | undefined;
  #buffer: Buffer | undefined;
  #spare: Buffer | undefined;
  #filled = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
    this.name = path.slice(path.lastIndexOf("/") + 1);
  }

  async add(piece: Uint8Array): Promise<void> {
    this.size += piece.length;
    if (this.size <= SMALL_BODY) {
      this.#small.push(piece);
      return;
    }
    for (const early of this.#small.splice(0)) await this.#fill(early);
    await this.#fill(piece);
  }

  async finish(): Promise<void> {
    if (this.size === 0) return;
    if (this.size <= SMALL_BODY) {
      this.#writeSmall();
      return;
    }
    await this.#flush();
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Leaves no file. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#handle?.close();
    await rm(this.#path, { force: true });
  }

  async #fill(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.length;) {
      this.#buffer ??= Buffer.allocUnsafeSlow(WRITE_SIZE);
      const taken = piece.subarray(at, at + WRITE_SIZE - this.#filled);
      this.#buffer.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled === WRITE_SIZE) await this.#flush();
    }
  }

  /** Waits for the write before, not for its own. */
  async #flush(): Promise<void> {
    const handle = (this.#handle ??= await open(this.#path, "wx"));
    await this.#writing;
    const full = this.#buffer;
    if (!full) return;
    this.#writing = writeAll(handle, full.subarray(0, this.#filled));
    // Its failure is seen by the next `await`; until then it must not count as unhandled.
    this.#writing.catch(() => {});
    this.#buffer = this.#spare;
    this.#spare = full;
    this.#filled = 0;
  }

  #writeSmall(): void {
    const bytes = this.#small.length === 1 && this.#small[0] ? this.#small[0] : Buffer.concat(this.#small);
    const file = openSync(this.#path, "wx");
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
}
